/// What a gallery asks for before a package goes to somebody who claims it.
package struct RecoveryPolicy: Sendable, Equatable {
    /// How many attempts to reach the owners are needed, over how many channels.
    package var attempts = 3
    package var channels = 2
    /// From the first attempt to the decision.
    package var wait: Duration = .seconds(42 * 86_400)
    /// From the last attempt to the decision.
    package var pause: Duration = .seconds(7 * 86_400)
    /// For a package without an owner on record: from the opening to the decision.
    package var ownerless: Duration = .seconds(14 * 86_400)
    /// What an admin finds proven before a package without an owner is granted; in this order.
    package var checklist = ["identity", "source-repository", "project-site"]

    /// At which minute of the day, in UTC, admins hear what is due; nil for never.
    package var digest: Int? = AdminDigest.standardMinute

    package init() {}

    package static let checklistGrammar =
        "1 to 20 items of lower-case letters, digits and hyphens, comma-separated, such as identity,source-repository; "
        + "or none"

    /// Nil where the text is not as ``checklistGrammar`` says.
    static func checklist(_ text: String) -> [String]? {
        guard text != "none" else { return [] }
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard items.count <= 20, Set(items).count == items.count, items.allSatisfy(Gallery.isSlug) else { return nil }
        return items
    }

    /// Sets one of the keys, named without `recovery.`; false where the value is not what it takes.
    mutating func set(_ key: String, to value: String) -> Bool {
        switch key {
        case "attempts":
            guard let count = Int(value), (1...20).contains(count) else { return false }
            attempts = count
        case "channels":
            guard let count = Int(value), (1...ContactChannel.allCases.count).contains(count) else { return false }
            channels = count
        case "checklist":
            guard let items = Self.checklist(value) else { return false }
            checklist = items
        case "digest":
            guard let minute = Self.minute(value) else { return false }
            digest = minute < 0 ? nil : minute
        case "ownerless": return Self.read(value, to: &ownerless, days: 365)
        case "pause": return Self.read(value, to: &pause, days: 90)
        case "wait": return Self.read(value, to: &wait, days: 365)
        default: return false
        }
        return true
    }

    /// What ``set(_:to:)`` reads back as the same.
    func value(of key: String) -> String? {
        switch key {
        case "attempts": "\(attempts)"
        case "channels": "\(channels)"
        case "checklist": checklist.isEmpty ? "none" : checklist.joined(separator: ",")
        case "digest":
            digest.map { minute in
                [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            } ?? "none"
        case "ownerless": ownerless.text
        case "pause": pause.text
        case "wait": wait.text
        default: nil
        }
    }

    /// The minute of the day that `07:00` names; a negative number for `none`, nil for what is neither.
    private static func minute(_ text: String) -> Int? {
        guard text != "none" else { return -1 }
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(Substring(parts[0])), let minute = Int(Substring(parts[1])), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func read(_ text: String, to duration: inout Duration, days: Int) -> Bool {
        guard let read = Duration(text: text), read >= .seconds(1), read <= .seconds(days * 86_400) else {
            return false
        }
        duration = read
        return true
    }
}
