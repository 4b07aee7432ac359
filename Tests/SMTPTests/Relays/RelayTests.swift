import Testing

@testable import SMTP

@Suite struct RelayTests {
    private func relay(_ entry: String, ehloName: String = "sender.example.org") throws -> Relay {
        try Relay(entry, ehloName: ehloName)
    }

    @Test(arguments: [
        ("smtp://relay.example", "smtp://relay.example:587", Relay.Encryption.starttls),
        ("smtps://relay.example", "smtps://relay.example:465", .implicit),
        ("SMTP://Relay.Example:25/", "smtp://relay.example:25", .starttls),
        ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525", .none),
        ("smtp://127.9.9.9", "smtp://127.9.9.9:587", .none),
        ("smtp://localhost:25", "smtp://localhost:25", .none),
        ("smtp://[::1]:25", "smtp://[::1]:25", .none),
        ("smtp://[2001:DB8::1]", "smtp://[2001:db8::1]:587", .starttls),
        ("smtp://localhost?tls=required", "smtp://localhost:587", .starttls),
        ("smtp://relay.example?tls=required", "smtp://relay.example:587", .starttls),
        ("smtp://relay.example?tls=none&plaintext=allowed", "smtp://relay.example:587", .none),
        ("smtps://relay.example:1465?tls=required", "smtps://relay.example:1465", .implicit),
        // Looks like this machine and is not.
        ("smtp://127.0.0.1.evil.example", "smtp://127.0.0.1.evil.example:587", .starttls),
        ("smtp://127.1", "smtp://127.1:587", .starttls),
        ("smtp://localhost.evil.example", "smtp://localhost.evil.example:587", .starttls),
        ("smtp://0.0.0.0", "smtp://0.0.0.0:587", .starttls),
        // A password is not sent in clear unless that is said.
        ("smtp://u:p@127.0.0.1", "smtp://127.0.0.1:587", .none),
        ("smtp://u:p@127.0.0.1?tls=none", "smtp://127.0.0.1:587", .none),
    ])
    func anEntryIsRead(entry: String, address: String, encryption: Relay.Encryption) throws {
        let relay = try relay(entry)
        #expect(relay.description == address)
        #expect(relay.encryption == encryption)
    }

    @Test(arguments: [
        ("", Relay.Flaw.badScheme), ("relay.example", .badScheme), ("http://relay.example", .badScheme),
        ("smtp:relay.example", .badScheme), ("smtp+x://relay.example", .badScheme),
        ("smtp://", .badHost), ("smtp://:25", .badHost), ("smtp://-x.example", .badHost), ("smtp://a..b", .badHost),
        ("smtp://[::1", .badHost), ("smtp://[relay]", .badHost), ("smtp://[::1]25", .badHost),
        ("smtp://a_b-:25", .badHost),
        ("smtp://relay:0", .badPort), ("smtp://relay:65536", .badPort), ("smtp://relay:", .badPort),
        ("smtp://relay:+25", .badPort), ("smtp://relay:25x", .badPort), ("smtp://::1", .badHost),
        ("smtp://relay\r\n.example", .badCharacter), ("smtp://relay .example", .badCharacter),
        ("smtp://rélais.example", .badCharacter),
        ("smtp://user@relay", .badCredentials), ("smtp://user:@relay", .badCredentials),
        ("smtp://:hunter2@relay", .badCredentials), ("smtp://u:hunter2:x@relay", .badCredentials),
        ("smtp://u:hunter2%0D%0AMAIL@relay", .badCredentials), ("smtp://u:hunter2%00@relay", .badCredentials),
        ("smtp://u:hunter2%zz@relay", .badCredentials), ("smtp://u:hunter2%4@relay", .badCredentials),
        ("smtp://u:hunter2%ff@relay", .badCredentials), ("smtp://u:hunter2%C2%85@relay", .badCredentials),
        ("smtp://u:hun@ter2@relay", .strayCharacter), ("smtp://u:hun/ter2@relay", .strayCharacter),
        ("smtp://u:hun?ter2@relay", .strayCharacter), ("smtp://u:hun#ter2@relay", .strayCharacter),
        ("smtp://relay#top", .strayCharacter),
        ("smtp://relay.example/name", .badEHLOName), ("smtp://relay.example/a.example/b", .badEHLOName),
        ("smtp://relay.example/a%0D%0Ab.example", .badEHLOName), ("smtp://relay.example/192.0.2.1", .badEHLOName),
        ("smtp://relay.example?tls=maybe", .badQuery), ("smtp://relay.example?TLS=none", .badQuery),
        ("smtp://relay.example?hunter2=x", .badQuery), ("smtp://relay.example?tls=none&tls=none", .badQuery),
        ("smtp://relay.example?tls", .badQuery),
        ("smtps://relay.example?tls=none", .contradictoryTLS),
        ("smtps://relay.example?plaintext=allowed", .contradictoryTLS),
        ("smtp://relay.example?tls=none", .plaintextOverNetwork),
        ("smtp://u:hunter2@relay.example?tls=none", .plaintextOverNetwork),
        ("smtp://u:hunter2@relay.example?tls=none&plaintext=allowed", .passwordInPlaintext),
    ])
    func aFlawIsNamedWithoutRepeatingTheEntry(entry: String, flaw: Relay.Flaw) {
        #expect(throws: flaw) { try relay(entry) }
        #expect(!"\(flaw)".contains("hunter") && !"\(flaw)".contains("ter2"))
    }

    @Test func credentialsAreDecodedAndNeverShown() throws {
        let relay = try relay("smtp://us%40er:p%3A%2F%25%C3%A9@relay.example/mail.example.org")
        #expect(relay.credentials == (try Credentials(user: "us@er", password: "p:/%é")))
        #expect(relay.ehloName == "mail.example.org")
        var dumped = ""
        dump(relay, to: &dumped)
        dump(relay.credentials, to: &dumped)
        let mirrored = String(reflecting: relay) + String(reflecting: relay.credentials) + "\(relay)\([relay])"
        #expect(!(dumped + mirrored).contains("p:/%"))
        #expect(!(dumped + mirrored).contains("us@er"))
        #expect(!relay.url.contains("us"))
    }

    @Test(arguments: [
        ("mail.example.org", true), ("[192.0.2.1]", true), ("[IPv6:2001:db8::1]", true), ("a-b.example", true),
        ("localhost", false), ("4f2a9c1d", false), ("", false), ("[192.0.2]", false), ("[mail]", false),
        ("192.0.2.1", false), ("a.example\r\nMAIL", false), ("under_score.example", false), ("-a.example", false),
    ])
    func theEHLONameIsADomainOrALiteral(name: String, isGood: Bool) throws {
        #expect(((try? relay("smtp://relay.example", ehloName: name)) != nil) == isGood)
    }

    @Test func anAddressLiteralIsEscapedInTheURL() throws {
        #expect(try relay("smtp://[::1]", ehloName: "[192.0.2.1]").url == "smtp://[::1]:587/%5B192.0.2.1%5D")
    }

    /// What an operator sets is the wait for the final dot; the others have limits of their own (RFC 5321, 4.5.3.2).
    @Test(arguments: [(600, 300, 120), (3600, 300, 120), (200, 200, 120), (4, 4, 4)])
    func noReplyButTheLastIsWaitedForLong(reply: Int, others: Int, data: Int) {
        let timeouts = RelayOptions.Timeouts(
            connect: .seconds(30), reply: .seconds(reply), overall: .seconds(1800))
        #expect((timeouts.connect, timeouts.overall) == (.seconds(30), .seconds(1800)))
        #expect(timeouts.final == .seconds(reply))
        #expect(timeouts.response == .seconds(others))
        #expect(timeouts.data == .seconds(data))
    }

    @Test func plaintextOverANetworkIsWorthAWarning() throws {
        #expect(try relay("smtp://relay.example?tls=none&plaintext=allowed").isReadableOnTheWay)
        #expect(try !relay("smtp://127.0.0.1").isReadableOnTheWay)
        #expect(try !relay("smtp://relay.example").isReadableOnTheWay)
    }
}
