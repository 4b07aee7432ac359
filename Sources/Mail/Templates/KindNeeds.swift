import Model

/// What every template of a kind can count on, and whom it is written for.
struct KindNeeds {
    /// Who may receive it; its words are checked for each of them.
    let roles: [MailRole]
    /// Facts that are always there.
    ///
    /// The others stand inside a section of their name.
    let required: VariableSet
    /// Whether it has a link, and so an `action:`.
    let hasLink: Bool

    private init(_ roles: [MailRole], _ required: [Variable], hasLink: Bool = false) {
        self.roles = roles
        self.required = VariableSet(required + [.package, .gallery])
        self.hasLink = hasLink
    }

    static func of(_ kind: MailKind) -> KindNeeds {
        switch kind {
        case .invitation, .invitationReminder: KindNeeds([.invitee], [.inviter, .expires], hasLink: true)
        case .invitationNotice: KindNeeds([.owner], [.inviter, .expires], hasLink: true)
        case .invitationAccepted, .invitationDeclined, .invitationExpired, .invitationUndeliverable:
            KindNeeds([.inviter], [])
        case .invitationCancelled: KindNeeds([.invitee], [.inviter])
        case .ownerAdded: KindNeeds([.invitee, .owner], [])
        case .ownerRemoved: KindNeeds([.removed, .owner], [.invitee])
        }
    }
}
