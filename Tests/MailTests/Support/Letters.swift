import Model

@testable import Mail

/// Templates as packaged, loaded once for all tests.
enum Packaged {
    static let library = Result { () throws(TemplateError) in try TemplateLibrary(folders: [Place.templates]) }
}

extension Letter {
    static let sampleLink = "http://127.0.0.1:8080/c/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQrStUv"
    static let sampleSettingsLink = "http://127.0.0.1:8080/u/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQr"

    /// - Parameter change: What is particular in the facts.
    static func sample(
        _ kind: MailKind = .invitation, role: MailRole = .invitee, package: String = "Contoso.Utils",
        inviter: String? = "bob", invitee: String? = "ann", actor: String? = nil, note: String? = nil,
        reason: String? = nil, gallery: String = "Example Gallery", colour: String? = nil, locales: [String] = [],
        replyTo: String? = nil, change: (inout MailFacts) -> Void = { _ in }
    ) throws -> Letter {
        var facts = MailFacts(
            package: package, role: role, inviter: inviter, invitee: invitee, actor: actor, note: note,
            reason: reason, expires: Timestamp(seconds: 1_795_849_392))
        facts.version = "2.1.0"
        facts.publisher = "bob"
        facts.sender = "dave"
        facts.lines = [DigestLine(version: "2.1.0", state: "live", publisher: "bob")]
        facts.packageNumber = 7
        facts.replyTo = replyTo
        facts.count = 1
        facts.due = [DueLine(package: "Contoso.Utils", why: .decision, at: 1_795_244_592_000, assignee: "Grace")]
        if kind == .adminSignIn, facts.actor == nil { facts.actor = "root" }
        change(&facts)
        return Letter(
            kind: kind, locales: locales,
            gallery: GalleryFace(name: gallery, slug: "example", url: "https://gallery.example", colour: colour),
            from: try EmailAddress("noreply@gallery.example"), to: try EmailAddress("ann@example.org"),
            messageID: "01938f3e-7a00-7000-8000-000000000001@gallery.example",
            date: Timestamp(seconds: 1_795_244_592), facts: facts,
            link: KindNeeds.of(kind).hasLink(for: role) ? sampleLink : nil,
            replyTo: try replyTo.map { try EmailAddress($0) },
            settingsLink: kind.isMutable ? sampleSettingsLink : nil)
    }
}
