import Foundation

@testable import SMTP

/// What a scripted server is told, or a step of it: the head of the Python file says what can be in it.
typealias Script = [String: any Sendable]

/// What to do when a step comes for the first time, the second, and so on.
func inTurn(_ actions: Script...) -> any Sendable { actions }

/// The SMTP server of `Tests/Support/scripted_smtp.py`, in a process of its own.
final class ScriptedServer: Sendable {
    struct Event: Decodable, Sendable {
        var port: Int?
        var connection: Int?
        var line: String?
        var body: String?
        var tls: String?
        var opened: Bool?
        var closed: Bool?
    }

    struct Trouble: Error {}

    let port: Int
    private let process: Process
    private let input: Pipe
    private let events: AsyncThrowingStream<Event, any Error>
    private let seen = Guarded<[Event]>([])

    init(_ script: Script) async throws {
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-u", Paths.support("scripted_smtp.py")]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let json = try JSONSerialization.data(withJSONObject: script)
        try input.fileHandleForWriting.write(contentsOf: json + Data("\n".utf8))
        events = Self.events(of: output)
        var first = events.makeAsyncIterator()
        guard let port = try await first.next()?.port else { throw Trouble() }
        self.port = port
        self.process = process
        self.input = input
    }

    private static func events(of pipe: Pipe) -> AsyncThrowingStream<Event, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: Event.self)
        let handle = pipe.fileHandleForReading
        Thread.detachNewThread {
            var rest = Data()
            while true {
                let data = handle.availableData
                if data.isEmpty { break }
                rest.append(data)
                while let end = rest.firstIndex(of: 0x0a) {
                    let line = rest[..<end]
                    rest = Data(rest[rest.index(after: end)...])
                    do {
                        continuation.yield(try JSONDecoder().decode(Event.self, from: line))
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
            }
            continuation.finish()
        }
        return stream
    }

    /// Waits until something happened, and so is about to be answered as the script says.
    func wait(until matches: (Event) -> Bool) async throws {
        for try await event in events {
            seen.withLock { $0.append(event) }
            if matches(event) { return }
        }
        throw Trouble()
    }

    /// Ends the server and tells all that happened.
    func finish() async throws -> Log {
        try input.fileHandleForWriting.close()
        var all = seen.withLock { $0 }
        for try await event in events { all.append(event) }
        process.waitUntilExit()
        return Log(events: all)
    }

    /// What the clients did.
    struct Log {
        let events: [Event]

        var connections: Int { events.count { $0.opened == true } }
        var bodies: [String] { events.compactMap(\.body) }
        var lines: [String] { events.compactMap(\.line) }

        /// The first word of each command, of all connections in order, or of one.
        func verbs(_ connection: Int? = nil) -> [String] {
            events.filter { connection == nil || $0.connection == connection }
                .compactMap { $0.line?.split(whereSeparator: \.isWhitespace).first.map(String.init) }
        }
    }
}

enum Paths {
    /// A file of `Tests/Support`.
    static func support(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Support").appendingPathComponent(name).path
    }
}
