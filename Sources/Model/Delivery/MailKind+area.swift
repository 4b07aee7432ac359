extension MailKind {
    /// What the thing is that a mail of this kind is about.
    package enum Area: Sendable {
        case invitation, publication, recovery, none
    }

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
