/// The envelope of one message: what MAIL and RCPT said (RFC 5321, 2.3.1).
package struct Envelope: Sendable, Equatable {
    /// One accepted recipient.
    package struct Recipient: Sendable, Equatable {
        /// The address, without brackets.
        package let address: String
        /// The whole RCPT line as it came, without CRLF.
        package let line: String
    }

    /// The address of MAIL FROM, without brackets; empty for the null reverse path.
    package let sender: String
    /// The whole MAIL line as it came, without CRLF.
    package let mailLine: String
    /// The accepted recipients, in order.
    package var recipients: [Recipient] = []
    /// Whether MAIL asked for BODY=8BITMIME.
    package let is8BitMIME: Bool
    /// Whether MAIL asked for SMTPUTF8.
    package let isSMTPUTF8: Bool
}

/// What the bytes of one message's content show, apart from their meaning.
package struct ContentFacts: Sendable, Equatable, Codable {
    /// Bytes of the content, without dot-stuffing and without the last dot.
    package var size = 0
    /// Line feeds without a carriage return before them; a message that has any is refused.
    package var bareLineFeeds = 0
    /// Carriage returns without a line feed behind them; a message that has any is refused.
    package var bareCarriageReturns = 0
    package var nulBytes = 0
    /// Bytes above 127.
    package var eightBitBytes = 0
    /// Bytes of the longest line, without CRLF. RFC 5322, 2.1.1 allows 998.
    package var longestLine = 0
    /// Lines that came with a dot more than they have.
    package var unstuffedLines = 0
}
