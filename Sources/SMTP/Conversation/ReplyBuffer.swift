import Model

/// Collects the lines of the reply that is being read.
///
/// Keeps little of a long one: a stranger's server decides its size.
struct ReplyBuffer {
    private(set) var code = 0
    /// Whether its last line is here.
    private(set) var isComplete = false
    /// The texts of its lines, each ended by LF; one array that stays, because most replies are never looked at.
    private var bytes: [UInt8] = []

    /// What is kept of a reply, in octets: more than is ever shown, because enhanced codes and line ends go.
    private static let limit = 2_000

    mutating func append(_ line: ReplyLine) {
        if isComplete { clear() }
        code = line.code
        isComplete = line.isLast
        guard bytes.count < Self.limit else { return }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: line.text.prefix(Self.limit - bytes.count)))
        bytes.append(0x0a)
    }

    mutating func clear() {
        code = 0
        isComplete = false
        bytes.removeAll(keepingCapacity: true)
    }

    /// The reply, once it is complete.
    var reply: SMTPReply? {
        guard isComplete else { return nil }
        var status: EnhancedStatusCode?
        var texts: [String] = []
        for line in bytes.split(separator: 0x0a) {
            var text = Printable.text(line, limit: 500)
            // Each line of a reply begins with the same enhanced code (RFC 2034, 4).
            let word = text.prefix { $0 != " " }
            if let found = EnhancedStatusCode(word), status == nil || status == found {
                status = found
                text = String(text.dropFirst(word.utf8.count).drop { $0 == " " })
            }
            if !text.isEmpty { texts.append(text) }
        }
        // Before the lines are one, and before anything is cut: a token may go on from one to the next.
        let text = texts.joined(separator: "\n").withoutLinks.split(separator: "\n").joined(separator: " ")
        return SMTPReply(code: code, status: status, text: String(text.prefix(500)))
    }
}
