import Foundation
import MailCatcher
import Model

/// The journey of one invitation, step by step, as its people and machines would go it.
///
/// Stops at the first step that fails.
struct DemoJourney: Sendable {
    let scene: DemoScene

    func run() async throws {
        let steps = Steps()
        let invitation = try await steps.run("invite: POST an invitation") {
            let answer = try await scene.invite()
            guard let id = try answer.json()["id"] as? String else { throw Failure("the invitation has no id") }
            return (id, "201, invitation \(id)")
        }
        let mail = try await steps.run("smtp: the mail arrives over STARTTLS with a login") {
            let mail = try await arrival(to: DemoScene.inviteeAddress)
            guard mail.tls, mail.user != nil else { throw Failure("the relay was spoken to without TLS or login") }
            return (mail, "“\(mail.subject)”")
        }
        let link = try await steps.run("link: taken from the text of the mail") {
            guard
                let line = mail.text.split(whereSeparator: \.isNewline).first(where: {
                    $0.hasPrefix("http") && $0.contains("/c/")
                })
            else { throw Failure("no line of the mail's text is a link") }
            return (String(line), "\(line.prefix(line.count - 60))…")
        }
        try await steps.run("page: GET shows it and changes nothing") {
            let page = try await scene.request("GET", link, expecting: 200)
            _ = try await scene.request("HEAD", link, expecting: 200)
            guard page.body.contains(DemoScene.package) else { throw Failure("the page does not name the package") }
            return ((), "200")
        }
        try await steps.run("accept: POST the button") {
            let form = ("action=accept", "application/x-www-form-urlencoded")
            _ = try await scene.request("POST", link, body: form, expecting: 200)
            _ = try await scene.request("POST", link, body: form, expecting: 200)
            return ((), "200, and the same again")
        }
        try await steps.run("accepted: the API says so") {
            let answer = try await scene.call("GET", "/v1/invitations/\(invitation)", expecting: 200)
            guard try answer.json()["state"] as? String == "accepted" else {
                throw Failure("the invitation is not accepted")
            }
            return ((), "accepted")
        }
        try await steps.run("owner: the owners list has the new owner") {
            let answer = try await scene.call("GET", "/v1/packages/\(DemoScene.package)/owners", expecting: 200)
            let owners = try (answer.json()["owners"] as? [[String: Any]] ?? []).compactMap {
                $0["username"] as? String
            }
            guard owners.contains(DemoScene.invitee) else { throw Failure("the owners are \(owners)") }
            return ((), owners.joined(separator: ", "))
        }
        try await steps.run("events: in order") {
            let answer = try await scene.call("GET", "/v1/events?after=0", expecting: 200)
            let types = try (answer.json()["items"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
            let wanted = ["invitation.created", "invitation.accepted", "owner.added"]
            let found = types.drop { $0 != "invitation.created" }.filter(wanted.contains)
            guard found.starts(with: wanted) else { throw Failure("the events are \(types)") }
            return ((), wanted.joined(separator: ", "))
        }
        try await steps.run("heard: everybody who should hear does") {
            for address in ["ann@example.org", "carol@example.org", DemoScene.inviteeAddress] {
                _ = try await arrival(to: address, after: mail.number)
            }
            return ((), "ann, carol and bob have mail")
        }
        steps.finish()
    }

    /// The next mail to an address, or a failure after ten seconds.
    private func arrival(to address: String, after number: Int = 0) async throws -> CaughtMessage {
        try await withThrowingTaskGroup(of: CaughtMessage.self) { group in
            group.addTask { await scene.mailbox.next(after: number, to: address) }
            group.addTask {
                try await Task.sleep(for: .seconds(10))
                throw Failure("no mail came within ten seconds")
            }
            guard let mail = try await group.next() else { throw Failure("no mail came") }
            group.cancelAll()
            return mail
        }
    }
}

/// Prints each step with the time that it took.
private final class Steps: Sendable {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    init() { start = clock.now }

    @discardableResult
    func run<Result>(_ name: String, _ step: () async throws -> (Result, String)) async throws -> Result {
        let began = clock.now
        do {
            let (result, words) = try await step()
            Terminal.line("ok      \(Self.milliseconds(clock.now - began))  \(name): \(words)")
            return result
        } catch {
            Terminal.line("FAILED  \(Self.milliseconds(clock.now - began))  \(name)")
            throw (error as? Failure) ?? Failure("\(error)")
        }
    }

    func finish() {
        Terminal.line("done in \(Self.milliseconds(clock.now - start).trimmingCharacters(in: .whitespaces))")
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let text = "\(duration.milliseconds) ms"
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }
}
