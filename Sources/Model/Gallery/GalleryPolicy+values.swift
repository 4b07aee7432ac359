extension GalleryPolicy {
    /// What holds for a key of ``keys``, written as ``init(settings:)`` takes it: what the operator set, or the default.
    ///
    /// Nil for what is not set and has no default, and for a key that is not one.
    package func value(of key: String) -> String? {
        switch key {
        case "abuse": abuse?.text
        case "acceptance": acceptance.rawValue
        case "acceptance.url": acceptanceURL ?? "none"
        case "colour": colour ?? Self.standardColour
        case "invitation.life": invitationLife.text
        case "invitation.owners": "\(mostOwners)"
        case "invitation.pending": "\(mostPending)"
        case "invitation.reminder": invitationReminder?.text ?? "none"
        case "limits": limited ? "default" : "none"
        case "locale": locale
        case "logo": logo ?? "none"
        case "publication.digest": digestAfter == .max ? "none" : "\(digestAfter)"
        case "publication.hold": publicationHold.text
        case "publication.window": digestWindow.text
        case _ where key.hasPrefix("recovery."): recovery.value(of: String(key.dropFirst(9)))
        case _ where key.hasPrefix("limits."): MailLimit(rawValue: String(key.dropFirst(7))).map { rates[$0].text }
        default: nil
        }
    }

    /// Whether recovery cases may stand otherwise, or ask for attention at another time, once these settings changed.
    package static func movesCases(_ changed: some Sequence<String>) -> Bool {
        changed.contains { $0.hasPrefix("recovery.") && $0 != "recovery.digest" }
    }
}

extension RateLimit {
    /// What ``init(text:)`` reads back as the same limit.
    var text: String {
        guard !ceilings.isEmpty else { return "none" }
        let windows = ceilings.map { "\($0.count)/\($0.window.text)" }
        return ((burst.map { ["\($0.count)"] } ?? []) + windows).joined(separator: ",")
    }
}
