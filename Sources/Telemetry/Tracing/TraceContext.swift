/// Where a piece of work stands in a distributed trace: W3C Trace Context, https://www.w3.org/TR/trace-context/.
///
/// Nothing is measured or sent to a collector here. The ids stand in log lines and go on with webhooks, so that what a
/// gallery asked for can be followed through.
package struct TraceContext: Sendable, Hashable {
    /// That of the request that is being answered by the current task.
    @TaskLocal package static var current: TraceContext?

    /// 128 bits, never all zero.
    let traceHigh: UInt64
    let traceLow: UInt64
    /// Of this piece of work; never zero.
    let span: UInt64
    /// Whether the caller may have recorded the trace.
    package let isSampled: Bool
    /// What other tracing systems want passed on, checked (3.3); nil where there is nothing.
    package let state: String?

    private init(high: UInt64, low: UInt64, span: UInt64, isSampled: Bool, state: String?) {
        traceHigh = high
        traceLow = low
        self.span = span
        self.isSampled = isSampled
        self.state = state
    }

    /// A trace that begins here.
    package static func fresh(using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            high: .random(in: 1 ... .max, using: &random), low: random.next(),
            span: .random(in: 1 ... .max, using: &random), isSampled: false, state: nil)
    }

    /// The next piece of work of the same trace.
    package func child(using random: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            high: traceHigh, low: traceLow, span: .random(in: 1 ... .max, using: &random), isSampled: isSampled,
            state: state)
    }

    /// A request's own place: in the trace that its caller says that it belongs to, or in a fresh one where the caller
    /// says nothing, or nothing that can be read (3.2, 3.3: a header that is there twice cannot).
    package static func ofRequest(
        traceparent: [String], tracestate: [String], using random: inout some RandomNumberGenerator
    ) -> TraceContext {
        guard traceparent.count == 1, let caller = TraceContext(traceparent[0], state: TraceState.join(tracestate))
        else { return fresh(using: &random) }
        return caller.child(using: &random)
    }
}

// MARK: Text

extension TraceContext {
    /// The id of the whole trace, in 32 digits.
    package var traceID: String { Hex.digits(traceHigh) + Hex.digits(traceLow) }

    package var spanID: String { Hex.digits(span) }

    /// The header's value (3.2.2), in the version that this speaks.
    package var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

    /// Reads a `traceparent`.
    ///
    /// - Returns: nil for what version 00 does not allow; of a later version, what begins like this one is read (3.2.2.3
    ///   and 4).
    package init?(_ traceparent: String, state: String? = nil) {
        let text = Array(traceparent.utf8)
        let dash = UInt8(ascii: "-")
        guard text.count >= 55, text[2] == dash, text[35] == dash, text[52] == dash,
            let version = Hex.value(text[0..<2]), version != 0xFF,
            version == 0 ? text.count == 55 : text.count == 55 || text[55] == dash,
            let high = Hex.value(text[3..<19]), let low = Hex.value(text[19..<35]), high | low != 0,
            let span = Hex.value(text[36..<52]), span != 0, let flags = Hex.value(text[53..<55])
        else { return nil }
        // Only one flag is defined; the others are to be sent as zero.
        self.init(high: high, low: low, span: span, isSampled: flags & 1 == 1, state: state)
    }
}

/// Lower-case hexadecimal digits: the only ones that the header has.
private enum Hex {
    static func value(_ text: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - 87)
            default: return nil
            }
        }
        return value
    }

    static func digits(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
