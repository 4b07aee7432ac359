import Model

/// The RFC 5322 message that carries a letter's two parts: pure ASCII, lines ending in CRLF.
enum MessageBytes {
    /// - Parameters:
    ///   - subject: UTF-8, on one line.
    ///   - text: UTF-8, lines ending in LF.
    ///   - html: UTF-8, lines ending in LF.
    static func build(_ letter: Letter, locale: String, subject: [UInt8], text: [UInt8], html: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(1024 + text.count * 2 + html.count * 5 / 4)
        appendHeader(of: letter, locale: locale, subject: subject, to: &output)
        let boundary = boundary(of: letter)
        append("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n", to: &output)
        append("--\(boundary)\r\n", to: &output)
        appendPart("text/plain", text, to: &output)
        append("\r\n--\(boundary)\r\n", to: &output)
        appendPart("text/html", html, to: &output)
        append("\r\n--\(boundary)--\r\n", to: &output)
        return output
    }

    /// Quoted-printable, which a person can read in the source; base64 where a long text beyond ASCII would become so
    /// long in it that mail programs cut it off.
    private static func appendPart(_ type: String, _ content: [UInt8], to output: inout [UInt8]) {
        append("Content-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: ", to: &output)
        let start = output.count
        append("quoted-printable\r\n\r\n", to: &output)
        QuotedPrintable.append(content, to: &output)
        guard output.count - start > longestReadable, output.count - start > Base64.lineLength(of: content) else {
            return
        }
        output.removeSubrange(start...)
        append("base64\r\n\r\n", to: &output)
        Base64.appendLines(content, to: &output)
    }

    /// In octets.
    private static let longestReadable = 32 * 1024

    private static func append(_ text: String, to output: inout [UInt8]) { output.append(contentsOf: text.utf8) }

    private static func appendHeader(of letter: Letter, locale: String, subject: [UInt8], to output: inout [UInt8]) {
        HeaderText.append("Date", token: CivilTime(letter.date).mailDate, to: &output)
        HeaderText.append(
            "From", displayName: CleanText.clean(letter.gallery.name, .operators), address: letter.from.text,
            to: &output)
        if letter.canBeAnswered, letter.facts.role != .sender, let address = letter.replyTo {
            HeaderText.append("Reply-To", displayName: nil, address: address.text, to: &output)
        }
        appendRecipient(letter.to, to: &output)
        HeaderText.append("Subject", text: String(decoding: subject, as: UTF8.self), to: &output)
        HeaderText.append("Message-ID", token: "<\(letter.messageID)>", to: &output)
        if let earlier = letter.inReplyTo {
            HeaderText.append("In-Reply-To", token: "<\(earlier)>", to: &output)
            HeaderText.append("References", token: "<\(earlier)>", to: &output)
        }
        // RFC 3834, 5; and what Exchange listens to, without the tokens that would suppress bounces.
        append("Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n", to: &output)
        HeaderText.append("Feedback-ID", token: feedbackID(of: letter), to: &output)
        if let link = letter.shownSettingsLink {
            // RFC 2369 and RFC 8058. Not folded, however long: not every reader undoes a fold.
            append("List-Unsubscribe: <\(link)>\r\n", to: &output)
            append("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", to: &output)
        }
        append("Content-Language: \(locale)\r\nMIME-Version: 1.0\r\n", to: &output)
    }

    /// A local part beyond ASCII needs SMTPUTF8 on the envelope; a 7-bit header shows it as RFC 6857, 3.1.2 says: as
    /// an encoded word, in a group that is empty.
    private static func appendRecipient(_ address: EmailAddress, to output: inout [UInt8]) {
        if address.isASCII { return HeaderText.append("To", displayName: nil, address: address.text, to: &output) }
        append("To:", to: &output)
        EncodedWords.append(address.text, column: 3, to: &output)
        append(" :;\r\n", to: &output)
    }

    /// Absent from every part without looking: quoted-printable has no `=_` (RFC 2045, 6.7, 5).
    private static func boundary(of letter: Letter) -> String {
        let unique = letter.messageID.utf8.prefix { $0 != UInt8(ascii: "@") }
            .filter { HeaderText.isAtom($0) && !"!#$%&*^`{|}~'/=+?".utf8.contains($0) }
        return "=_\(String(decoding: unique.prefix(60), as: UTF8.self))"
    }

    /// `kind:gallery:class:sender`, from general to particular as Gmail's feedback loop reads it; nothing personal.
    private static func feedbackID(of letter: Letter) -> String {
        let slug = letter.gallery.slug.utf8.filter(HeaderText.isAtom).prefix(40)
        let kind = letter.kind
        let purpose = kind.asksForDecision || kind == .publicationConfirm ? "confirmation" : "notice"
        return "\(kind.rawValue):\(String(decoding: slug, as: UTF8.self)):\(purpose):countersign"
    }
}
