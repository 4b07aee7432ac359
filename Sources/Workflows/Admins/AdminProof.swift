package import Links
package import Model
import Storage

/// The second factor: a code of the admin's authenticator app, or one of the codes kept for when that is lost.
package struct AdminProof: Sendable {
    let context: WorkflowContext
    let life: AdminLife

    package init(_ context: WorkflowContext, life: AdminLife = AdminLife()) {
        self.context = context
        self.life = life
    }

    /// What a browser holds once somebody has proved who they are.
    package struct Pass: Sendable {
        /// Of the session; always a new one.
        package var token: BrowserToken
        /// By which the browser is known as the admin's from now on; nil where it was before.
        package var known: BrowserToken?
        /// Where the admin was going.
        package var next: AdminPath?
    }

    package enum Outcome: Sendable {
        case right(Pass)
        /// - Parameter left: How many more tries the session has.
        case wrong(left: Int)
        case wait(Duration)
        /// There is no session, or too many codes were wrong: a new link is needed.
        case over
        /// There is no second factor yet.
        case notEnrolled
    }

    /// Checks a code, and counts a wrong one.
    ///
    /// A right one begins a new session, whether the browser was halfway or signed in: what it held before is void.
    ///
    /// - Parameters:
    ///   - typed: Six digits, or a backup code.
    ///   - known: What shows that the browser is one that the admin has signed in with: there, the codes that others have
    ///     guessed wrongly elsewhere cost no wait.
    package func prove(_ typed: String, _ token: BrowserToken, known: BrowserToken?) async throws -> Outcome {
        let (context, life) = (context, life)
        guard let secrets = context.secrets else { throw MissingSecrets() }
        let cause = context.cause()
        return try await context.database.write { transaction -> Outcome in
            let now = context.clock()
            guard let found = try Halfway.load(token, transaction, life, now) else { return .over }
            guard let sealed = found.credentials.secret else { return .notEnrolled }
            let isKnown =
                try known.map { try transaction.admins.knows(browser: $0.digest, of: found.admin.id, at: now) } ?? false
            if !isKnown, let wait = found.credentials.backOff.wait(at: now) { return .wait(wait) }
            let secret = try secrets.open(sealed, for: AdminSeal.owner(found.admin.id))
            let means = try Self.use(typed, secret, found, transaction, secrets, now)
            guard let means else {
                if !isKnown {
                    try transaction.admins.keep(found.credentials.backOff.failing(at: now), of: found.admin.id)
                }
                try context.tell(.adminRefused, found.admin, reason: "a wrong code", transaction, cause: cause)
                return try found.fail(transaction)
            }
            let again = found.session.stage == .full ? "again: " : ""
            try context.tell(.adminSignedIn, found.admin, via: again + means, transaction, cause: cause)
            return .right(try found.pass(context, transaction, isKnown: isKnown, now))
        }
    }

    /// - Returns: what it was that was right, in our words; it is used up. Nil where nothing was.
    private static func use(
        _ typed: String, _ secret: [UInt8], _ found: Halfway, _ transaction: any Transaction,
        _ secrets: ServiceSecrets, _ now: Timestamp
    ) throws -> String? {
        let digits = String(typed.filter { !$0.isWhitespace })
        if let step = TimeCode(secret: secret).accepts(digits, at: now.seconds, after: found.credentials.lastStep) {
            let plausible = TimeCode.lastPlausible(at: now.seconds)
            return try transaction.admins.use(step: step, plausible: plausible, of: found.admin.id)
                ? "authenticator app" : nil
        }
        guard let hash = BackupCode.hash(typed, of: found.admin.id.bytes, secrets),
            try transaction.admins.use(code: hash, of: found.admin.id)
        else { return nil }
        return "backup code"
    }
}

/// Whose the sealed secrets of an admin are; they open for nobody else.
enum AdminSeal {
    static func owner(_ admin: Identifier) -> [UInt8] { Array("admin\0".utf8) + admin.bytes }
}

/// A session that is good, with whose it is.
struct Halfway {
    var session: AdminSession
    var admin: Admin
    var credentials: AdminCredentials

    static func load(
        _ token: BrowserToken, _ transaction: any Transaction, _ life: AdminLife, _ now: Timestamp
    ) throws -> Halfway? {
        guard let session = try transaction.adminSessions.find(hash: token.digest),
            session.standing(life, at: now) == .good, let admin = try transaction.admins.find(session.admin),
            let credentials = try transaction.admins.credentials(of: admin.id)
        else { return nil }
        return Halfway(session: session, admin: admin, credentials: credentials)
    }

    /// Counts a wrong code; the session ends with the last that it has.
    func fail(_ transaction: any Transaction) throws -> AdminProof.Outcome {
        let failures = session.failures + 1
        guard failures < AdminSession.mostFailures else {
            try transaction.adminSessions.remove(session.id, of: admin.id)
            return .over
        }
        try transaction.adminSessions.setFailures(failures, of: session.id)
        return .wrong(left: AdminSession.mostFailures - failures)
    }

    /// The session with all rights in place of this one.
    func pass(
        _ context: WorkflowContext, _ transaction: any Transaction, isKnown: Bool, _ now: Timestamp
    ) throws -> AdminProof.Pass {
        let token = BrowserToken.make()
        let full = AdminSession(
            id: context.makeID(now), admin: admin.id, stage: .full,
            createdAt: session.stage == .full ? session.createdAt : now, usedAt: now, provedAt: now,
            client: session.client, browser: session.browser)
        try transaction.adminSessions.replace(session.id, with: full, hash: token.digest)
        let known = isKnown ? nil : BrowserToken.make()
        if let known {
            try transaction.admins.remember(browser: known.digest, of: admin.id, until: now + AdminLife.known)
        }
        return AdminProof.Pass(token: token, known: known, next: AdminPath(session.next))
    }
}
