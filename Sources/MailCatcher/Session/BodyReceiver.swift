/// Takes the lines of a mail up to the final dot, and only ever ends at CRLF "." CRLF (RFC 5321, 4.1.1.4).
///
/// A CR without LF or an LF without CR is kept as it came, counted, and never taken for the end of a line: what one
/// server reads as the end of a mail and the next does not is how mails are smuggled.
struct BodyReceiver {
    private enum Place { case lineStart, text, carriageReturn, dot, dotCarriageReturn }

    private let limits: SMTPLimits
    private let keeps: Bool
    private var place = Place.lineStart
    private var lineLength = 0

    /// The mail so far, dot-stuffing undone; empty where mails are thrown away.
    private(set) var bytes: [UInt8] = []
    /// Octets of the mail, kept or not.
    private(set) var size = 0
    private(set) var bareLineEnds = 0
    private(set) var longLines = 0
    private(set) var hasEightBit = false
    /// Whether the final dot has come.
    private(set) var isComplete = false

    init(limits: SMTPLimits, keeps: Bool) {
        self.limits = limits
        self.keeps = keeps
    }

    var isTooLarge: Bool { size > limits.messageSize }

    /// The mail, handed over; the receiver is then ready for the next one.
    mutating func finish() -> [UInt8] {
        let whole = bytes
        self = BodyReceiver(limits: limits, keeps: keeps)
        return whole
    }

    /// Takes octets up to the final dot or the end; answers how many.
    mutating func take(_ input: UnsafeBufferPointer<UInt8>) -> Int {
        var index = 0
        while index < input.count, !isComplete {
            if case .text = place {
                index = takeText(input, from: index)
            } else {
                step(input[index])
                index += 1
            }
        }
        return index
    }

    /// Takes a run of octets that are neither CR nor LF, then the one that ended it.
    private mutating func takeText(_ input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        var eighth: UInt8 = 0
        while end < input.count, input[end] != 13, input[end] != 10 {
            eighth |= input[end]
            end += 1
        }
        if end > start {
            hasEightBit = hasEightBit || eighth & 0x80 != 0
            size += end - start
            lineLength += end - start
            if keeps, !isTooLarge { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[start..<end])) }
        }
        guard end < input.count else { return end }
        step(input[end])
        return end + 1
    }

    private mutating func step(_ byte: UInt8) {
        switch (place, byte) {
        case (.lineStart, UInt8(ascii: ".")):
            place = .dot
        case (.dot, 13):
            place = .dotCarriageReturn
        case (.dotCarriageReturn, 10):
            isComplete = true
        case (.dotCarriageReturn, _):
            put(13)
            place = .carriageReturn
            step(byte)
        case (.carriageReturn, 10):
            put(10)
            endLine()
        case (.carriageReturn, 13):
            bareLineEnds += 1
            put(13)
        case (.carriageReturn, _):
            bareLineEnds += 1
            place = .text
            step(byte)
        case (_, 13):
            put(13)
            place = .carriageReturn
        case (_, 10):
            bareLineEnds += 1
            put(10)
            place = .text
        default:
            if byte & 0x80 != 0 { hasEightBit = true }
            put(byte)
            place = .text
        }
    }

    private mutating func put(_ byte: UInt8) {
        size += 1
        lineLength += 1
        if keeps, !isTooLarge { bytes.append(byte) }
    }

    private mutating func endLine() {
        if lineLength - 2 > limits.textLine { longLines += 1 }
        lineLength = 0
        place = .lineStart
    }
}
