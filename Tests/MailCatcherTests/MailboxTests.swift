import Foundation
import Testing

@testable import MailCatcher

@Suite("The mailbox")
struct MailboxTests {
    private func mail(to recipient: String = "b@example.org", octets: Int = 1) -> CaughtMessage {
        CaughtMessage(
            number: 0, sender: "a@example.org", recipients: [recipient], raw: Array(repeating: 120, count: octets),
            receivedAt: Date(timeIntervalSince1970: 0), tls: false, user: nil, connection: 1)
    }

    @Test("numbers begin at 1, go on after a clearing, and select")
    func numbers() {
        let mailbox = Mailbox()
        #expect(mailbox.store(mail()) == 1)
        #expect(mailbox.store(mail(to: "C@example.org")) == 2)
        #expect(mailbox.messages(to: "c@Example.org").map(\.number) == [2])
        #expect(mailbox.messages(after: 1).map(\.number) == [2])
        mailbox.clear()
        #expect(mailbox.messages().isEmpty)
        #expect(mailbox.store(mail()) == 3)
        #expect(mailbox.message(3)?.number == 3)
        #expect(mailbox.message(2) == nil)
        #expect(mailbox.message(4) == nil)
    }

    @Test("the oldest go first, by count and by octets; the latest stays in any case")
    func limits() {
        let few = Mailbox(mostMessages: 2)
        for _ in 1...5 { few.store(mail()) }
        #expect(few.messages().map(\.number) == [4, 5])
        let small = Mailbox(mostOctets: 10)
        for octets in [4, 4, 4] { small.store(mail(octets: octets)) }
        #expect(small.messages().map(\.number) == [2, 3])
        small.store(mail(octets: 50))
        #expect(small.messages().map(\.number) == [4])
        small.store(mail(octets: 2))
        #expect(small.messages().map(\.number) == [5])
    }

    @Test("who waits gets the first mail that suits, or nothing when the wait is cancelled")
    func waiting() async {
        let mailbox = Mailbox()
        async let any = mailbox.next()
        async let other = mailbox.next(to: "c@example.org")
        async let later = mailbox.next(after: 1, to: "b@example.org")
        while mailbox.waiting < 3 { await Task.yield() }
        mailbox.store(mail())
        mailbox.store(mail(to: "c@example.org"))
        mailbox.store(mail())
        #expect(await [any.number, other.number, later.number] == [1, 2, 3])
        #expect(await mailbox.next(after: 2).number == 3)
        let cancelled = Task { await mailbox.nextUnlessCancelled(after: 3) }
        while mailbox.waiting == 0 { await Task.yield() }
        cancelled.cancel()
        #expect(await cancelled.value == nil)
        #expect(mailbox.waiting == 0)
    }

    @Test("the command log keeps the latest thousand connections")
    func log() {
        let mailbox = Mailbox()
        for _ in 1...1_001 { _ = mailbox.opened(at: Date(timeIntervalSince1970: 0), logged: true) }
        #expect(mailbox.commandLog.count == 1_000)
        #expect(mailbox.commandLog.first?.number == 2)
        mailbox.note([.init(side: .client, text: "NOOP")], on: 1_001, closed: true)
        mailbox.note([.init(side: .client, text: "lost")], on: 1, closed: true)
        #expect(mailbox.commandLog.last?.commands == ["NOOP"])
        #expect(mailbox.commandLog.last?.isOpen == false)
        #expect(mailbox.counters.connections == 1_001)
        #expect(mailbox.counters.open == 999)
    }
}
