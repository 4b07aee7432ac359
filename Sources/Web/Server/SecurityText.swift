import HTTPTypes
import Model

/// `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness of this service.
enum SecurityText {
    static let path = "/.well-known/security.txt"

    /// How long somebody who kept it may go by it: it is made anew for each request, from what is configured then, and
    /// RFC 9116, 2.5.5 asks for less than a year.
    private static let life: Duration = .seconds(180 * 86_400)

    /// - Throws: ``Problem`` where no contact is configured: there is no such page then.
    static func reply(_ configuration: WebConfiguration, at now: Timestamp) throws(Problem) -> Reply {
        guard !configuration.securityContacts.isEmpty else {
            throw Problem(.notFound, "This service names no contact for matters of security.")
        }
        var lines = configuration.securityContacts.map { "Contact: \($0)" }
        lines.append("Expires: \(Timestamp(seconds: (now + life).seconds / 86_400 * 86_400))")
        lines.append("Preferred-Languages: en")
        if configuration.baseURL.hasPrefix("https://") { lines.append("Canonical: \(configuration.baseURL)\(path)") }
        return Reply(.ok, .text, Array((lines.joined(separator: "\n") + "\n").utf8))
    }
}
