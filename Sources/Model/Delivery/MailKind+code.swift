extension MailKind {
    /// Its number in links about preferences.
    ///
    /// Links that were sent carry it: a number is never given to another kind, and none is used again.
    package var code: UInt8 {
        switch self {
        case .invitation: 1
        case .invitationReminder: 2
        case .invitationNotice: 3
        case .invitationAccepted: 4
        case .invitationDeclined: 5
        case .invitationCancelled: 6
        case .invitationExpired: 7
        case .invitationUndeliverable: 8
        case .ownerAdded: 9
        case .ownerRemoved: 10
        case .transferCompleted: 11
        case .publicationReceived: 12
        case .publicationLive: 13
        case .publicationFailed: 14
        case .publicationDelayed: 15
        case .publicationWithdrawn: 16
        case .publicationConfirm: 17
        case .publicationConfirmed: 18
        case .publicationDigest: 19
        case .contactOwners: 20
        case .abuseReport: 21
        case .preferencesChanged: 22
        case .recoveryConfirmAddress: 24
        case .recoveryOpened: 25
        case .recoveryContact: 26
        case .recoveryObjection: 27
        case .recoveryStatus: 28
        case .recoveryGranted: 29
        case .recoveryDenied: 30
        case .recoveryInvitation: 31
        case .adminDigest: 32
        case .adminSignIn: 40
        }
    }

    /// - Parameter code: A ``code``; nil for a number that no kind has.
    package init?(code: UInt8) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }
}
