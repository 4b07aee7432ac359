package import Foundation

/// What was said on one connection, credentials masked.
package struct ConnectionLog: Sendable, Codable {
    /// Who said a line.
    package enum Speaker: String, Sendable, Codable {
        case client, server
        /// A remark of the catcher itself, such as `TLSv1.3` or `closed`.
        case note
    }

    /// One line without CRLF; the content of messages is not kept here.
    package struct Line: Sendable, Codable {
        package let by: Speaker
        package let text: String
    }

    /// Counted from 1.
    package let connection: Int
    package let openedAt: Date
    package internal(set) var lines: [Line] = []
    package internal(set) var isOpen = true

    /// The command lines of the client alone.
    package var commands: [String] { lines.filter { $0.by == .client }.map(\.text) }
}
