package import Links
package import Model
import Storage

/// Signing in by a link that is mailed: what shows that somebody reads the admin's mail, and no more than that.
package struct AdminSignIn: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Mails a link where the address is an admin's.
    ///
    /// Whether it is, whether too many were asked for, or whether the text is an address at all makes no difference that
    /// the caller could see: one transaction that writes, and no word of what came of it.
    ///
    /// - Parameters:
    ///   - typed: What stands in the form.
    ///   - browser: What the asking browser holds; the link works there alone.
    ///   - known: What shows that this address was signed in with in this browser before. Links that it asks for count
    ///     apart: whoever asks for links in the admin's name does not keep the admin from getting one.
    ///   - client: A digest of the client's network address, to be counted, also by itself for each address; nil where
    ///     nothing is counted.
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where the client has sent too many forms, to whatever address.
    package func request(
        _ typed: String, browser: BrowserToken, known: BrowserToken?, next: AdminPath?, client: [UInt8]?
    ) async throws {
        let context = context
        guard let secrets = context.secrets else { throw MissingSecrets() }
        let cause = context.cause()
        let address = try? EmailAddress(typed)
        let key = address.map(Admin.key) ?? Name.fold(String(typed.prefix(300)))
        try await context.database.write { transaction in
            let now = context.clock()
            try transaction.countClient(client, nil, at: now)
            let admin = try address.flatMap { try transaction.admins.find(emailKey: Admin.key(of: $0)) }
            let isKnown = try Self.isKnown(known, admin, transaction, now)
            let asker = isKnown ? known?.text ?? "" : client.map(Base32.encode) ?? ""
            let subject = secrets.digest(of: "\(key) \(asker)", for: Self.counted)
            guard try transaction.rates.take(.signIn, .signIn, subject: subject, at: now) == nil else { return }
            if !isKnown {
                let all = secrets.digest(of: key, for: Self.counted)
                guard try transaction.rates.take(.signIn, .signIns, subject: all, at: now) == nil else { return }
            }
            // Of a gallery whose mail is not held back, where there is one.
            guard let admin, case let galleries = try transaction.roles(of: admin.id).map(\.gallery),
                let gallery = galleries.first(where: { !$0.paused }) ?? galleries.first
            else { return }
            let work = context.work(in: transaction, for: gallery, cause: cause)
            let until = now + AdminLife.link
            let row = AdminSignInRow(
                id: work.newID(), admin: admin.id, browser: browser.digest, expiresAt: until, next: next?.text)
            try transaction.adminSignIns.add(row)
            try work.queue([
                MessageDraft(
                    kind: .adminSignIn, recipient: admin.email, account: 0, locale: nil, about: row.id, generation: 1,
                    facts: MailFacts(package: "", role: .admin, actor: admin.name.text, expires: until), until: until)
            ])
        }
        context.bell.ring()
    }

    private static let counted = "admin-sign-in"

    private static func isKnown(
        _ browser: BrowserToken?, _ admin: Admin?, _ transaction: any Transaction, _ now: Timestamp
    ) throws -> Bool {
        guard let browser, let admin else { return false }
        return try transaction.admins.knows(browser: browser.digest, of: admin.id, at: now)
    }

    /// What a link that verifies leads to.
    package enum Standing: Sendable, Equatable {
        case open(Admin)
        /// It was asked for in another browser.
        case otherBrowser
        case used
        case expired
        /// There is no such link any more, or no such admin.
        case gone
    }

    /// Writes nothing: scanners open links.
    package func show(_ claims: LinkClaims, browser: BrowserToken?) async throws -> Standing {
        let now = context.clock()
        return try await context.database.read { try Self.standing(claims, browser, $0, now).standing }
    }

    private static func standing(
        _ claims: LinkClaims, _ browser: BrowserToken?, _ transaction: any Transaction, _ now: Timestamp
    ) throws -> (standing: Standing, row: AdminSignInRow?) {
        guard let row = try transaction.adminSignIns.find(claims.subjectID),
            let admin = try transaction.admins.find(row.admin)
        else { return (now.seconds >= Int64(claims.expires) ? .expired : .gone, nil) }
        guard row.expiresAt > now, !(row.expiresAt - AdminLife.link).isAhead(of: now) else {
            return (.expired, row)
        }
        guard row.usedAt == nil else { return (.used, row) }
        guard let browser, browser.digest == row.browser else { return (.otherBrowser, row) }
        return (.open(admin), row)
    }

    /// Uses a link up.
    ///
    /// - Parameters:
    ///   - before: What the browser holds of another session; that ends, whoever's it is.
    ///   - client: The network address, for the admin's own list of sessions.
    ///   - agent: The family of the browser.
    /// - Returns: what the browser holds from now on, for a session that waits for the second factor; nil where the link
    ///   does not lead there, with why.
    package func enter(
        _ claims: LinkClaims, browser: BrowserToken?, before: BrowserToken? = nil, client: String?, agent: String
    ) async throws -> (token: BrowserToken?, standing: Standing) {
        let context = context
        let cause = context.cause()
        return try await context.database.write { transaction -> (token: BrowserToken?, standing: Standing) in
            let now = context.clock()
            let (standing, row) = try Self.standing(claims, browser, transaction, now)
            guard case .open(let admin) = standing, let row else { return (nil, standing) }
            guard try transaction.adminSignIns.use(row.id, at: now) else { return (nil, .used) }
            if let before, let old = try transaction.adminSessions.find(hash: before.digest) {
                try transaction.adminSessions.remove(old.id, of: old.admin)
                try context.tell(end: old, by: admin, transaction, cause: cause)
            }
            let token = BrowserToken.make()
            let session = AdminSession(
                id: context.makeID(now), admin: admin.id, stage: .mailbox, createdAt: now, client: client,
                browser: agent, next: row.next)
            try transaction.adminSessions.add(session, hash: token.digest)
            return (token, standing)
        }
    }
}
