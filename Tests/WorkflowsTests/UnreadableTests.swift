import Databases
import Model
import Storage
import Synchronization
import Testing
import Workflows

/// A row that cannot be read stops nothing but itself.
@Suite struct UnreadableTests {
    /// What was told of rows that were passed over.
    private final class Told: Sendable {
        private let rows = Mutex<[UnreadableRow]>([])

        var names: [String] { rows.withLock { $0.map { "\($0.kind.rawValue) \($0.name)" } } }
        var flaws: Set<String> { rows.withLock { Set($0.map(\.flaw)) } }

        func tell(_ row: UnreadableRow) { rows.withLock { $0.append(row) } }
    }

    /// A house whose context tells of rows that were passed over, and a second gallery.
    private static func open(
        _ engine: Engine, _ test: (House, Told, _ other: Identifier) async throws -> Void
    ) async throws {
        let told = Told()
        try await House.open(engine, settings: ["limits": "none"], onUnreadable: { told.tell($0) }) { house in
            let other = try await house.addGallery("npm", settings: ["limits": "none"])
            try await house.put("bob", gallery: other)
            try await test(house, told, other)
        }
    }

    @Test(arguments: Engine.allCases, [#"{"hue":"7"}"#, #"{"colour":"loud"}"#, "nonsense"])
    func aGalleryWithASettingThatIsNotKnown(engine: Engine, settings: String) async throws {
        try await Self.open(engine) { house, told, other in
            let id = try await house.invited()
            try await house.invite(gallery: other)
            try await house.change("UPDATE galleries SET settings = $1 WHERE slug = 'pypi'", settings)
            #expect(try await house.claim().map(\.gallery.slug) == ["npm"])
            #expect(told.names == ["gallery pypi"])
            #expect(told.flaws.allSatisfy { !$0.contains("loud") && !$0.contains("hue") })
            #expect(try await Galleries(house.context).list().map(\.slug) == ["npm"])
            // What was with a worker that died waits as well, and is not taken for poison.
            house.clock.advance(by: .seconds(7 * 86_400))
            try await house.invite("zoe", gallery: other)
            #expect(try await house.claim().map(\.message.recipient.local) == ["zoe"])
            try await house.runSchedules()
            #expect(told.names.contains("invitation \(id)"))
        }
    }

    @Test(arguments: Engine.allCases)
    func aGalleryIsMended(engine: Engine) async throws {
        try await Self.open(engine) { house, _, _ in
            let galleries = Galleries(house.context)
            _ = try await house.invited()
            try await house.change(
                "UPDATE galleries SET settings = $1 WHERE slug = 'pypi'",
                #"{"hue":"7","colour":"loud","limits":"none"}"#)
            await #expect(throws: GalleryPolicy.Flaw.self) {
                _ = try await galleries.edit("pypi", Galleries.Edit(settings: ["colour": "#112233"]))
            }
            #expect(try await galleries.settings(slug: "pypi")?["colour"] == "loud", "all or nothing")
            let mended = try await galleries.edit(
                "pypi", Galleries.Edit(settings: ["colour": "#112233"], unset: ["hue"]))
            #expect(mended?.policy.colour == "#112233")
            #expect(try await galleries.find(slug: "pypi") == mended)
            #expect(try await galleries.settings(slug: "pypi") == ["colour": "#112233", "limits": "none"])
            #expect(try await house.claim().count == 2)
            #expect(try await galleries.edit("nobody", Galleries.Edit(name: "x")) == nil)
        }
    }

    @Test(arguments: Engine.allCases, ["kind = 'song'", "recipient = '@'", "facts = '{}'"])
    func aMessageThatCannotBeRead(engine: Engine, damage: String) async throws {
        try await Self.open(engine) { house, told, other in
            _ = try await house.invited()
            try await house.invite(gallery: other)
            let letter = try #require(try await house.claim(most: 1).first).message
            try await house.change("UPDATE messages SET \(damage) WHERE id = $1", letter.id)
            #expect(try await house.claim().count == 2, "the others go on")
            house.clock.advance(by: House.lease)
            // It is taken over when its lease ends, told of, and left alone for as long as an operator may need.
            for _ in 0..<5 {
                _ = try await house.claim()
                house.clock.advance(by: .seconds(100))
            }
            #expect(told.names == ["message \(letter.id)"])
            // Once it can be read again, nobody took it for one that kills its workers.
            try await house.change(
                "UPDATE messages SET kind = $1, recipient = $2, facts = $3 WHERE id = $4", letter.kind.rawValue,
                letter.recipient.text, #"{"package":"left-pad","role":"invitee"}"#, id: letter.id)
            house.clock.advance(by: UnreadableRow.rest)
            let again = try await house.claim().first { $0.message.id == letter.id }
            #expect(again?.message.takeovers == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func aMessageThatCannotBeReadWhenItIsFirstClaimed(engine: Engine) async throws {
        try await Self.open(engine) { house, told, _ in
            let id = try await house.invited()
            let letter = try await house.invitation(id).invitation.message
            try await house.change("UPDATE messages SET kind = 'song' WHERE id = $1", letter)
            #expect(try await house.claim().map(\.message.kind) == [.invitationNotice])
            #expect(try await house.claim().isEmpty)
            #expect(told.names == ["message \(letter)"])
            let cancelled = try await house.call(.cancel, id, by: "bob")
            #expect(cancelled.state == "cancelled", "nor does it stop its invitation")
        }
    }

    @Test(arguments: Engine.allCases)
    func anInvitationThatCannotBeRead(engine: Engine) async throws {
        try await Self.open(engine) { house, told, _ in
            let damaged = try await house.invited("carol")
            let good = try await house.invited("erin")
            let held = try await house.claim()
            #expect(held.count == 4)
            try await house.change("UPDATE invitations SET email = '@' WHERE id = $1", damaged)
            // The outcome of its mail is written all the same, though there is nobody to tell of it.
            let refusal = SendOutcome.refused(.rcpt, SMTPReply(code: 550, text: "no"))
            #expect(try await house.settle(held, refusal) == 4)
            #expect(Set(told.names) == ["invitation \(damaged)"])
            #expect(try await house.invitation(good).invitation.undeliverable)
            house.clock.advance(by: .seconds(8 * 86_400))
            try await house.runSchedules()
            #expect(try await house.invitation(good).state == .expired)
        }
    }

    @Test(arguments: Engine.allCases)
    func aStateThatIsNotKnown(engine: Engine) async throws {
        try await Self.open(engine) { house, told, _ in
            let damaged = try await house.invited("carol")
            _ = try await house.invited("erin")
            try await house.change("UPDATE invitations SET state = 'limbo' WHERE id = $1", damaged)
            #expect(Set(try await house.claim().map(\.message.about)).count == 1)
            #expect(Set(told.names) == ["invitation \(damaged)"])
            #expect(try await house.claim().isEmpty)
        }
    }

    /// More of them than are looked at in one go do not keep others from being found.
    @Test(arguments: Engine.allCases)
    func manyInvitationsThatCannotBeRead(engine: Engine) async throws {
        try await Self.open(engine) { house, told, other in
            for number in 0..<120 { try await house.invite("user\(number)", gallery: other) }
            try await house.change("UPDATE invitations SET email = $1", "@")
            house.clock.advance(by: .seconds(1))
            let good = try await house.invited()
            house.clock.advance(by: .seconds(7 * 86_400))
            let schedules = Schedules(house.context)
            while try await schedules.runDue() {}
            #expect(try await house.invitation(good).state == .expired)
            #expect(told.names.count == 120)
            _ = try await schedules.runDue()
            #expect(told.names.count == 120, "they rest")
        }
    }

    /// What else the clock brings about goes on, beside a held version or a digest of which something cannot be read.
    @Test(
        arguments: Engine.allCases,
        [
            "UPDATE publications SET warnings = 'x' WHERE gallery_id = (SELECT id FROM galleries WHERE slug = 'npm')",
            "UPDATE digest_entries SET kind = 'song'",
            #"UPDATE galleries SET settings = '{"hue":"7"}' WHERE slug = 'npm'"#,
        ])
    func aVersionOrADigestThatCannotBeRead(engine: Engine, damage: String) async throws {
        try await Self.open(engine) { house, told, other in
            try await house.publish("1.0", PublicationReport(stage: .received, hold: true), gallery: other)
            for number in 0..<12 {
                try await house.publish("2.\(number)", PublicationReport(stage: .live), gallery: other)
            }
            try await house.publish("1.0", PublicationReport(stage: .received, hold: true), gallery: house.gallery)
            let id = try await house.invited()
            try await house.change(damage)
            house.clock.advance(by: .seconds(8 * 86_400))
            try await house.runSchedules()
            #expect(try await house.invitation(id).state == .expired)
            #expect(try await house.events().contains("publication.rejected"), "the other gallery's")
            #expect(!told.names.isEmpty)
        }
    }
}

extension House {
    fileprivate func publish(_ version: String, _ report: PublicationReport, gallery: Identifier) async throws {
        let command = PublishCommand(
            package: "left-pad", version: try VersionText(version), publisher: try Self.account("bob"), report: report)
        _ = try await Publications(context).publish(command, gallery: gallery) { _ in
            KeptAnswer(status: 201, body: [])
        }
    }

    /// Changes rows behind the records' back.
    fileprivate func change(_ sql: String, _ arguments: String...) async throws {
        try await context.database.write { transaction in
            _ = try transaction.run(sql, arguments.map { .text($0) })
        }
    }

    fileprivate func change(_ sql: String, _ id: Identifier) async throws {
        try await context.database.write { transaction in _ = try transaction.run(sql, [.blob(id.bytes)]) }
    }

    fileprivate func change(_ sql: String, _ texts: String..., id: Identifier) async throws {
        try await context.database.write { transaction in
            _ = try transaction.run(sql, texts.map { .text($0) } + [.blob(id.bytes)])
        }
    }
}
