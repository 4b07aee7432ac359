import Foundation

/// How a log line is written.
package enum LogFormat: String, Sendable, CaseIterable {
    /// `TIME LEVEL LOGGER: MESSAGE  key=value …`, for a person at a terminal.
    case text
    /// One JSON object a line, for a collector.
    case json

    /// What `log.format` is where nobody set it: text at a terminal, JSON otherwise.
    package static func preferred(standardErrorIsTerminal: Bool = isatty(STDERR_FILENO) == 1) -> LogFormat {
        standardErrorIsTerminal ? .text : .json
    }
}
