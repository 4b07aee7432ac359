/// A report of the public form whose address is not confirmed yet: nobody reads it before.
package struct ReportDraft: Sendable, Equatable {
    package var id: Identifier
    /// As it was written; the gallery may never have told of it.
    package var package: Name
    /// Nil once it was erased.
    package var email: EmailAddress?
    package var reason: String
    /// Untrusted plain text of at most 4000 scalars.
    package var message: String?
    package var createdAt: Timestamp

    package init(
        id: Identifier, package: Name, email: EmailAddress?, reason: String, message: String?, createdAt: Timestamp
    ) {
        self.id = id
        self.package = package
        self.email = email
        self.reason = reason
        self.message = message
        self.createdAt = createdAt
    }

    /// How soon the same words of the same person are asked about again: as soon as the same claim.
    package static let coolDown = RecoveryCase.coolDown

    /// How long it waits before it is forgotten.
    package static let life: Duration = .seconds(7 * 86_400)

    package var end: Timestamp { createdAt + Self.life }

    /// The mail that asks whether the address is right; it quotes nothing of the report.
    package func confirmation(to address: EmailAddress) -> MessageDraft {
        MessageDraft(
            kind: .recoveryConfirmAddress, recipient: address, account: 0, locale: nil, about: id, generation: 1,
            facts: MailFacts(package: package.text, role: .sender, expires: end), until: end)
    }

    /// The report that it becomes.
    ///
    /// - Parameter package: As it is known by then.
    package func report(of package: KnownPackage, at now: Timestamp) -> AbuseReport {
        AbuseReport(
            id: id, package: package, reporter: nil, email: email, reason: reason, message: message, createdAt: now)
    }
}

/// What people report a package for, as the public form offers it.
package enum ReportTopic: String, Sendable, CaseIterable {
    case malware, impersonation, vulnerability, licence, spam, other

    /// As it is stored and mailed.
    package var words: String {
        switch self {
        case .malware: "It does harm: malware, theft of data or keys"
        case .impersonation: "It pretends to be another package or person"
        case .vulnerability: "It has a weakness that its owners do not mend"
        case .licence: "It breaks a licence or a copyright"
        case .spam: "It is spam, or of no use but advertising"
        case .other: "Something else"
        }
    }
}
