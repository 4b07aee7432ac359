extension Migration {
    /// What finds those who accepted by address alone, and whose account is not named yet.
    static let unnamed = Migration(number: 7) { _ in
        [
            """
            CREATE INDEX invitations_unnamed ON invitations (package_number, email)
            WHERE state = 'accepted' AND invitee_number IS NULL
            """
        ]
    }
}
