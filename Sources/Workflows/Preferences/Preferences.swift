import Links
package import Model
import Storage

/// What an account does not want to be mailed about.
package struct PreferencesView: Sendable, Equatable {
    package var account: Account
    package var mutes: [Mute]
}

/// What a gallery asks to be muted, checked for form.
package struct MuteCommand: Sendable, Hashable {
    package var kind: MailKind
    /// Nil for all packages.
    package var package: String?

    package init(kind: MailKind, package: String? = nil) {
        self.kind = kind
        self.package = package
    }
}

/// Preferences of accounts, as their gallery reads and writes them.
package struct Preferences: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How many lines an account has at most.
    package static let most = 500

    package func find(_ username: String, gallery: Identifier) async throws -> PreferencesView? {
        try await context.database.read { transaction in
            guard let account = try transaction.accounts.find(username, gallery: gallery) else { return nil }
            return try .load(account, transaction)
        }
    }

    /// Makes the account's mutes exactly these; those of single mailboxes of an organization stay.
    ///
    /// - Parameter admits: Whether a change of what there is now may go on; asked in the transaction.
    package func put(
        _ commands: [MuteCommand], of username: String, gallery: Identifier,
        admits: @escaping @Sendable (PreferencesView) throws -> Refusal?
    ) async throws -> Result<PreferencesView, Refusal> {
        try await context.work(for: gallery) { work in
            guard let account = try work.transaction.accounts.find(username, gallery: gallery) else {
                return .failure(.unknownAccount)
            }
            let before = try PreferencesView.load(account, work.transaction)
            if let refusal = try admits(before) { return .failure(refusal) }
            var wanted: [Mute] = []
            for (index, command) in commands.enumerated() {
                guard let id = command.package else {
                    wanted.append(Mute(kind: command.kind))
                    continue
                }
                guard let package = try work.transaction.packages.find(id, gallery: gallery) else {
                    return .failure(
                        .unknown(.package, [FieldFlaw("/muted/\(index)/package", "is no package of this gallery")]))
                }
                wanted.append(Mute(kind: command.kind, package: package))
            }
            let records = work.transaction.preferences
            for gone in before.mutes where !wanted.contains(gone) { try records.remove(gone, account: account.number) }
            for mute in wanted { _ = try records.add(mute, account: account.number) }
            let after = try PreferencesView.load(account, work.transaction)
            if after != before {
                try work.append([work.changed(account, actor: account.username.text)])
            }
            return .success(after)
        }
    }
}

extension PreferencesView {
    /// Without what single mailboxes of an organization chose.
    static func load(_ account: Account, _ transaction: any Transaction) throws -> PreferencesView {
        PreferencesView(
            account: account,
            mutes: try transaction.preferences.mutes(of: account.number).filter { $0.mailbox == nil })
    }
}

extension Work {
    func changed(_ account: Account, actor: String, package: KnownPackage? = nil, kind: MailKind? = nil) -> EventDraft {
        EventDraft(
            .preferenceChanged, actor: actor, subject: account.username.text,
            data: EventData(package: package?.id.text, username: account.username.text, kind: kind?.rawValue))
    }

    /// How a link about preferences names a mailbox.
    func mailbox(_ address: EmailAddress) throws -> [UInt8] {
        Array(try digest(address, for: .preferences).prefix(PreferenceSubject.mailboxLength))
    }
}
