import Links
import Model
import Storage
import Workflows

/// What others do, by an API key that counts, and the mail that it causes.
extension House {
    private static let key = Identifier(high: 0x7000, low: 0x8000_0000_0000_0077)

    func publish(
        _ version: String, _ stage: PublicationStage = .live, by publisher: String = "bob",
        package: String = "left-pad"
    ) async throws {
        let answer = try await Publications(context).publish(
            PublishCommand(
                package: package, version: VersionText(version), publisher: Self.account(publisher),
                report: PublicationReport(stage: stage)), gallery: gallery, key: Self.key
        ) { outcome in
            guard case .created = outcome else { throw Unexpected(what: "\(outcome)") }
            return KeptAnswer(status: 201, body: [])
        }
        guard answer.answer.status == 201 else { throw Unexpected() }
    }

    func remove(
        _ username: String, by owner: String, gallery: Identifier? = nil
    ) async throws -> Refusal? {
        try await Owners(context).remove(
            username, from: "left-pad", by: .owner(owner), gallery: gallery ?? self.gallery, key: Self.key)
    }

    func write(
        _ words: String, from sender: String, about package: String = "left-pad"
    ) async throws
        -> String
    {
        let answer = try await Letters(context).contact(
            ContactCommand(
                package: package, sender: Self.account(sender), message: PlainText(words), sharesAddress: false),
            gallery: gallery, key: Self.key, once: nil
        ) { outcome in
            switch outcome {
            case .sent(let contact): KeptAnswer(status: 201, body: Array("sent \(contact.recipients)".utf8))
            case .known: KeptAnswer(status: 200, body: Array("known".utf8))
            case .refused(let refusal): Self.answer(refusal)
            }
        }
        return String(decoding: answer.answer.body, as: UTF8.self)
    }

    func report(about package: String = "left-pad", _ reason: String = "malware") async throws -> String {
        let answer = try await Letters(context).report(
            ReportCommand(package: package, reporter: nil, reason: PlainText(reason), message: nil),
            gallery: gallery, key: Self.key, once: nil
        ) { outcome in
            switch outcome {
            case .received: KeptAnswer(status: 201, body: Array("received".utf8))
            case .refused(let refusal): Self.answer(refusal)
            }
        }
        return String(decoding: answer.answer.body, as: UTF8.self)
    }

    private static func answer(_ refusal: Refusal) -> KeptAnswer {
        var words = "\(refusal)"
        if case .limited(let name, let wait) = refusal { words = "limited \(name) \(wait.secondsRoundedUp)" }
        return KeptAnswer(status: 409, body: Array(words.utf8))
    }

    func messages(_ kind: MailKind) async throws -> [Message] {
        try await Messages(context).list(gallery: gallery, about: nil, state: nil, after: nil, limit: 500)
            .items.map(\.message).filter { $0.kind == kind }
    }

    /// The link in the newest message to an owner.
    func contactLink(to owner: String) async throws -> LinkClaims {
        let found = try await messages(.contactOwners).last { $0.recipient.local == owner }
        guard let message = found, let secrets = context.secrets else { throw Unexpected() }
        let subject = ContactSubject(
            sender: message.facts.senderNumber ?? 0, package: message.facts.packageNumber ?? 0,
            mailbox: secrets.digest(of: message.recipient.text, for: ContactSubject.digestPurpose))
        return LinkClaims(
            purpose: .contact, expires: UInt32((message.facts.expires ?? 0) / 1000), subject: subject.claims,
            recipient: UInt32(message.account), generation: 1)
    }
}
