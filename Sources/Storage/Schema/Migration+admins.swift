extension Migration {
    /// Admins, what they sign in with, and the browsers in which they are signed in.
    ///
    /// Of links, sessions and codes there are digests alone; what makes one-time codes is sealed with a key that is not
    /// in the database.
    static let admins = Migration(number: 8) { dialect in
        let int = dialect.integer
        let blob = dialect.blob
        let end = dialect.tableOptions
        return [
            """
            CREATE TABLE admins (
                id \(blob) PRIMARY KEY, email \(dialect.text) NOT NULL, email_key \(dialect.text) NOT NULL UNIQUE, name \(dialect.text) NOT NULL,
                name_key \(dialect.text) NOT NULL UNIQUE, is_operator \(int) NOT NULL, created_at \(int) NOT NULL,
                setup_hash \(blob), setup_until \(int), secret \(blob), last_step \(int), enrolled_at \(int),
                failures \(int) NOT NULL DEFAULT 0, failed_at \(int))\(end)
            """,
            """
            CREATE TABLE admin_roles (
                admin_id \(blob) NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
                gallery_id \(blob) NOT NULL REFERENCES galleries (id), scopes \(dialect.text) NOT NULL,
                PRIMARY KEY (admin_id, gallery_id))\(end)
            """,
            "CREATE INDEX admin_roles_of_gallery ON admin_roles (gallery_id, admin_id)",
            """
            CREATE TABLE admin_codes (
                admin_id \(blob) NOT NULL REFERENCES admins (id) ON DELETE CASCADE, hash \(blob) NOT NULL,
                PRIMARY KEY (admin_id, hash))\(end)
            """,
            """
            CREATE TABLE admin_sign_ins (
                id \(blob) PRIMARY KEY, admin_id \(blob) NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
                browser \(blob) NOT NULL, expires_at \(int) NOT NULL, used_at \(int), next \(dialect.text))\(end)
            """,
            "CREATE INDEX admin_sign_ins_over ON admin_sign_ins (expires_at)",
            "CREATE INDEX admin_sign_ins_of_admin ON admin_sign_ins (admin_id)",
            // Browsers that an admin has signed in with before: what others ask for in the admin's name counts apart.
            """
            CREATE TABLE admin_browsers (
                hash \(blob) PRIMARY KEY, admin_id \(blob) NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
                until \(int) NOT NULL)\(end)
            """,
            "CREATE INDEX admin_browsers_of_admin ON admin_browsers (admin_id)",
            "CREATE INDEX admin_browsers_over ON admin_browsers (until)",
            """
            CREATE TABLE admin_sessions (
                id \(blob) PRIMARY KEY, hash \(blob) NOT NULL UNIQUE,
                admin_id \(blob) NOT NULL REFERENCES admins (id) ON DELETE CASCADE, stage \(dialect.text) NOT NULL,
                created_at \(int) NOT NULL, used_at \(int) NOT NULL, proved_at \(int), failures \(int) NOT NULL,
                client \(dialect.text), browser \(dialect.text) NOT NULL, next \(dialect.text), secret \(blob))\(end)
            """,
            "CREATE INDEX admin_sessions_of_admin ON admin_sessions (admin_id, id)",
            "CREATE INDEX admin_sessions_over ON admin_sessions (created_at)",
        ]
    }
}
