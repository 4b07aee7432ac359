import Model
import Storage

/// What is known of people in rows of their own.
extension Eraser {
    /// An account loses the address; one whose name it is gets another.
    mutating func eraseAccount(_ row: WordRow) throws {
        guard let number = row.number,
            let (known, gallery) = try unlessDamaged({ try transaction.accounts.find(number: number) })
        else { return try eraseWords(of: row, .accounts) }
        var account = known
        if account.email.map(pattern.isSame) == true { account.email = nil }
        account.members.removeAll(where: pattern.isSame)
        if account.locale.map(pattern.isIn) == true { account.locale = nil }
        if pattern.isIn(account.username.text) { account.username = try freeName(in: gallery) }
        guard account != known || account.username.text != known.username.text else { return }
        try transaction.privacy.write(account)
        report.accounts += 1
        galleries.insert(gallery)
    }

    /// A name that no account has.
    private func freeName(in gallery: Identifier) throws -> Name {
        var (text, count) = ("erased-\(name)", 1)
        while try transaction.accounts.find(text, gallery: gallery) != nil {
            count += 1
            text = "erased-\(name)-\(count)"
        }
        return Name(stored: text, key: Name.fold(text))
    }

    mutating func eraseMessage(_ row: WordRow) throws {
        guard let id = row.id, let message = try unlessDamaged({ try transaction.messages.find(id) }) else {
            return try eraseWords(of: row, .messages)
        }
        if pattern.isSame(message.recipient) {
            try erase(message, keepsRecipient: false)
        } else {
            try eraseWords(of: row, .messages)
            galleries.insert(message.gallery)
        }
    }

    private mutating func erase(_ message: Message, keepsRecipient: Bool) throws {
        let (erased, event) = MessageMachine.erase(message, keepsRecipient: keepsRecipient, now: context.clock())
        guard erased != message else { return }
        try transaction.privacy.write(erased)
        if let event, let gallery = try unlessDamaged({ try transaction.galleries.find(message.gallery) }) {
            try context.work(in: transaction, for: gallery).append([event])
        }
        report.messages += 1
        if erased.state != message.state { report.cancelledMessages += 1 }
        galleries.insert(message.gallery)
    }

    /// Messages to owners that the address wrote, and the copies that it got.
    mutating func eraseContacts(_ ids: [Identifier]) throws {
        for id in ids {
            for message in try unlessDamaged({ try messages(about: id) }) ?? [] where message.kind == .contactOwners {
                try erase(message, keepsRecipient: !pattern.isSame(message.recipient))
            }
        }
    }

    /// What the owners were told of invitations to the address: the words of its owner, a relay's words.
    mutating func eraseWords(about ids: [Identifier]) throws {
        for id in ids {
            for message in try unlessDamaged({ try messages(about: id) }) ?? []
            where message.facts.note != nil || message.facts.reason != nil {
                guard !pattern.isSame(message.recipient) else { continue }
                var facts = message.facts
                facts.note = nil
                facts.reason = nil
                try transaction.privacy.write(facts, of: message.id)
                report.others += 1
                galleries.insert(message.gallery)
            }
        }
    }

    /// All of them, however many mailboxes they went to.
    private func messages(about id: Identifier) throws -> [Message] {
        var all: [Message] = []
        var page: [Message]
        repeat {
            page = try transaction.messages.list(gallery: nil, about: id, state: nil, after: all.last?.id, limit: 1000)
            all += page.prefix(1000)
        } while page.count > 1000
        return all
    }

    mutating func eraseInvitation(_ row: WordRow) throws {
        guard let id = row.id,
            let (invitation, galleryID) = try unlessDamaged({ try transaction.invitations.find(id) }),
            let gallery = try unlessDamaged({ try transaction.galleries.find(galleryID) })
        else { return try eraseWords(of: row, .invitations) }
        galleries.insert(gallery.id)
        let pattern = pattern
        guard pattern.isSame(invitation.email) else { return try eraseWords(of: row, .invitations) }
        let work = context.work(in: transaction, for: gallery)
        let change = InvitationMachine.erase(invitation, at: work.now, where: pattern.isSame)
        if change.invitation.state != invitation.state {
            try work.write(change)
            report.cancelledInvitations += 1
        }
        try transaction.privacy.write(change.invitation)
        report.invitations += 1
        // An organization keeps its invitation, and what was said in it.
        if let left = try transaction.privacy.row(of: .invitations, at: row.key), left.holds(pattern) {
            try eraseWords(of: left, .invitations)
        }
    }

    /// A case whose claimant it is goes on no further, and what the owners were told of it is forgotten.
    mutating func eraseCase(_ row: WordRow) throws {
        guard let id = row.id, let (claim, galleryID) = try unlessDamaged({ try transaction.recovery.find(id) }),
            let gallery = try unlessDamaged({ try transaction.galleries.find(galleryID) })
        else { return try eraseWords(of: row, .recoveryCases) }
        galleries.insert(gallery.id)
        guard let claimant = claim.claimant, pattern.isSame(claimant.email) else {
            return try eraseWords(of: row, .recoveryCases)
        }
        let work = context.work(in: transaction, for: gallery)
        let situation = try work.situation(of: claim)
        try work.write(RecoveryMachine.erase(claim, in: situation), in: situation)
        try transaction.privacy.forgetWords(ofCase: id)
        report.others += 1
        for message in try unlessDamaged({ try messages(about: id) }) ?? []
        where message.facts.claimant != nil || message.facts.message != nil || message.facts.evidence != nil {
            guard !pattern.isSame(message.recipient) else { continue }
            var facts = message.facts
            facts.claimant = nil
            facts.message = nil
            facts.evidence = nil
            try transaction.privacy.write(facts, of: message.id)
        }
        if let left = try transaction.privacy.row(of: .recoveryCases, at: row.key), left.holds(pattern) {
            try eraseWords(of: left, .recoveryCases)
        }
    }
}
