import Foundation
import Testing

@testable import CountersignClient

/// Answers of a real service, read.
@Suite struct DecodingTests {
    @Test func owners() throws {
        let answer = try Fixture.decode("owners", as: PackageOwners.self)
        #expect(answer.package == "Contoso.Utils")
        #expect(answer.owners.map(\.username) == ["ann", "carol"])
        #expect(Set(answer.pending.map(\.invitee.email)) == ["bob@example.org", "eve@example.org", "fay@example.org"])
        #expect(answer.owners.allSatisfy { $0.since > Date(timeIntervalSince1970: 1_700_000_000) })
        #expect(try Fixture.decode("owners-put", as: PackageOwners.self).owners.count == 2)
    }

    @Test func invitations() throws {
        let new = try Fixture.decode("invitation-new", as: Invitation.self)
        #expect(new.state == .pending && new.generation == 1 && new.note == "Come, “bob”" && new.decidedAt == nil)
        #expect(new.invitee == .init(username: "bob", email: "bob@example.org") && new.invitedBy == "ann")
        #expect(new.expiresAt.timeIntervalSince(new.createdAt) == 7 * 86_400)
        #expect(!new.transfer && !new.asAdmin)
        let accepted = try Fixture.decode("invitation-accepted", as: Invitation.self)
        #expect(accepted.id == new.id && accepted.state == .accepted && accepted.decidedAt != nil)
        #expect(accepted.delivery.state == .sent)
        #expect(try Fixture.decode("invitation-by-address", as: Invitation.self).invitee.username == nil)
        #expect(try Fixture.decode("invitation-transfer", as: Invitation.self).transfer)
        let page = try Fixture.decode("invitations", as: Page<Invitation>.self)
        #expect(page.items.count == 2 && page.next == page.items.last?.id)
    }

    /// An entry of many has no header that could say when to try again.
    @Test func aRefusalSaysWhenToTryAgain() throws {
        let text =
            #"{"type":"/problems/rate-limited","title":"t","status":429,"detail":"d","limit":"key","retryAfter":360}"#
        let problem = try JSONDecoder().decode(Problem.self, from: Data(text.utf8))
        #expect(problem.retryAfter == .seconds(360) && problem.limit == "key")
        #expect(try JSONDecoder().decode(Problem.self, from: JSONEncoder().encode(problem)) == problem)
    }

    @Test func manyInvitationsAtOnce() throws {
        struct Bulk: Decodable { var results: [InvitationOutcome] }
        let results = try Fixture.decode("bulk", as: Bulk.self).results
        #expect(results.count == 3)
        guard case .pending(let bob) = results[0], case .created(let fay) = results[1],
            case .refused(let problem) = results[2]
        else {
            Issue.record("the outcomes are \(results)")
            return
        }
        #expect(bob.invitee.username == "bob" && fay.invitee.username == "fay")
        #expect(problem.kind == .notAnOwner && problem.status == 403)
    }

    @Test func publications() throws {
        let new = try Fixture.decode("publication-new", as: Publication.self)
        #expect(
            new.version == "1.0" && new.publisher == "ann" && new.via == "key ci" && new.warnings == ["No licence."])
        #expect(new.state == .live && new.stage == .live && new.holdUntil == nil)
        let held = try Fixture.decode("publication-held", as: Publication.self)
        #expect(held.state == .held && held.stage == .received && held.holdUntil.map { $0 > held.createdAt } == true)
        let failed = try Fixture.decode("publication-failed", as: Publication.self)
        #expect(failed.state == .failed && failed.reasons == ["A virus was found."])
        #expect(
            try Fixture.decode("publications", as: Page<Publication>.self).items.map(\.version) == [
                "1.0", "1.1", "1.2",
            ])
    }

    @Test func preferencesBlocksAndSuppressions() throws {
        let preferences = try Fixture.decode("preferences", as: Preferences.self)
        #expect(
            Set(preferences.muted) == [Mute(.publicationLive, package: "Contoso.Utils"), Mute(.publicationReceived)])
        #expect(preferences.mutable.contains(.publicationLive) && !preferences.mutable.contains(.publicationFailed))
        let block = try Fixture.decode("block", as: Block.self)
        #expect(block.inviter == "ann" && block.package == nil && !block.recipient.contains("eve@"))
        #expect(try Fixture.decode("blocks", as: Page<Block>.self).items == [block])
        let suppression = try Fixture.decode("suppression", as: Suppression.self)
        #expect(suppression.reason == "moved" && suppression.email != nil)
        #expect(try Fixture.decode("suppressions", as: Page<Suppression>.self).items.count == 1)
    }

    @Test func contactAndReports() throws {
        let contact = try Fixture.decode("contact", as: ContactReceipt.self)
        #expect(contact.package == "Contoso.Utils" && contact.recipients == 3)
        let report = try Fixture.decode("report", as: Report.self)
        #expect(report.state == .open && report.reason == "malware")
        #expect(try Fixture.decode("reports", as: Page<Report>.self).items == [report])
    }

    @Test func messages() throws {
        let message = try Fixture.decode("message", as: Message.self)
        #expect(message.state == .sent && message.attempts.count == 1 && message.attempts.first?.outcome == "accepted")
        let kinds = try Fixture.decode("messages", as: Page<Message>.self).items.map(\.kind)
        #expect(Set(kinds) == [.invitation, .invitationNotice, .invitationAccepted, .ownerAdded])
    }

    @Test func events() throws {
        let page = try Fixture.decode("events", as: EventPage.self)
        #expect(page.items.map(\.seq) == page.items.map(\.seq).sorted() && page.next == page.items.last?.seq)
        let types = Set(page.items.map(\.type))
        #expect(
            types.isSuperset(of: [
                .webhookCreated, .publicationLive, .ownerAdded, .invitationCreated, .invitationAccepted,
                .publicationHeld,
                .publicationFailed, .preferenceChanged, .blockAdded, .addressSuppressed, .contactSent, .reportReceived,
            ]))
        let added = page.items.last { $0.type == .ownerAdded }
        #expect(added?.data.package == "Contoso.Utils" && added?.data.username == "bob")
        #expect(page.items.first { $0.type == .publicationLive }?.data.version == "1.0")
    }

    @Test func webhooks() throws {
        let new = try Fixture.decode("webhook-new", as: WebhookWithSecret.self)
        #expect(new.secret.text.hasPrefix("whsec_") && new.webhook.state == .active && new.webhook.types == [])
        #expect(try Fixture.decode("webhook", as: Webhook.self) == new.webhook)
        #expect(try Fixture.decode("webhooks", as: Page<Webhook>.self).items == [new.webhook])
        let deliveries = try Fixture.decode("deliveries", as: Page<WebhookDelivery>.self).items
        #expect(!deliveries.isEmpty && deliveries.allSatisfy { $0.event.seq > 0 && !$0.event.id.isEmpty })
    }

    @Test func aRequestOfTheServiceIsGenuine() throws {
        struct Request: Decodable {
            var secret: Secret
            var headers: [String: String]
            var body: String
        }
        let request = try Fixture.decode("webhook-request", as: Request.self)
        let sent = try #require(request.headers["webhook-timestamp"].flatMap(Double.init))
        let verifier = try WebhookVerifier(secrets: [request.secret], now: { Date(timeIntervalSince1970: sent) })
        let event = try verifier.verify(
            body: Array(request.body.utf8), headers: request.headers.map { (name: $0.key, value: $0.value) })
        #expect(event.id == request.headers["webhook-id"])
        #expect(try Fixture.decode("events", as: EventPage.self).items.contains(event))
    }

    @Test func refusals() throws {
        let invalid = try Fixture.decode("problem-invalid", as: Problem.self)
        #expect(
            invalid.kind == .invalid && invalid.status == 422 && invalid.instance?.hasPrefix("/v1/packages/") == true)
        #expect(Set(invalid.errors.map(\.pointer)).isSuperset(of: ["/invitee/email", "/colour", "/invitedBy"]))
        #expect(invalid.detail(of: "/invitee/email") != nil && invalid.detail(of: "/nothing") == nil)
        #expect(try Fixture.decode("problem-last-owner", as: Problem.self).kind == .lastOwner)
        #expect(try Fixture.decode("problem-publication", as: Problem.self).kind.rawValue.hasPrefix("publication-"))
    }
}
