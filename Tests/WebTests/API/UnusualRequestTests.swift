import HTTPTypes
import Model
import Testing
import Workflows

@testable import Web

/// What is taken though it is said in an unusual way.
@Suite struct UnusualRequestTests {
    /// Nobody who reads the feed has been there: the next event would not be an answer.
    @Test func aPlaceThatTheFeedHasNotComeToIsNotWaitedForLong() async throws {
        try await Fixture.run(configure: { $0.longestWaitAhead = .milliseconds(50) }) { site in
            try await site.prepare()
            let answer = try await site.call(.get, "/v1/events?after=1000&wait=60")
            #expect(answer.status == 200 && answer.items.isEmpty && answer.object["next"] as? Int == 1000)
        }
    }

    /// A number without a fraction is whole however it is written; one with a fraction is none.
    @Test func placesAreWholeNumbersHoweverTheyAreWritten() async throws {
        func place(_ number: String) throws -> Redelivery? {
            let body = try JSONParser.parse(Array(#"{"after": \#(number)}"#.utf8))
            guard case .object(let members) = body else { return nil }
            var reader = ObjectReader(members)
            return RequestBodies.redelivery(&reader)
        }
        for number in ["7", "7.0", "7e0", "0.7e1"] { #expect(try place(number) == .events(after: 7, before: nil)) }
        for number in ["7.5", "-1", "-1.0", "1e40", "9223372036854775808"] { #expect(try place(number) == nil) }
    }

    /// An admin's reason that is empty is none, and a note stands for it.
    @Test func aNoteStandsForAReasonThatIsEmpty() async throws {
        try await Fixture.run { site in
            try await site.prepare()
            let key = try await Galleries(site.context).addKey(gallery: site.gallery.id, scopes: [.override]).secret
            let answer = try await site.send(
                .post, "/v1/packages/Contoso.Utils/invitations",
                json: #"""
                    {"invitee": {"email": "eve@example.org"}, "invitedBy": "root", "asAdmin": true, "reason": "",
                        "note": "They asked for it."}
                    """#, key: key)
            #expect(answer.status == 201, "\(answer.text)")
        }
    }
}
