import Model

/// What every template of a kind can count on, and whom it is written for.
struct KindNeeds {
    /// Who may receive it; its words are checked for each of them.
    let roles: [MailRole]
    /// Facts that are always there.
    ///
    /// The others stand inside a section of their name.
    let required: VariableSet
    /// The readers whose mail has a link, and so an `action:`.
    let linked: Set<MailRole>

    private init(_ roles: [MailRole], _ required: [Variable], linked: Set<MailRole> = []) {
        self.roles = roles
        self.required = VariableSet(required + [.gallery])
        self.linked = linked
    }

    func hasLink(for role: MailRole) -> Bool { linked.contains(role) }

    static func of(_ kind: MailKind) -> KindNeeds {
        switch kind {
        case .invitation, .invitationReminder:
            KindNeeds([.invitee], [.package, .inviter, .expires], linked: [.invitee])
        case .invitationNotice: KindNeeds([.owner], [.package, .inviter, .expires], linked: [.owner])
        case .invitationAccepted: KindNeeds([.inviter, .invitee, .owner], [.package])
        case .invitationDeclined, .invitationExpired, .invitationUndeliverable:
            KindNeeds([.inviter], [.package])
        case .invitationCancelled: KindNeeds([.invitee], [.package, .inviter])
        case .ownerAdded: KindNeeds([.invitee, .owner], [.package], linked: [.invitee])
        case .ownerRemoved: KindNeeds([.removed, .owner], [.package, .invitee])
        case .transferCompleted:
            KindNeeds([.invitee, .inviter, .owner], [.package, .inviter, .invitee], linked: [.invitee])
        case .publicationReceived, .publicationLive, .publicationFailed, .publicationDelayed, .publicationWithdrawn,
            .publicationConfirmed:
            KindNeeds([.owner, .publisher], [.package, .version, .publisher])
        case .publicationConfirm:
            KindNeeds(
                [.owner, .publisher], [.package, .version, .publisher, .expires], linked: [.owner, .publisher])
        case .publicationDigest: KindNeeds([.owner], [.package, .lines])
        case .contactOwners: KindNeeds([.owner, .sender], [.package], linked: [.owner])
        case .abuseReport: KindNeeds([.abuse], [.package])
        case .preferencesChanged: KindNeeds([.owner], [])
        case .recoveryConfirmAddress:
            KindNeeds([.claimant, .sender], [.package, .expires], linked: [.claimant, .sender])
        case .recoveryOpened: KindNeeds([.claimant], [.package], linked: [.claimant])
        case .recoveryContact: KindNeeds([.owner], [.package], linked: [.owner])
        case .recoveryObjection:
            KindNeeds([.claimant, .owner, .admin], [.package], linked: [.claimant, .admin])
        case .recoveryStatus: KindNeeds([.claimant, .owner, .admin], [.package], linked: [.claimant, .admin])
        case .recoveryGranted: KindNeeds([.claimant, .owner], [.package], linked: [.claimant, .owner])
        case .recoveryDenied: KindNeeds([.claimant, .owner], [.package], linked: [.claimant])
        case .recoveryInvitation: KindNeeds([.invitee], [.package, .inviter, .expires], linked: [.invitee])
        case .adminDigest: KindNeeds([.admin], [.count], linked: [.admin])
        case .adminSignIn: KindNeeds([.admin], [.actor, .expires], linked: [.admin])
        }
    }
}
