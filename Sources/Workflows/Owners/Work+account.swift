import Model
import Storage

extension Work {
    /// The account of this name as it is after what was said of it; made where there was none.
    func learn(_ username: Name, _ description: AccountDescription) throws -> Account {
        try learn(
            username, description, knowing: transaction.accounts.find(username.text, gallery: gallery.id))
    }

    /// The same for who has looked the account up in this transaction.
    ///
    /// That another mailbox takes the place of one that was known is an event: who reads that one now holds what the
    /// other held.
    func learn(_ username: Name, _ description: AccountDescription, knowing known: Account?) throws -> Account {
        let account = try transaction.accounts.learn(username, description, knowing: known, gallery: gallery.id)
        guard let known, !known.mailboxes.isEmpty, known.mailboxes != account.mailboxes else { return account }
        let (before, after) = (Self.masked(known.mailboxes), Self.masked(account.mailboxes))
        try append([
            EventDraft(
                .accountChanged, actor: EventDraft.system, subject: account.username.text,
                data: EventData(username: account.username.text, detail: "\(before) before, \(after) now"))
        ])
        return account
    }

    /// A few of them: events are kept long, and an organization may have many.
    private static func masked(_ addresses: [EmailAddress]) -> String {
        let shown = addresses.prefix(5).map(\.masked).joined(separator: ", ")
        return addresses.isEmpty ? "none" : addresses.count > 5 ? shown + ", …" : shown
    }
}
