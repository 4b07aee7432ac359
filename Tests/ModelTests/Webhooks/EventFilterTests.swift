import Model
import Testing

@Suite struct EventFilterTests {
    @Test(
        arguments: [
            ([], true, true), (["invitation.*"], true, false), (["owner.added"], false, true),
            (["owner.removed", "invitation.created"], true, false), (["owner.*", "invitation.*"], true, true),
        ] as [([String], Bool, Bool)])
    func takes(patterns: [String], created: Bool, added: Bool) throws {
        let filter = try EventFilter(patterns)
        #expect(filter.takes(.invitationCreated) == created)
        #expect(filter.takes(.ownerAdded) == added)
    }

    @Test(arguments: [
        "", "*", ".*", "invitation", "invitation.", "invitation*", "invit.*", "invitation.*.*", "invitation.made",
        "Invitation.created", "owner.added ", "own*", "owner.a*",
    ])
    func whatMatchesNothingIsRefused(pattern: String) {
        #expect(throws: EventFilter.Flaw.unknown) { try EventFilter([pattern]) }
    }

    @Test func everyTypeIsTakenByItsNameItsFamilyAndAll() throws {
        for type in EventType.allCases {
            let family = "\(type.rawValue.prefix { $0 != "." }).*"
            for filter in [EventFilter.all, try EventFilter([type.rawValue]), try EventFilter([family])] {
                #expect(filter.takes(type))
            }
        }
    }
}
