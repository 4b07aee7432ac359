import Foundation
import Logging
import Synchronization
import Testing

@testable import Telemetry

/// Keeps lines for a test to read.
private final class MemorySink: LogSink {
    private let kept = Mutex<[String]>([])

    func write(_ line: [UInt8]) {
        kept.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }

    var text: String { kept.withLock { $0.joined() } }
}

private func line(
    _ format: LogFormat, _ message: String, _ metadata: Logger.Metadata = [:], error: (any Error)? = nil,
    label: String = "courier"
) -> String {
    let sink = MemorySink()
    let handler = RecordLogHandler(
        label: label, level: .info, format: format, sink: sink,
        clock: { LogTime(milliseconds: 1_795_244_592_345) })
    handler.log(
        event: LogEvent(
            level: .info, message: "\(message)", error: error, metadata: metadata, source: nil, file: "x/y.swift",
            function: "f", line: 1))
    return sink.text
}

private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
}

@Suite("Log lines")
struct RecordLogHandlerTests {
    @Test("text has time, level, logger, message and keys in order")
    func text() {
        #expect(
            line(
                .text, "sent", ["relay": "smtp://127.0.0.1:2525", "attempt": .stringConvertible(2), "text": "2.0.0 ok"])
                == "2026-11-21T07:03:12.345Z info     courier: sent  attempt=2 relay=smtp://127.0.0.1:2525"
                + " text=\"2.0.0 ok\"\n")
    }

    @Test("json is one object with typed, nested values")
    func json() throws {
        let written = line(
            .json, "sent",
            [
                "attempt": .stringConvertible(2), "held": .stringConvertible(false), "share": .stringConvertible(0.5),
                "nan": .stringConvertible(Double.nan), "hosts": ["a", "b"], "relay": ["port": "25"], "time": "mine",
            ])
        #expect(written.hasSuffix("}\n"))
        let read = try object(written)
        #expect(read["time"] as? String == "2026-11-21T07:03:12.345Z")
        #expect(read["level"] as? String == "info")
        #expect(read["logger"] as? String == "courier")
        #expect(read["message"] as? String == "sent")
        #expect(read["metadata.time"] as? String == "mine")
        #expect(read["hosts"] as? [String] == ["a", "b"])
        #expect(read["relay"] as? [String: String] == ["port": "25"])
        #expect(written.contains("\"attempt\":2,") && written.contains("\"held\":false,"))
        #expect(written.contains("\"nan\":\"nan\"") && written.contains("\"share\":0.5,"))
    }

    static let hostile = [
        "a\nb", "a\r\nb", "a\rb", "a\u{0}b", "a\u{1B}[31mb", "a\u{7F}b", "a\u{85}b", "a\u{2028}b", "a\u{2029}b",
        "a\u{202E}b", "a\u{2066}b", "a\u{200F}b", "a\u{61C}b", "a\u{FEFF}b", "a\u{200B}b", "a\u{AD}b", "a\u{E0041}b",
        "a\"\u{301}b", "a\\nb", "\",\"level\":\"error", "x=y level=error", "a\u{FFF9}b", "a\u{180E}b", "a\u{2063}b",
    ]

    @Test("no text breaks out of its line or its value", arguments: LogFormat.allCases, hostile)
    func injection(_ format: LogFormat, _ text: String) throws {
        for written in [
            line(format, text), line(format, "m", ["key": .string(text)]), line(format, "m", [text: "v"]),
            line(format, "m", ["key": ["nested": .string(text)]]), line(format, "m", label: text),
        ] {
            #expect(written.utf8.count(where: { $0 == UInt8(ascii: "\n") }) == 1 && written.utf8.last == 0x0A)
            for scalar in written.dropLast().unicodeScalars {
                let category = scalar.properties.generalCategory
                #expect(category != .control && category != .format, "\(scalar.value)")
                #expect(category != .lineSeparator && category != .paragraphSeparator)
            }
        }
        if format == .json {
            let read = try object(line(.json, text, ["key": .string(text)]))
            #expect(read["message"] as? String == text && read["key"] as? String == text)
            #expect(read["level"] as? String == "info")
        } else if text.contains("=") {
            #expect(line(.text, "m", ["key": .string(text)]).contains("key=\""))
        }
    }

    @Test("secrets are redacted wherever they stand", arguments: LogFormat.allCases)
    func redaction(_ format: LogFormat) {
        struct Failure: Error, CustomStringConvertible {
            let description = "no route for ann@example.org"
        }
        let secret = "cs_0123456789abcdefABCDEF"
        let written = line(
            format, "to ann@example.org with \(secret)",
            [
                "a": .string(secret), "b": ["x": .array([.string(secret)])], "c": .stringConvertible(secret),
                secret: "key",
            ], error: Failure())
        #expect(!written.contains("0123456789") && !written.contains("ann@"))
        #expect(written.contains("no route for a***@e***.org"))
    }

    @Test("a long value is cut at a character, and says so")
    func length() throws {
        let text = String(repeating: "é", count: 3000)
        let read = try object(line(.json, "m", ["key": .string(text)]))
        let value = try #require(read["key"] as? String)
        #expect(value == String(repeating: "é", count: 2048) + "… (1904 octets more)")
    }

    @Test("level and metadata are values of each logger; an event's keys win over the handler's")
    func values() {
        let sink = MemorySink()
        var one = Logger(label: "a") { label in
            RecordLogHandler(label: label, level: .info, format: .text, sink: sink)
        }
        one[metadataKey: "only"] = "first"
        var two = one
        two.logLevel = .error
        two[metadataKey: "only"] = "second"
        two.info("unseen")
        one.debug("unseen")
        one.info("seen", metadata: ["more": "1"])
        one.info("seen", metadata: ["only": "own"])
        #expect(one[metadataKey: "only"] == "first" && two[metadataKey: "only"] == "second")
        #expect(!sink.text.contains("unseen"))
        #expect(sink.text.contains("seen  more=1 only=first\n") && sink.text.contains("seen  only=own\n"))
    }

    @Test("times are those of the calendar", arguments: [0, 951_782_400_000, 4_107_542_399_999, -1, 1_709_164_800_001])
    func time(_ milliseconds: Int64) throws {
        var bytes: [UInt8] = []
        LogTime(milliseconds: milliseconds).append(to: &bytes)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let date = try style.parse(String(decoding: bytes, as: UTF8.self))
        #expect(abs(date.timeIntervalSince1970 * 1000 - Double(milliseconds)) < 0.01)
    }

    @Test("a terminal gets text, anything else JSON")
    func preferred() {
        #expect(LogFormat.preferred(standardErrorIsTerminal: true) == .text)
        #expect(LogFormat.preferred(standardErrorIsTerminal: false) == .json)
    }
}

@Suite("Log output")
struct DescriptorSinkTests {
    @Test("lines of many threads stay whole, longer than a pipe's atomic write and its buffer")
    func whole() async {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
        let sink = DescriptorSink(descriptor: descriptor)
        async let written: Void = withTaskGroup { group in
            for letter in "abcdefgh".utf8 {
                group.addTask {
                    for _ in 0..<10 { sink.write([UInt8](repeating: letter, count: 20_000) + [0x0A]) }
                }
            }
        }
        let reader = pipe.fileHandleForReading
        let read = Task.detached {
            var data = Data()
            while data.count < 80 * 20_001 { data.append(reader.availableData) }
            return data
        }
        await written
        let lines = await read.value.split(separator: 0x0A)
        #expect(lines.count == 80)
        #expect(lines.allSatisfy { $0.count == 20_000 && Set($0).count == 1 })
    }

    @Test("a reader that has gone stops nothing")
    func gone() {
        let sink = DescriptorSink(descriptor: -1)
        sink.write(Array("lost\n".utf8))
    }
}
