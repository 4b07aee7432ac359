package import Model

/// Why a letter cannot be composed.
///
/// Each is a fault of the caller or of stored data, never of a template: templates are checked when they are loaded.
package enum ComposeError: Error, Sendable, Equatable {
    /// The kind is not written for this reader.
    case roleNotServed(MailKind, MailRole)
    /// The kind cannot be worded without this fact.
    case missingFact(MailKind, String)
    /// The kind asks for an action, and there is no link to act by.
    case missingLink(MailKind)
    /// Not an absolute http or https URL of at most 200 printable ASCII characters.
    case badLink
    /// Not `unique@domain` in the characters of RFC 5322, 3.6.4.
    case badMessageID
    /// A From address with a local part beyond ASCII cannot stand in a 7-bit header.
    case senderNotASCII
}

extension ComposeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .roleNotServed(let kind, let role):
            "a mail of kind '\(kind.rawValue)' has no words for the \(role.rawValue)"
        case .missingFact(let kind, let name): "a mail of kind '\(kind.rawValue)' cannot be worded without '\(name)'"
        case .missingLink(let kind): "a mail of kind '\(kind.rawValue)' needs a link, and none was given"
        case .badLink: "the link is not an http or https URL of at most \(Link.longest) printable ASCII characters"
        case .badMessageID: "the message id is not of the form unique@domain"
        case .senderNotASCII: "the From address has characters beyond ASCII before its @, which mail cannot carry"
        }
    }
}
