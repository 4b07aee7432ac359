/// What a gallery decides for itself.
///
/// Kept as the texts that the operator set, read through typed accessors.
package struct GalleryPolicy: Sendable, Equatable {
    /// How an invitation is accepted: by whoever holds the mailbox, or only by the signed-in account.
    package enum Acceptance: String, Sendable, CaseIterable {
        case link
        case signedIn = "signed-in"
    }

    /// The life of an invitation and of its link.
    package var invitationLife: Duration = .seconds(7 * 86_400)
    /// How long before the end the one reminder falls; nil for none.
    package var invitationReminder: Duration? = .seconds(2 * 86_400)
    package var acceptance: Acceptance = .link
    /// Where the pages hand over to, where the signed-in account has to accept; nil for the gallery's site.
    package var acceptanceURL: String?
    /// False lifts every limit of the gallery, resend back-off and the counts below included.
    package var limited = true
    package var mostOwners = 15
    package var mostPending = 10
    /// How often invitations and their mails may go out.
    package var rates = MailRates()
    /// How long an owner has to confirm a version that is held.
    package var publicationHold: Duration = .seconds(86_400)
    /// How many versions of a package are told of one by one within a window; what comes after stands in a digest.
    package var digestAfter = 5
    package var digestWindow: Duration = .seconds(3600)
    /// What is asked for before a package goes to somebody who claims it.
    package var recovery = RecoveryPolicy()
    /// A language tag (BCP 47), for accounts that have none of their own.
    package var locale = "en"
    /// `https` address of an image; kept for the pages, which do not show it yet.
    package var logo: String?
    /// `#rrggbb`; where there is none, ``standardColour``.
    package var colour: String?
    /// Where reports of abuse go.
    package var abuse: EmailAddress?

    /// The colour of pages and mails of a gallery that has set none.
    package static let standardColour = "#1d4f91"

    package init() {}

    package struct Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Every key of `gallery edit --set`, with what it takes.
    package static let keys: [(key: String, takes: String)] = [
        ("abuse", "an e-mail address"),
        ("acceptance", "link or signed-in"),
        ("acceptance.url", "an https URL (http on a loopback host), or none"),
        ("colour", "#rrggbb"),
        ("invitation.life", "a duration from 5s to 90d"),
        ("invitation.owners", "1 to 1000"),
        ("invitation.pending", "1 to 1000"),
        ("invitation.reminder", "a duration before the end, or none"),
        ("limits", "default or none"),
        ("limits.abuse", RateLimit.grammar),
        ("limits.claim", RateLimit.grammar),
        ("limits.claims", RateLimit.grammar),
        ("limits.confirm", RateLimit.grammar),
        ("limits.contact", RateLimit.grammar),
        ("limits.domain", RateLimit.grammar),
        ("limits.hold", RateLimit.grammar),
        ("limits.inviter", RateLimit.grammar),
        ("limits.key", RateLimit.grammar),
        ("limits.notices", RateLimit.grammar),
        ("limits.package", RateLimit.grammar),
        ("limits.recipient", RateLimit.grammar),
        ("limits.report", RateLimit.grammar),
        ("limits.security", RateLimit.grammar),
        ("limits.sender", RateLimit.grammar),
        ("limits.total", RateLimit.grammar),
        ("locale", "a language tag such as en or de-AT"),
        ("logo", "an https URL, or none"),
        ("publication.digest", "how many versions within a window are told one by one, 1 to 1000, or none for all"),
        ("publication.hold", "a duration from 1m to 30d"),
        ("publication.window", "a duration from 5s to 7d"),
        ("recovery.attempts", "1 to 20"),
        ("recovery.channels", "1 to 5"),
        ("recovery.checklist", RecoveryPolicy.checklistGrammar),
        ("recovery.digest", "when admins hear what is due, in UTC, such as 07:00, or none"),
        ("recovery.ownerless", "a duration from 1s to 365d"),
        ("recovery.pause", "a duration from 1s to 90d"),
        ("recovery.wait", "a duration from 1s to 365d"),
    ]

    /// The policy that these settings make.
    ///
    /// - Throws: ``Flaw`` naming the key, what it takes, and every known key where it is not one of them.
    package init(settings: [String: String]) throws(Flaw) {
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) { try set(key, to: value) }
    }

    private mutating func set(_ key: String, to value: String) throws(Flaw) {
        guard let takes = Self.keys.first(where: { $0.key == key })?.takes else {
            let known = Self.keys.map(\.key).joined(separator: ", ")
            throw Flaw(description: "unknown setting '\(key.printable)'; known are: \(known)")
        }
        let wrong = Flaw(description: "'\(key)' takes \(takes), not '\(value.printable)'")
        switch key {
        case "abuse":
            guard let address = try? EmailAddress(value) else { throw wrong }
            abuse = address
        case "acceptance":
            guard let acceptance = Acceptance(rawValue: value) else { throw wrong }
            self.acceptance = acceptance
        case "acceptance.url":
            guard value != "none" else { return acceptanceURL = nil }
            guard WebAddress.isPlain(value, schemes: ["https"]) || WebAddress.isLoopback(value), !value.contains("#")
            else { throw wrong }
            acceptanceURL = value
        case "colour":
            guard value.utf8.count == 7, value.hasPrefix("#"),
                value.dropFirst().allSatisfy({ $0.isASCII && $0.isHexDigit })
            else { throw wrong }
            colour = value.lowercased()
        case "invitation.life":
            guard let life = Duration(text: value), life >= .seconds(5), life <= .seconds(90 * 86_400) else {
                throw wrong
            }
            invitationLife = life
        case "invitation.reminder":
            guard value != "none" else { return invitationReminder = nil }
            guard let reminder = Duration(text: value), reminder > .zero else { throw wrong }
            invitationReminder = reminder
        case "invitation.owners":
            guard let count = Int(value), (1...1000).contains(count) else { throw wrong }
            mostOwners = count
        case "invitation.pending":
            guard let count = Int(value), (1...1000).contains(count) else { throw wrong }
            mostPending = count
        case "limits":
            guard value == "default" || value == "none" else { throw wrong }
            limited = value == "default"
        case "publication.digest":
            guard value != "none" else { return digestAfter = .max }
            guard let count = Int(value), (1...1000).contains(count) else { throw wrong }
            digestAfter = count
        case "publication.hold":
            guard let hold = Duration(text: value), hold >= .seconds(60), hold <= .seconds(30 * 86_400) else {
                throw wrong
            }
            publicationHold = hold
        case "publication.window":
            guard let window = Duration(text: value), window >= .seconds(5), window <= .seconds(7 * 86_400) else {
                throw wrong
            }
            digestWindow = window
        case _ where key.hasPrefix("recovery."):
            guard recovery.set(String(key.dropFirst(9)), to: value) else { throw wrong }
        case _ where key.hasPrefix("limits."):
            guard let limit = RateLimit(text: value), let name = MailLimit(rawValue: String(key.dropFirst(7)))
            else { throw wrong }
            rates[name] = limit
        case "locale":
            guard LanguageTag.isWellFormed(value) else { throw wrong }
            locale = value
        default:
            guard value != "none" else { return logo = nil }
            guard WebAddress.isPlain(value, schemes: ["https"]) else { throw wrong }
            logo = value
        }
    }
}

/// Language tags (BCP 47), as far as they choose a folder of templates.
package enum LanguageTag {
    /// Two or three letters, then subtags of up to eight letters or digits; at most 35 characters in all.
    package static func isWellFormed(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard tag.utf8.count <= 35, let first = parts.first, (2...3).contains(first.count), first.allSatisfy(isLetter)
        else { return false }
        return parts.dropFirst().allSatisfy {
            (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || (48...57).contains($0) }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}

/// Addresses of web pages, as far as an operator configures them.
package enum WebAddress {
    /// An absolute URL of one of the schemes, in printable ASCII without quotes, angle brackets, spaces,
    /// backslashes or user information.
    package static func isPlain(_ text: String, schemes: [String] = ["http", "https"]) -> Bool {
        guard text.utf8.count <= 2000, let scheme = schemes.first(where: { text.hasPrefix($0 + "://") }) else {
            return false
        }
        let rest = text.utf8.dropFirst(scheme.utf8.count + 3)
        let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        return !host.isEmpty && host.first != UInt8(ascii: ":") && !host.contains(UInt8(ascii: "@"))
            && rest.allSatisfy { (0x21...0x7E).contains($0) && !#""'<>\`"#.utf8.contains($0) }
    }

    /// Whether it is on this machine, where plain `http` reveals nothing.
    package static func isLoopback(_ text: String) -> Bool {
        guard isPlain(text, schemes: ["http"]) else { return false }
        let authority = text.dropFirst(7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return ["127.0.0.1", "localhost", "[::1]"].contains { authority == $0 || authority.hasPrefix($0 + ":") }
    }
}

extension String {
    /// What an error may repeat of a text that somebody typed: one line, printable, short.
    package var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(80).map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }
}
