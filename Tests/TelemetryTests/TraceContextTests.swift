import Logging
import Synchronization
import Testing

@testable import Telemetry

/// The cases of https://github.com/w3c/trace-context/tree/main/test that concern one service.
@Suite("Trace context")
struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    /// Counts up, so that each id is another.
    private struct Counting: RandomNumberGenerator {
        var last: UInt64 = 0
        mutating func next() -> UInt64 {
            last += 1
            return last
        }
    }

    private final class Lines: LogSink {
        private let kept = Mutex("")
        func write(_ line: [UInt8]) { kept.withLock { $0 += String(decoding: line, as: UTF8.self) } }
        var text: String { kept.withLock { $0 } }
    }

    private func request(_ traceparent: [String], _ tracestate: [String] = []) -> TraceContext {
        var random = Counting()
        return .ofRequest(traceparent: traceparent, tracestate: tracestate, using: &random)
    }

    @Test(
        "what is well-formed is continued, with a span of our own",
        arguments: [
            "00-\(trace)-\(span)-01", "00-\(trace)-\(span)-00", "00-\(trace)-\(span)-ff", "01-\(trace)-\(span)-01",
            "cc-\(trace)-\(span)-01", "cc-\(trace)-\(span)-01-what-the-future-will-be-like", "01-\(trace)-\(span)-01-",
        ])
    func wellFormed(_ header: String) {
        let context = request([header])
        #expect(context.traceID == Self.trace && context.spanID != Self.span)
        #expect(context.isSampled == !header.hasSuffix("-00"))
        #expect(context.traceparent == "00-\(Self.trace)-\(context.spanID)-\(context.isSampled ? "01" : "00")")
        #expect(TraceContext(context.traceparent) == context)
    }

    @Test(
        "what is not begins a trace of its own",
        arguments: [
            [], [""], ["00"], ["00-\(trace)-\(span)"], ["00-\(trace)-\(span)-1"], ["00-\(trace)-\(span)-001"],
            ["00-\(trace)-\(span)-01-"], ["00-\(trace)-\(span)-01-extra"], ["00-\(trace)-\(span)-01."],
            ["ff-\(trace)-\(span)-01"], ["0-\(trace)-\(span)-01"], ["000-\(trace)-\(span)-01"],
            ["00-\(trace.uppercased())-\(span)-01"], ["00-\(trace)-\(span.uppercased())-01"],
            ["0A-\(trace)-\(span)-01"], ["00-\(trace)-\(span)-0A"], ["00-\(trace)-\(span)-.0"],
            ["00-\(String(repeating: "0", count: 32))-\(span)-01"],
            ["00-\(trace)-\(String(repeating: "0", count: 16))-01"], ["00-\(trace.dropLast())-\(span)-01"],
            ["00-\(trace.dropLast())g-\(span)-01"], ["00-\(trace)0-\(span)-01"], ["00_\(trace)_\(span)_01"],
            [" 00-\(trace)-\(span)-01"], ["00-\(trace)-\(span)-01 "], ["cc-\(trace)-\(span)-01.what"],
            ["00-\(trace)-\(span)-01", "00-\(trace)-\(span)-01"], ["00-\(trace)-\(span)-01,00-\(trace)-\(span)-01"],
            ["00-４bf92f3577b34da6a3ce929d0e0e473-\(span)-01"],
        ])
    func malformed(_ headers: [String]) {
        let context = request(headers, ["a=1"])
        #expect(context.traceID == "00000000000000010000000000000002" && !context.isSampled)
        #expect(context.state == nil, "a state without the parent that it belongs to says nothing")
    }

    @Test("the state is passed on where it is well-formed, and dropped as a whole where it is not")
    func states() {
        func state(_ fields: String...) -> String? { request(["00-\(Self.trace)-\(Self.span)-01"], fields).state }
        #expect(state("foo=1") == "foo=1" && state("foo=1", "bar=2") == "foo=1,bar=2")
        #expect(state(" foo=1 \t,\t bar=2,,") == "foo=1,bar=2" && state("") == nil && state() == nil)
        #expect(state("fw529a3039@dt=FfLp, 0a@b=x y", "a-_*/9=~!") == "fw529a3039@dt=FfLp,0a@b=x y,a-_*/9=~!")
        for wrong in [
            "foo", "foo=", "=1", "Foo=1", "foo=1=2", "foo@=1", "@foo=1", "foo@@bar=1", "foo@bar@baz=1", "0foo=1",
            "foo =1", "foo.bar=1", "foo=b\u{e9}", "foo=a\u{7f}", "foo=1,foo=2", "a@0b=1",
            "\(String(repeating: "k", count: 257))=1", "t@\(String(repeating: "s", count: 15))=1",
            "\(String(repeating: "t", count: 242))@s=1", "k=\(String(repeating: "v", count: 257))",
        ] {
            #expect(state("ok=1", wrong) == nil, "\(wrong)")
        }
        #expect(state((0..<32).map { "k\($0)=v" }.joined(separator: ","))?.split(separator: ",").count == 32)
        #expect(state((0..<33).map { "k\($0)=v" }.joined(separator: ",")) == nil)
        let long = (0..<30).map { "k\($0)=\(String(repeating: "v", count: 40))" }.joined(separator: ",")
        let kept = state(long)
        #expect(kept.map { long.hasPrefix($0) && (400...512).contains($0.utf8.count) } == true)
    }

    @Test("ids differ, and a child is of the same trace")
    func ids() {
        var random = SystemRandomNumberGenerator()
        let fresh = TraceContext.fresh(using: &random)
        #expect(TraceContext(fresh.traceparent) == fresh)
        let child = fresh.child(using: &random)
        #expect(child.traceID == fresh.traceID && child.spanID != fresh.spanID)
        #expect(TraceContext.fresh(using: &random).traceID != TraceContext.fresh(using: &random).traceID)
    }

    @Test("the task's trace is in its log lines")
    func logs() {
        let sink = Lines()
        let logger = Logger(label: "l") { label in
            RecordLogHandler(label: label, level: .info, format: .text, sink: sink, metadataProvider: .trace)
        }
        logger.info("without")
        let context = request(["00-\(Self.trace)-\(Self.span)-01"])
        TraceContext.$current.withValue(context) { logger.info("with", metadata: ["a": "b"]) }
        #expect(sink.text.contains("without\n"))
        #expect(sink.text.contains("with  a=b trace_id=\(Self.trace)\n"))
    }
}
