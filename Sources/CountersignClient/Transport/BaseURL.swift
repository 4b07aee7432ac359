import Foundation

/// Where the service is: scheme, host, port and perhaps a path, without a slash at the end.
struct BaseURL: Sendable, Hashable {
    let text: String

    /// - Throws: ``CountersignError/configuration(_:)`` for what a path cannot be put behind.
    init(_ text: String) throws(CountersignError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.host, !host.isEmpty
        else { throw .configuration("the base URL is to be of the form https://host[:port][/path]") }
        guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
            throw .configuration("the base URL is to have neither a user nor a query nor a fragment")
        }
        self.text = String(text.reversed().drop { $0 == "/" }.reversed())
    }
}
