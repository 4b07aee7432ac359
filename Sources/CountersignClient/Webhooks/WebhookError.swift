/// Why a request is not taken for a webhook of the service.
public enum WebhookError: Error, Hashable, Sendable {
    /// A secret is not `whsec_` and base64 of 24 to 64 bytes; the number says which of those given.
    case badSecret(Int)
    /// One of the three headers is missing, or cannot be read.
    case badHeader(String)
    /// The request was made too long ago, or in the future: it may be an old one that somebody repeats.
    case outOfTime
    /// No signature is right: the request comes from somebody else, its body was changed, or the secret is another.
    case badSignature
    /// It is genuine, and its body is not an event.
    case badBody
}

extension WebhookError: CustomStringConvertible {
    /// One line that is safe to log.
    public var description: String {
        switch self {
        case .badSecret(let index): "secret \(index + 1) is not of the form whsec_… with 24 to 64 bytes in base64"
        case .badHeader(let name): "the header \(name) is missing or cannot be read"
        case .outOfTime: "the request's timestamp is too far from now"
        case .badSignature: "no signature is right"
        case .badBody: "the body is not an event"
        }
    }
}
