package import Model

/// A finished mail with its envelope: one sender, one recipient.
package struct OutgoingMail: Sendable {
    package let sender: EmailAddress
    package let recipient: EmailAddress
    /// RFC 5322 bytes: 7-bit, every line ended by CRLF, without dot-stuffing.
    package let content: [UInt8]
    /// Asked when its turn comes, from whichever thread that is: where it says no, the mail is handed back unsent.
    ///
    /// It must not block. Nil where a conversation about it may begin at any time.
    package var mayBegin: (@Sendable () -> Bool)?

    package init(sender: EmailAddress, recipient: EmailAddress, content: [UInt8]) {
        self.sender = sender
        self.recipient = recipient
        self.content = content
    }

    /// Whether an envelope address can only go to a relay with SMTPUTF8 (RFC 6531).
    var needsSMTPUTF8: Bool { !sender.isASCII || !recipient.isASCII }
}

extension OutgoingMail {
    /// Why the content must not be put on the wire.
    enum ContentFlaw: String, Sendable, CaseIterable {
        case empty = "the message is empty"
        case bareCR = "the message holds a CR without LF"
        case bareLF = "the message holds a LF without CR"
        case nul = "the message holds a NUL"
        case eightBit = "the message holds a byte beyond ASCII"
        case longLine = "the message holds a line of more than 998 octets"
        case unfinishedLine = "the message does not end with CRLF"
    }

    /// The first thing that is wrong with the content.
    ///
    /// libcurl sends a bare LF as it is, which lets a body end the message and start another (SMTP smuggling), and it
    /// never says 8BITMIME. So this is the last gate (RFC 5321, 2.3.8 and 4.5.3.1.6).
    var flaw: ContentFlaw? {
        content.withUnsafeBufferPointer { bytes in
            guard !bytes.isEmpty else { return .empty }
            var previous: UInt8 = 0
            var length = 0
            for byte in bytes {
                if previous == 0x0d, byte != 0x0a { return .bareCR }
                switch byte {
                case 0x0a:
                    guard previous == 0x0d else { return .bareLF }
                    length = 0
                case 0x0d: break
                case 0x00: return .nul
                case 0x80...: return .eightBit
                default:
                    length += 1
                    if length > 998 { return .longLine }
                }
                previous = byte
            }
            if previous == 0x0d { return .bareCR }
            return previous == 0x0a ? nil : .unfinishedLine
        }
    }
}
