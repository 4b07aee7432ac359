import HTTPTypes
import Links
import Model
import Testing
import Workflows

@testable import Web

@Suite struct LinkTests {
    @Test func aPageSaysWhoAsksForWhatAndUntilWhen() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite(note: "Come <b>along</b>")
            let page = try await site.open(try await site.link(invited.id))
            #expect(page.status == 200)
            for words in [
                "<bdi>bob</bdi> invites you to own <bdi>Contoso.Utils</bdi>", "<bdi>dana</bdi>",
                "Contoso &lt;Gallery&gt;", "https://contoso.example.org", "28 November 2026, 07:00 UTC",
                "Come &lt;b&gt;along&lt;/b&gt;", #"value="accept""#, #"value="decline""#,
                #"<html lang="en" dir="ltr">"#,
            ] {
                #expect(page.text.contains(words), "\(words)")
            }
            #expect(!page.text.contains("dana@example.org"))
            #expect(page.text.components("<h1>") == 1)
            #expect(!page.text.contains("<script"))
            #expect(page.body.count < 30_000)
        }
    }

    @Test func lookingChangesNothing() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            let before = try await site.events()
            for method: HTTPRequest.Method in [.get, .head, .options] {
                for _ in 0..<40 {
                    let headers: HTTPFields = [
                        .userAgent: "Scanner", try #require(HTTPField.Name("Sec-Purpose")): "prefetch",
                    ]
                    let answer = try await site.open(token, method, headers: headers)
                    #expect(answer.status == (method == .options ? 204 : 200))
                }
            }
            #expect(try await site.open(token + "?action=accept").status == 200)
            #expect(try await site.state(invited.id) == .pending)
            #expect(try await site.events() == before)
        }
    }

    @Test func acceptingShowsTheSameAgain() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            for _ in 0..<3 {
                let answer = try await site.press(token, "action=accept")
                #expect(answer.status == 200)
                #expect(answer.text.contains("You own <bdi>Contoso.Utils</bdi> now"))
                #expect(answer.text.contains(#"role="status""#))
                #expect(!answer.text.contains(token))
            }
            #expect(try await site.state(invited.id) == .accepted)
            // A later decision on a spent link shows what was decided.
            let late = try await site.press(token, "action=decline&reason=no")
            #expect(late.status == 200)
            #expect(late.text.contains("You own"))
            #expect(try await site.open(token).status == 410)
            let owners = try await site.call(.get, "/v1/packages/Contoso.Utils/owners")
            let names = (owners.object["owners"] as? [[String: Any]] ?? []).compactMap { $0["username"] as? String }
            #expect(names == ["alice", "bob", "dana"])
            #expect(try await site.events().filter { $0 == "owner.added" }.count == 3)
        }
    }

    @Test func decliningCarriesTheReason() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            let long = String(repeating: "x", count: 501)
            let tooLong = try await site.press(token, "action=decline&reason=\(long)")
            #expect(tooLong.status == 422)
            #expect(tooLong.text.contains(#"role="alert""#))
            #expect(tooLong.text.contains(#"aria-describedby="wrong""#))
            #expect(tooLong.text.contains(long))
            #expect(try await site.state(invited.id) == .pending)
            let answer = try await site.press(token, "reason=one%0D%0Atwo+%3Cb%3E&action=decline")
            #expect(answer.status == 200)
            #expect(answer.text.contains("You declined"))
            let invitation = try await site.call(.get, "/v1/invitations/\(invited.id)")
            #expect(invitation.string("reason") == "one\ntwo <b>")
        }
    }

    @Test func aNoticeCancels() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let notice = try await site.notice(invited.id, to: "alice")
            let page = try await site.open(notice)
            #expect(page.status == 200)
            #expect(page.text.contains(#"value="cancel""#))
            #expect(!page.text.contains(#"value="accept""#))
            #expect(try await site.press(notice, "action=accept").status == 400)
            for _ in 0..<2 { #expect(try await site.press(notice, "action=cancel").status == 200) }
            #expect(try await site.state(invited.id) == .cancelled)
            let link = try await site.link(invited.id)
            #expect(try await site.open(link).status == 410)
            let late = try await site.press(link, "action=accept")
            #expect(late.status == 410)
            #expect(late.text.contains("withdrawn"))
        }
    }

    @Test func linksThatCameTooLate() async throws {
        try await Fixture.run { site in
            let expired = try await site.invite("dana")
            let expiredLink = try await site.link(expired.id)
            let notice = try await site.notice(expired.id, to: "alice")
            let superseded = try await site.invite("erin")
            let old = try await site.link(superseded.id)
            _ = try await site.call(.post, "/v1/invitations/\(superseded.id)/resend", #"{"by": "bob"}"#)
            for answer in [try await site.open(old), try await site.press(old, "action=accept")] {
                #expect(answer.status == 410)
                #expect(answer.text.contains("There is a newer link"))
            }
            #expect(try await site.open(try await site.link(superseded.id)).status == 200)

            let void = try await site.invite("fay")
            let voidLink = try await site.link(void.id)
            _ = try await site.call(.delete, "/v1/packages/Contoso.Utils/owners/bob?by=alice")
            let gone = try await site.press(voidLink, "action=accept")
            #expect(gone.status == 410)
            #expect(gone.text.contains("no longer an owner"))

            site.clock.advance(by: .seconds(8 * 86_400))
            for link in [expiredLink, notice] {
                #expect(try await site.open(link).status == 410)
                let answer = try await site.press(link, link == notice ? "action=cancel" : "action=accept")
                #expect(answer.status == 410)
            }
        }
    }

    @Test func aNoticeIsWorthNothingToWhoNoLongerOwns() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let notice = try await site.notice(invited.id, to: "alice")
            _ = try await site.call(.delete, "/v1/packages/Contoso.Utils/owners/alice?by=bob")
            #expect(try await site.open(notice).status == 410)
            #expect(try await site.press(notice, "action=cancel").status == 410)
            #expect(try await site.state(invited.id) == .pending)
        }
    }

    @Test func aLinkToNothing() async throws {
        try await Fixture.run { site in
            let token = Fixture.keyring.sign(
                LinkClaims(purpose: .invitation, expires: .max, subject: (1, 2), generation: 1))
            let (shown, pressed) = (try await site.open(token), try await site.press(token, "action=accept"))
            #expect(shown.status == 410)
            #expect(pressed.status == 410)
        }
    }

    @Test func tokensThatDoNotVerifyLookAlike() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            let other = Keyring(newest: Keyring.Key(id: 9, secret: Array(repeating: 3, count: 32)))
            let claims = LinkClaims(
                purpose: .invitation, expires: .max, subject: (invited.id.high, invited.id.low), generation: 1)
            let forged = [
                "x", String(token.dropLast()), token + "A", String(token.reversed()), token.lowercased(),
                "%41" + token.dropFirst(),
                token.dropLast() + (token.hasSuffix("A") ? "B" : "A"), other.sign(claims),
                Keyring(newest: Keyring.Key(id: 7, secret: Array(repeating: 3, count: 32))).sign(claims),
            ]
            var pages: Set<String> = []
            for token in forged {
                let answer = try await site.open(token)
                #expect(answer.status == 404)
                pages.insert(answer.text)
                #expect(try await site.press(token, "action=accept").status == 404)
            }
            #expect(pages.count == 1)
            #expect(try await site.state(invited.id) == .pending)
        }
    }

    @Test func aRetiredKeyOpensNothing() async throws {
        try await Fixture.run { site in
            let token = try await site.link(try await site.invite().id)
            let newer = Keyring.Key(id: 8, secret: Array(repeating: 1, count: 32))
            site.keyring.replace(
                with: Keyring(newest: newer, older: [Keyring.Key(id: 7, secret: (1...32).map { UInt8($0) })]))
            #expect(try await site.open(token).status == 200)
            site.keyring.replace(with: Keyring(newest: newer))
            #expect(try await site.open(token).status == 404)
        }
    }

    @Test func fiftyAtOnceAcceptOnce() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await site.another { try await $0.press(token, "action=accept").status } }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(statuses == [200])
            let events = try await site.events()
            #expect(events.filter { $0 == "invitation.accepted" }.count == 1)
            #expect(events.filter { $0 == "owner.added" }.count == 3)
        }
    }

    @Test func aGalleryMayAskForASignedInAccount() async throws {
        try await Fixture.run(settings: ["acceptance": "signed-in", "limits": "none"]) { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            let page = try await site.open(token)
            #expect(page.text.contains("Sign in at"))
            #expect(!page.text.contains(#"value="accept""#))
            #expect(try await site.press(token, "action=accept").status == 403)
            #expect(try await site.state(invited.id) == .pending)
            #expect(try await site.press(token, "action=decline").status == 200)
        }
    }
}

extension String {
    /// How often another text stands in this one.
    func components(_ other: String) -> Int { split(separator: other, omittingEmptySubsequences: false).count - 1 }
}
