import Model
import Testing

@testable import SMTP

@Suite struct ConversationReaderTests {
    private func reader(
        _ encryption: Relay.Encryption = .none, auth: Bool = false, utf8: Bool = false
    ) -> ConversationReader {
        var reader = ConversationReader(encryption: encryption, needsAuthentication: auth)
        reader.begin(needsSMTPUTF8: utf8)
        reader.socketOpened()
        return reader
    }

    @Test func aWholeConversation() {
        var reader = reader(.starttls, auth: true, utf8: true)
        #expect(reader.phase == .connect)
        reader.connected()
        #expect(reader.phase == .greeting)
        #expect(reader.hears("220-hello", "220 there") == .proceed)
        #expect(reader.phase == .ehlo)
        #expect(reader.hears("250-relay", "250-SIZE 1000", "250 STARTTLS") == .proceed)
        #expect(reader.phase == .starttls && reader.extensions.sizeLimit == 1000)
        #expect(reader.hears("220 go") == .proceed)
        #expect(reader.phase == .starttls && reader.isEncrypted && reader.extensions == ServerExtensions())
        reader.handshakeFinished()
        #expect(reader.phase == .ehlo)
        #expect(reader.hears("250-relay", "250-SMTPUTF8", "250 AUTH LOGIN PLAIN") == .proceed)
        #expect(reader.phase == .auth)
        #expect(reader.hears("334 ") == .proceed)
        #expect(reader.phase == .auth && reader.reply == nil)
        #expect(reader.hears("235 welcome") == .proceed)
        #expect(reader.phase == .mail && reader.isAuthenticated)
        #expect(reader.ready() == .proceed)
        for (line, next) in [("250 ok", SMTPPhase.rcpt), ("251 ok", .data), ("354 go", .body)] {
            #expect(reader.hears(line) == .proceed)
            #expect(reader.phase == next && reader.reply == nil)
        }
        #expect(reader.hears("250-2.0.0 queued", "250 2.0.0 as 7") == .proceed)
        #expect(reader.isFinished)
        #expect(reader.reply == SMTPReply(code: 250, status: EnhancedStatusCode(2, 0, 0), text: "queued as 7"))
        _ = reader.hears("421 bye")
        #expect(reader.reply?.code == 250)

        // The next mail on the same connection.
        reader.begin(needsSMTPUTF8: true)
        #expect(reader.ready() == .proceed)
        #expect(reader.phase == .mail && !reader.isFresh && reader.reply == nil)
    }

    @Test func whatIsMissingStopsItBeforeMAIL() {
        var noTLS = reader(.starttls)
        #expect(noTLS.hears("220 hi", "250-relay", "250 starttls") == .stop(.starttlsNotOffered))
        #expect(noTLS.hears("250 ok") == .stop(.starttlsNotOffered))
        var noAuth = reader(auth: true)
        #expect(noAuth.hears("220 hi", "250-relay", "250 AUTH CRAM-MD5") == .stop(.authNotOffered))
        var noUTF8 = reader(utf8: true)
        #expect(noUTF8.hears("220 hi", "250 relay") == .proceed)
        #expect(noUTF8.ready() == .stop(.smtputf8NotOffered))
    }

    @Test func aMessageThatIsTooLargeIsNotBegun() {
        for (limit, action) in [("1000", ConversationReader.Action.proceed), ("999", .stop(.tooLarge))] {
            var reader = ConversationReader(encryption: .none, needsAuthentication: false)
            reader.begin(needsSMTPUTF8: false, size: 1000)
            reader.socketOpened()
            #expect(reader.hears("220 hi", "250-relay", "250 SIZE \(limit)") == .proceed)
            #expect(reader.ready() == action)
        }
    }

    @Test func theLastGateDoesNotTrustTheRest() {
        var unencrypted = reader(.starttls)
        #expect(unencrypted.ready() == .stop(.starttlsNotOffered))
        var unauthenticated = reader(auth: true)
        #expect(unauthenticated.ready() == .stop(.authNotOffered))
    }

    @Test func aNewSocketForgetsTheOldSession() {
        var reader = reader(.implicit, auth: true)
        #expect(reader.hears("220 hi", "250-relay", "250 AUTH PLAIN", "235 ok") == .proceed)
        #expect(reader.ready() == .proceed)
        reader.begin(needsSMTPUTF8: false)
        reader.socketOpened()
        #expect(!reader.isAuthenticated && reader.isFresh && reader.isEncrypted)
        #expect(reader.ready() == .stop(.authNotOffered))
    }

    @Test func aRefusalStandsWhateverFollows() {
        var reader = reader()
        _ = reader.hears("220 hi", "250 relay")
        _ = reader.ready()
        #expect(reader.hears("550 5.1.1 no", "221 bye") == .proceed)
        #expect(reader.phase == .mail && reader.reply?.code == 550)
    }

    @Test func heloComesAfterARefusedEHLO() {
        var reader = reader()
        #expect(reader.hears("220 hi", "502 what?") == .proceed)
        #expect(reader.phase == .ehlo)
        #expect(reader.hears("250 relay") == .proceed)
        #expect(reader.phase == .mail)
    }

    @Test func linesThatAreNoReplyArePassedOver() {
        var reader = reader()
        #expect(reader.hears("HTTP/1.1 400", "22", "2x0 no", "220") == .proceed)
        // A line of just the code ends a reply, as libcurl sees it.
        #expect(reader.phase == .ehlo)
    }
}

extension ConversationReader {
    /// Takes lines, each ended by CRLF; the action of the last.
    mutating func hears(_ lines: String...) -> Action {
        var action = Action.proceed
        for line in lines {
            action = Array("\(line)\r\n".utf8).withUnsafeBytes { received($0) }
        }
        return action
    }
}
