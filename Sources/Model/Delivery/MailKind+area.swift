extension MailKind {
    /// What the thing is that a mail of this kind is about.
    package enum Area: Sendable {
        case invitation, publication, recovery, none
    }

    /// Those that only a key with the scope `admin` reads of: recovery cases, which are for admins, and what goes to
    /// admins themselves.
    package static let withheld = Set(
        allCases.filter { $0.area == .recovery || $0 == .adminDigest || $0 == .adminSignIn })

    package var area: Area {
        switch self {
        case .invitation, .invitationReminder, .invitationNotice, .invitationAccepted, .invitationDeclined,
            .invitationCancelled, .invitationExpired, .invitationUndeliverable, .ownerAdded, .transferCompleted,
            .recoveryInvitation:
            .invitation
        case .publicationReceived, .publicationLive, .publicationFailed, .publicationDelayed, .publicationWithdrawn,
            .publicationConfirm, .publicationConfirmed:
            .publication
        case .recoveryConfirmAddress, .recoveryOpened, .recoveryContact, .recoveryObjection, .recoveryStatus,
            .recoveryGranted, .recoveryDenied:
            .recovery
        case .ownerRemoved, .publicationDigest, .contactOwners, .abuseReport, .preferencesChanged, .adminDigest,
            .adminSignIn:
            .none
        }
    }
}
