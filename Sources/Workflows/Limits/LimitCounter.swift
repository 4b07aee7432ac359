import Links
import Model
import Storage

/// One thing that a request counts towards.
struct Charge: Hashable {
    var name: RateLimitName
    /// Whom or what it is counted for; a digest where that is an address.
    var subject: [UInt8]
}

extension Work {
    /// Counts a request towards everything that it falls under, or towards nothing where one limit is reached.
    ///
    /// That a limit was reached is an event, told once in a while for each.
    ///
    /// - Parameter about: What the event tells beside the limit's name.
    /// - Returns: the refusal, where there is one.
    func count(_ charges: [Charge], about: EventData) throws -> Refusal? {
        guard gallery.policy.limited else { return nil }
        var records: [Charge: RateRecord] = [:]
        for charge in charges {
            let limit = gallery.policy.rates[charge.name]
            guard !limit.ceilings.isEmpty else { continue }
            var record = try records[charge] ?? transaction.rates.find(charge.name, subject: charge.subject)
            if let wait = record.take(limit, at: now) {
                if let room = record.room(under: limit, at: now) { rates?.put(charge.name, room) }
                try tell(charge, about: about)
                return .limited(charge.name, retryAfter: wait)
            }
            records[charge] = record
        }
        for (charge, record) in records {
            let limit = gallery.policy.rates[charge.name]
            if let room = record.room(under: limit, at: now) { rates?.put(charge.name, room) }
            let memory = limit.memory
            try transaction.rates.keep(record, charge.name, subject: charge.subject, until: now + memory)
        }
        return nil
    }

    private func tell(_ charge: Charge, about: EventData) throws {
        let subject = Array("\(charge.name.rawValue)\0".utf8) + charge.subject
        guard try transaction.rates.take(.told, .reminders, subject: subject, at: now) == nil else { return }
        var data = about
        data.limit = charge.name.rawValue
        try append([
            EventDraft(.limitReached, actor: EventDraft.system, subject: about.package ?? gallery.slug, data: data)
        ])
    }

    /// What an invitation to these mailboxes counts towards.
    func charges(
        inviter: Account, package: KnownPackage, mailboxes: [EmailAddress], key: Identifier?
    ) throws -> [Charge] {
        var charges = [
            Charge(name: .inviter, subject: numbered(inviter.number)),
            Charge(name: .package, subject: numbered(package.number)),
        ]
        charges += try self.charges(mailboxes: mailboxes, key: key)
        return charges
    }

    /// What mail to these mailboxes counts towards, whoever causes it.
    func charges(mailboxes: [EmailAddress], key: Identifier?) throws -> [Charge] {
        guard gallery.policy.limited else { return [] }
        var charges: [Charge] = []
        if let key { charges.append(Charge(name: .key, subject: key.bytes)) }
        for address in mailboxes {
            charges.append(Charge(name: .recipient, subject: try digest(address, for: .recipient)))
            charges.append(Charge(name: .domain, subject: Array(address.domain.utf8)))
            charges.append(Charge(name: .total, subject: []))
        }
        return charges
    }

    private func numbered(_ number: Int64) -> [UInt8] {
        gallery.id.bytes + Identifier(high: 0, low: UInt64(bitPattern: number)).bytes.suffix(8)
    }

    func senderCharge(_ sender: EmailAddress) throws -> Charge {
        Charge(name: .sender, subject: gallery.id.bytes + (try digest(sender, for: .contact)))
    }
}
