package import Links
package import Model
import Storage

/// Getting a second factor, once: the link in a mail does not do for it, the code that `admin add` printed is needed too.
package struct AdminEnrolment: Sendable {
    let context: WorkflowContext
    let life: AdminLife

    package init(_ context: WorkflowContext, life: AdminLife = AdminLife()) {
        self.context = context
        self.life = life
    }

    /// What an authenticator app is to be given.
    package struct Offer: Sendable, Equatable {
        package var admin: Admin
        /// In base 32, as apps take it.
        package var secret: String

        /// As apps read it from a picture.
        ///
        /// - Parameter issuer: What the app calls the service: letters, digits, dots and hyphens.
        package func uri(issuer: String) -> String {
            let label = String(decoding: admin.name.text.utf8.flatMap(Self.escaped), as: UTF8.self)
            return "otpauth://totp/\(issuer):\(label)?secret=\(secret)&issuer=\(issuer)"
                + "&algorithm=SHA1&digits=\(TimeCode.digits)&period=\(TimeCode.period)"
        }

        private static func escaped(_ byte: UInt8) -> [UInt8] {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                [byte]
            default: Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8)
            }
        }
    }

    package enum Outcome: Sendable {
        case offer(Offer)
        case wrong(left: Int)
        case wait(Duration)
        /// There is no such session, or it ended.
        case over
        /// The code is too old: `countersign admin reset` makes a new one.
        case tooOld
        /// There is a second factor already.
        case enrolled
    }

    /// What is being enrolled in a session; nil where nothing is yet.
    package func offer(_ token: BrowserToken) async throws -> Offer? {
        let (context, life) = (context, life)
        guard let secrets = context.secrets else { throw MissingSecrets() }
        return try await context.database.read { transaction in
            guard let found = try Halfway.load(token, transaction, life, context.clock()),
                found.credentials.secret == nil
            else { return nil }
            return try Self.offer(found, transaction, secrets)
        }
    }

    private static func offer(
        _ found: Halfway, _ transaction: any Transaction, _ secrets: ServiceSecrets
    ) throws -> Offer? {
        guard let sealed = try transaction.adminSessions.secret(of: found.session.id) else { return nil }
        let secret = try secrets.open(sealed, for: AdminSeal.owner(found.admin.id))
        return Offer(admin: found.admin, secret: Base32.encode(secret))
    }

    /// Checks the code that was printed; a right one makes a secret, which holds once a code that is made of it is typed.
    package func begin(_ typed: String, _ token: BrowserToken) async throws -> Outcome {
        let (context, life) = (context, life)
        guard let secrets = context.secrets else { throw MissingSecrets() }
        let cause = context.cause()
        return try await context.database.write { transaction -> Outcome in
            let now = context.clock()
            guard let found = try Halfway.load(token, transaction, life, now) else { return .over }
            guard found.credentials.secret == nil, let hash = found.credentials.setupHash else { return .enrolled }
            if let wait = found.credentials.backOff.wait(at: now) { return .wait(wait) }
            guard let until = found.credentials.setupUntil, now < until else { return .tooOld }
            guard ConstantTime.isEqual(SetupCode.hash(typed), hash) else {
                try transaction.admins.keep(found.credentials.backOff.failing(at: now), of: found.admin.id)
                try context.tell(.adminRefused, found.admin, reason: "a wrong setup code", transaction, cause: cause)
                switch try found.fail(transaction) {
                case .wrong(let left): return .wrong(left: left)
                case .right, .wait, .over, .notEnrolled: return .over
                }
            }
            let secret = TimeCode.makeSecret()
            try transaction.adminSessions.setSecret(
                try secrets.seal(secret, for: AdminSeal.owner(found.admin.id)), of: found.session.id)
            try transaction.adminSessions.setFailures(0, of: found.session.id)
            return .offer(Offer(admin: found.admin, secret: Base32.encode(secret)))
        }
    }

    package enum Ending: Sendable {
        /// The backup codes are nowhere to be had again.
        case done(AdminProof.Pass, codes: [String])
        case wrong(left: Int)
        case over
        /// Nothing is being enrolled in this session.
        case notBegun
    }

    /// Checks the first code of the app; a right one enrols, and signs in.
    package func finish(_ typed: String, _ token: BrowserToken) async throws -> Ending {
        let (context, life) = (context, life)
        guard let secrets = context.secrets else { throw MissingSecrets() }
        let cause = context.cause()
        return try await context.database.write { transaction -> Ending in
            let now = context.clock()
            guard let found = try Halfway.load(token, transaction, life, now) else { return .over }
            // The setup code may have been used in another session meanwhile.
            guard found.credentials.secret == nil, found.credentials.setupHash != nil,
                let sealed = try transaction.adminSessions.secret(of: found.session.id)
            else { return .notBegun }
            let secret = try secrets.open(sealed, for: AdminSeal.owner(found.admin.id))
            let digits = String(typed.filter { !$0.isWhitespace })
            guard let step = TimeCode(secret: secret).accepts(digits, at: now.seconds, after: nil) else {
                try context.tell(
                    .adminRefused, found.admin, reason: "a wrong first code", transaction, cause: cause)
                switch try found.fail(transaction) {
                case .wrong(let left): return .wrong(left: left)
                case .right, .wait, .over, .notEnrolled: return .over
                }
            }
            let codes = BackupCode.make()
            try transaction.admins.enrol(
                found.admin.id, secret: sealed, step: step,
                codes: codes.compactMap { BackupCode.hash($0, of: found.admin.id.bytes, secrets) }, at: now)
            try context.tell(.adminEnrolled, found.admin, transaction, cause: cause)
            try context.tell(.adminSignedIn, found.admin, via: "enrolment", transaction, cause: cause)
            return .done(try found.pass(context, transaction, isKnown: false, now), codes: codes)
        }
    }

    /// New backup codes in place of all that there were.
    ///
    /// - Returns: the codes; nil for a visitor who has not just proved who they are.
    package func renewCodes(of visitor: AdminVisitor) async throws -> [String]? {
        let context = context
        guard let secrets = context.secrets else { throw MissingSecrets() }
        guard visitor.isFresh, visitor.admin.enrolledAt != nil else { return nil }
        let cause = context.cause()
        return try await context.database.write { transaction in
            let codes = BackupCode.make()
            try transaction.admins.replaceCodes(
                of: visitor.admin.id,
                with: codes.compactMap { BackupCode.hash($0, of: visitor.admin.id.bytes, secrets) })
            try context.tell(
                .adminChanged, visitor.admin, reason: "the backup codes were renewed", transaction, cause: cause)
            return codes
        }
    }
}
