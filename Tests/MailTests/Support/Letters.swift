import Model

@testable import Mail

/// Templates as packaged, loaded once for all tests.
enum Packaged {
    static let library = Result { () throws(TemplateError) in try TemplateLibrary(folders: [Place.templates]) }
}

extension Letter {
    static let sampleLink = "http://127.0.0.1:8080/c/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQrStUv"

    static func sample(
        _ kind: MailKind = .invitation, role: MailRole = .invitee, package: String = "Contoso.Utils",
        inviter: String? = "bob", invitee: String? = "ann", actor: String? = nil, note: String? = nil,
        reason: String? = nil, gallery: String = "Example Gallery", colour: String? = nil, locales: [String] = []
    ) throws -> Letter {
        Letter(
            kind: kind, locales: locales,
            gallery: GalleryFace(name: gallery, slug: "example", url: "https://gallery.example", colour: colour),
            from: try EmailAddress("noreply@gallery.example"), to: try EmailAddress("ann@example.org"),
            messageID: "01938f3e-7a00-7000-8000-000000000001@gallery.example",
            date: Timestamp(seconds: 1_795_244_592),
            facts: MailFacts(
                package: package, role: role, inviter: inviter, invitee: invitee, actor: actor, note: note,
                reason: reason, expires: Timestamp(seconds: 1_795_849_392)),
            link: KindNeeds.of(kind).hasLink ? sampleLink : nil)
    }
}
