/// Reads the content behind DATA: finds its end, takes the stuffed dots out, and notes what is not as it should be.
///
/// Only CRLF `.` CRLF ends the content (RFC 5321, 4.1.1.4); a bare LF or CR is content and never a line end, so no
/// second message can be smuggled behind `LF . LF` (CVE-2023-51764).
struct ContentReader {
    private enum Position {
        case lineStart
        /// A dot at the start of a line: stuffing, or the end.
        case dot
        case dotCR
        case line
        case cr
    }

    private(set) var facts = ContentFacts()
    private(set) var content: [UInt8] = []
    private var position = Position.lineStart
    private var lineLength = 0
    private let limit: Int
    private let keeps: Bool

    /// A reader that keeps at most `limit` bytes, or none, but counts all.
    init(limit: Int, keeps: Bool) {
        self.limit = limit
        self.keeps = keeps
    }

    var isTooLarge: Bool { facts.size > limit }

    /// Whether there is a CR or LF on its own.
    var hasBareLineEnds: Bool { facts.bareLineFeeds + facts.bareCarriageReturns > 0 }

    /// Reads `bytes`; answers how many of them belong to the content, and whether the end was among them.
    mutating func read(_ bytes: UnsafeRawBufferPointer) -> (consumed: Int, isEnd: Bool) {
        // The start of the run of bytes that go to the content as they are.
        var run = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch position {
            case .lineStart where byte == UInt8(ascii: "."):
                keep(bytes, run..<index)
                run = index + 1
                position = .dot
            case .dot where byte == UInt8(ascii: "\r"):
                keep(bytes, run..<index)
                run = index + 1
                position = .dotCR
            case .dotCR where byte == UInt8(ascii: "\n"):
                return (index + 1, true)
            case .dotCR:
                // The CR was no line end: it is content after all.
                run = index
                facts.unstuffedLines += 1
                append(UInt8(ascii: "\r"))
                facts.bareCarriageReturns += 1
                text(byte)
            case .dot:
                facts.unstuffedLines += 1
                text(byte)
            case .cr where byte == UInt8(ascii: "\n"):
                endLine()
            case .cr:
                facts.bareCarriageReturns += 1
                text(byte)
            case .lineStart, .line:
                text(byte)
            }
            index += 1
        }
        keep(bytes, run..<bytes.count)
        return (bytes.count, false)
    }

    @inline(__always)
    private mutating func text(_ byte: UInt8) {
        guard byte < 0x0E || byte > 0x7F else {
            position = .line
            lineLength += 1
            return
        }
        unusual(byte)
    }

    private mutating func unusual(_ byte: UInt8) {
        position = .line
        lineLength += 1
        switch byte {
        case UInt8(ascii: "\r"): position = .cr
        case UInt8(ascii: "\n"): facts.bareLineFeeds += 1
        case 0: facts.nulBytes += 1
        case 0x80...: facts.eightBitBytes += 1
        default: break
        }
    }

    private mutating func endLine() {
        facts.longestLine = max(facts.longestLine, lineLength - 1)
        lineLength = 0
        position = .lineStart
    }

    private mutating func append(_ byte: UInt8) {
        facts.size += 1
        lineLength += 1
        if keeps, !isTooLarge { content.append(byte) }
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        facts.size += range.count
        if keeps, !isTooLarge { content.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }
}
