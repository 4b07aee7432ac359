import JSONText
import Model
import Storage

extension Export {
    /// Whether the address is an admin's, of which galleries, and where they are signed in.
    ///
    /// A gallery that asks for itself is not told from where: that is nobody's but the admin's, and the operator's.
    mutating func admins() async throws {
        try stream.begin("admins")
        let pattern = pattern
        let found = try await look { transaction in
            try transaction.admins.list().filter { pattern.isSame($0.email) }.map { admin in
                (admin, try transaction.roles(of: admin.id), try transaction.adminSessions.list(of: admin.id))
            }
        }
        for (admin, roles, sessions) in found {
            let roles = roles.filter { gallery == nil || $0.gallery.id == gallery }
            guard !roles.isEmpty else { continue }
            let isWhole = gallery == nil
            try stream.item { writer in
                writer.field("name", admin.name.text)
                writer.field("email", admin.email.text)
                writer.field("createdAt", admin.createdAt)
                writer.key("galleries")
                writer.openArray()
                for role in roles { writer.string(role.gallery.slug) }
                writer.closeArray()
                guard isWhole else { return }
                writer.key("sessions")
                writer.openArray()
                for session in sessions {
                    writer.open()
                    writer.field("createdAt", session.createdAt)
                    writer.field("usedAt", session.usedAt)
                    writer.field("browser", session.browser)
                    if let client = session.client { writer.field("client", client) }
                    writer.close()
                }
                writer.closeArray()
            }
        }
        try stream.end()
    }
}
