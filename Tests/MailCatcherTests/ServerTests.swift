import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import MailCatcher

@Suite("The server on a socket")
struct ServerTests {
    /// Says lines and reads replies over a real connection.
    private struct Client {
        var replies: AsyncThrowingStream<String, any Error>.Iterator
        let channel: any Channel

        init(port: Int) async throws {
            let (stream, continuation) = AsyncThrowingStream<String, any Error>.makeStream()
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Reader(continuation))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
            replies = stream.makeAsyncIterator()
        }

        mutating func reply() async throws -> String? { try await replies.next() }

        mutating func say(_ line: String) async throws -> String? {
            try await channel.writeAndFlush(ByteBuffer(string: line + "\r\n"))
            return try await reply()
        }
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let continuation: AsyncThrowingStream<String, any Error>.Continuation
        private var text = ""

        init(_ continuation: AsyncThrowingStream<String, any Error>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            while let end = text.range(of: "\r\n") {
                let line = text[..<end.lowerBound]
                text = String(text[end.upperBound...])
                if line.dropFirst(3).first != "-" { continuation.yield(String(line)) }
            }
        }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
    }

    @Test("a mail goes in and comes out, and the connection ends with QUIT")
    func mail() async throws {
        try await withMailCatcher { catcher, ports in
            var client = try await Client(port: try #require(ports.smtp))
            #expect(try await client.reply()?.hasPrefix("220 ") == true)
            for line in ["EHLO me", "MAIL FROM:<a@x.org>", "RCPT TO:<b@x.org>", "DATA"] {
                #expect(try await client.say(line)?.first.map { "23".contains($0) } == true)
            }
            #expect(try await client.say("Subject: hello\r\n\r\n..\r\n.") == "250 2.0.0 Queued as 1-1")
            #expect(try await client.say("QUIT") == "221 2.0.0 Bye")
            #expect(try await client.reply() == nil)
            let caught = await catcher.mailbox.next(to: "B@x.org")
            #expect(caught.subject == "hello")
            #expect(caught.text == ".\r\n")
            #expect(catcher.mailbox.commandLog.first?.commands.last == "QUIT")
        }
    }

    @Test("one connection more than allowed is turned away")
    func tooMany() async throws {
        var configuration = MailCatcherConfiguration(webPort: nil)
        configuration.limits.connections = 1
        try await withMailCatcher(configuration) { catcher, ports in
            var first = try await Client(port: try #require(ports.smtp))
            #expect(try await first.reply()?.hasPrefix("220") == true)
            var second = try await Client(port: try #require(ports.smtp))
            #expect(try await second.reply()?.hasPrefix("421 4.3.2") == true)
            #expect(try await second.reply() == nil)
            #expect(try await first.say("NOOP")?.hasPrefix("250") == true)
            #expect(catcher.mailbox.counters.turnedAway == 1)
        }
    }

    @Test("a client that says nothing is sent away")
    func idle() async throws {
        var configuration = MailCatcherConfiguration(webPort: nil)
        configuration.limits.idleSeconds = 0
        try await withMailCatcher(configuration) { _, ports in
            var client = try await Client(port: try #require(ports.smtp))
            var last: String?
            while let reply = try await client.reply() { last = reply }
            #expect(last == "421 4.4.2 Silent for too long")
        }
    }

    @Test("a plan set while a connection is open holds from the next command on")
    func plans() async throws {
        try await withMailCatcher(MailCatcherConfiguration(webPort: nil)) { catcher, ports in
            var client = try await Client(port: try #require(ports.smtp))
            _ = try await client.reply()
            #expect(try await client.say("EHLO me")?.hasPrefix("250") == true)
            catcher.setFaults(FaultPlan(rules: [FaultRule(.mail, .reply(code: 450, text: "later"))]))
            #expect(try await client.say("MAIL FROM:<>") == "450 later")
            catcher.setFaults(FaultPlan())
            #expect(try await client.say("MAIL FROM:<>")?.hasPrefix("250") == true)
        }
    }

    @Test("a port in use stops the start with an error, for those who wait for the ports too")
    func portInUse() async throws {
        try await withMailCatcher(MailCatcherConfiguration(webPort: nil)) { _, ports in
            let second = try MailCatcher(configuration: MailCatcherConfiguration(smtpPort: ports.smtp))
            async let running: Void = second.run()
            await #expect(throws: (any Error).self) { try await second.ports() }
            do {
                try await running
                Issue.record("a second listener on one port")
            } catch {}
        }
    }
}
