/// The mails that carry what people write.
package enum ContactMail {
    /// One for each owner, and a copy for whoever wrote.
    ///
    /// The owners see the sender's address only where that was asked for.
    package static func compose(
        _ id: Identifier, _ message: PlainText, from username: Name?, _ address: EmailAddress, sharesAddress: Bool,
        locale: String?, package: KnownPackage, owners: [Account], at now: Timestamp
    ) -> [MessageDraft] {
        func draft(to mailbox: EmailAddress, _ account: Int64, _ locale: String?, _ role: MailRole) -> MessageDraft {
            var facts = MailFacts(package: package.id.text, role: role)
            facts.message = message.text
            facts.sender = username?.text
            if role == .owner {
                facts.packageNumber = package.number
                facts.expires = (now + MailLife.settings).milliseconds
            }
            // The sender's copy says that it was shared; Mail writes no Reply-To into it.
            facts.replyTo = sharesAddress ? address.text : nil
            return MessageDraft(
                kind: .contactOwners, recipient: mailbox, account: account, locale: locale, about: id, generation: 1,
                facts: facts, until: now + MailLife.longest)
        }
        var messages = owners.flatMap { owner in
            owner.mailboxes.map { draft(to: $0, owner.number, owner.locale, .owner) }
        }
        messages = Audience.oneEach(messages)
        let count = messages.count
        var copy = draft(to: address, 0, locale, .sender)
        copy.facts.count = count
        return messages + [copy]
    }

    /// What the gallery's address for abuse is sent.
    package static func report(_ report: AbuseReport, to address: EmailAddress) -> MessageDraft {
        var facts = MailFacts(package: report.package.id.text, role: .abuse, reason: report.reason)
        facts.message = report.message
        facts.sender = report.reporter
        facts.replyTo = report.email?.text
        return MessageDraft(
            kind: .abuseReport, recipient: address, account: 0, locale: nil, about: report.id, generation: 1,
            facts: facts, until: report.createdAt + MailLife.longest)
    }
}
