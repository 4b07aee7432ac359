package import Foundation

/// What was said on one connection; credentials are masked, mails are only named by their size.
package struct LoggedConnection: Sendable, Equatable, Codable {
    /// Who said a line.
    package enum Side: String, Sendable, Codable {
        case client
        case server
        /// Not said but done: TLS, a fault, a stored mail, the end.
        case event
    }

    /// One line.
    package struct Line: Sendable, Equatable, Codable {
        /// Who said it.
        package var side: Side
        /// The line without its end.
        package var text: String
    }

    /// From 1, in order of arrival.
    package var number: Int
    /// When it was taken.
    package var openedAt: Date
    /// Whether it is still open.
    package var isOpen: Bool
    /// The conversation, at most 2,000 lines of it.
    package var lines: [Line]

    /// The client's lines only.
    package var commands: [String] { lines.filter { $0.side == .client }.map(\.text) }

    static let mostLines = 2_000
}
