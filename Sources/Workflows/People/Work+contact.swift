import Crypto
import Model
import Storage

extension Work {
    func contact(_ command: ContactCommand) throws -> Letters.ContactOutcome {
        guard let package = try transaction.packages.find(command.package, gallery: gallery.id) else {
            return .refused(.unknownPackage)
        }
        let known = try command.sender.username.flatMap {
            try transaction.accounts.find($0.text, gallery: gallery.id)
        }
        guard let address = command.sender.email ?? known?.mailboxes.first else {
            return .refused(
                .unknown(.account, [FieldFlaw("/from/email", "is needed: no address of the sender is known")]))
        }
        let owners = try transaction.packages.owners(of: package).map(\.account)
        guard owners.contains(where: { !$0.mailboxes.isEmpty }) else {
            return .refused(.noOwners)
        }
        let fingerprint = try fingerprint(of: command, from: address, about: package)
        if let same = try transaction.reports.contact(
            fingerprint, about: package, since: now - Letters.coolDown, gallery: gallery.id)
        {
            return .known(same)
        }
        let id = newID()
        let messages = ContactMail.compose(
            id, command.message, from: command.sender.username, address, sharesAddress: command.sharesAddress,
            locale: command.sender.locale ?? known?.locale, package: package, owners: owners, at: now)
        let about = EventData(package: package.id.text, username: command.sender.username?.text)
        let delivery: Delivery
        switch try admit(messages, from: address, known, about: package) {
        case .success(let admitted): delivery = admitted
        case .failure(let shortage):
            try tell(shortage, about: about)
            return .refused(shortage.refusal)
        }
        let contact = Contact(
            id: id, package: package, recipients: messages.count { $0.facts.role == .owner }, createdAt: now)
        try transaction.reports.addContact(contact, fingerprint: fingerprint, gallery: gallery.id)
        try append([
            EventDraft(
                .contactSent, actor: command.sender.username?.text ?? address.masked, subject: id.description,
                data: about)
        ])
        try deliver(delivery, from: known, named: command.sender.username, about: about)
        return .sent(contact)
    }

    /// What becomes of the mails that carry one message.
    private struct Delivery {
        var parting: Parting
        /// To owners who want none of it.
        var refused: [MessageDraft]
    }

    /// Looks at blocks and limits: whether a message goes out, and to whom.
    ///
    /// - Parameter sender: The account that writes, where one is known.
    private func admit(
        _ messages: [MessageDraft], from address: EmailAddress, _ sender: Account?, about package: KnownPackage
    ) throws -> Result<Delivery, Shortage> {
        var tally = Tally(self)
        if let shortage = try tally.take(charges(.message, of: package, from: address)) { return .failure(shortage) }
        let refused = try messages.filter {
            try $0.facts.role == .owner
                && transaction.blocks.isBlocked(
                    digest($0.recipient, for: .block), of: sender, package: package, gallery: gallery.id)
        }
        let parting = try part(messages.filter { !refused.contains($0) }, counting: tally)
        // A copy of what no owner gets would be mail to anybody whose address is given as the sender's.
        if let shortage = parting.shortages.first,
            parting.refused.contains(where: { $0.facts.role == .sender })
                || !parting.admitted.contains(where: { $0.facts.role == .owner })
        {
            return .failure(shortage)
        }
        return .success(Delivery(parting: parting, refused: refused))
    }

    private func deliver(
        _ delivery: Delivery, from known: Account?, named name: Name?, about: EventData
    ) throws {
        // Who writes becomes an account, so that it can be refused by its name; the address is not kept with it.
        let sender =
            try known
            ?? name.map {
                try learn($0, AccountDescription(username: $0))
            }
        var parting = delivery.parting
        for index in parting.admitted.indices where parting.admitted[index].facts.role == .owner {
            parting.admitted[index].facts.senderNumber = sender?.number
        }
        for shortage in parting.shortages { try tell(shortage, about: about) }
        try queue(parting)
        for draft in delivery.refused { try keepBack(draft, because: .blocked) }
    }

    /// What two messages have in common that are one.
    private func fingerprint(
        of command: ContactCommand, from address: EmailAddress, about package: KnownPackage
    ) throws -> [UInt8] {
        var digest = SHA256()
        digest.update(data: try self.digest(address, for: .contact) + gallery.id.bytes)
        digest.update(data: Array("\(package.number)\0\(command.message.text)".utf8))
        return Array(digest.finalize())
    }
}
