import Links
import Model
import Storage

/// One thing that a request or a mail counts towards.
struct Charge: Hashable {
    var limit: MailLimit
    /// Whom or what it is counted for; a digest where that is an address.
    var subject: [UInt8]
}

/// A limit that leaves no room.
struct Shortage: Error {
    var charge: Charge
    /// How long until there is room.
    var wait: Duration
    var room: RateRoom?

    var limit: MailLimit { charge.limit }
    var refusal: Refusal { .limited(.mail(limit), retryAfter: wait) }
}

/// What is counted within one transaction: read once, and written together, or not at all.
struct Tally {
    private let work: Work
    private var records: [Charge: RateRecord] = [:]

    init(_ work: Work) { self.work = work }

    /// Counts towards all of these, or towards none where one leaves no room.
    mutating func take(_ charges: [Charge]) throws -> Shortage? {
        var taken = records
        for charge in charges {
            guard var record = try taken[charge] ?? find(charge) else { continue }
            let limit = work.gallery.policy.rates[charge.limit]
            if let wait = record.take(limit, at: work.now) {
                return Shortage(charge: charge, wait: wait, room: record.room(under: limit, at: work.now))
            }
            taken[charge] = record
        }
        records = taken
        return nil
    }

    /// Counts one mail as its rule says.
    mutating func take(_ draft: MessageDraft) throws -> Shortage? {
        let rule = draft.rule
        if let shortage = try take(work.charges(rule.bounds, to: draft.recipient)) { return shortage }
        // One after the other: what has no room of them does not keep the others from counting.
        for charge in try work.charges(rule.counts, to: draft.recipient) { _ = try take([charge]) }
        return nil
    }

    /// Writes what was counted, and says how much is left.
    func keep() throws {
        for (charge, record) in records {
            let limit = work.gallery.policy.rates[charge.limit]
            if let room = record.room(under: limit, at: work.now) { work.rates?.put(charge.limit, room) }
            try work.transaction.rates.keep(record, .mail(charge.limit), subject: charge.subject)
        }
    }

    /// Nil where nothing is counted.
    private func find(_ charge: Charge) throws -> RateRecord? {
        guard work.gallery.policy.limited, !work.gallery.policy.rates[charge.limit].ceilings.isEmpty else { return nil }
        return try work.transaction.rates.find(.mail(charge.limit), subject: charge.subject)
    }
}

extension Work {
    /// Counts a request towards everything that it falls under, or towards nothing where one limit is reached.
    ///
    /// That a limit was reached is an event, told once in a while for each.
    ///
    /// - Parameter about: What the event tells beside the limit's name.
    func count(_ charges: [Charge], about: EventData) throws -> Shortage? {
        var tally = Tally(self)
        if let shortage = try tally.take(charges) {
            try tell(shortage, about: about)
            return shortage
        }
        try tally.keep()
        return nil
    }

    /// Tells that a limit leaves no room: the feed, once in a while, and whoever asked.
    func tell(_ shortage: Shortage, about: EventData) throws {
        if let room = shortage.room { rates?.put(shortage.limit, room) }
        let subject = Array("\(shortage.limit.rawValue)\0".utf8) + shortage.charge.subject
        guard try transaction.rates.take(.told, .reminders, subject: subject, at: now) == nil else { return }
        var data = about
        data.limit = shortage.limit.rawValue
        try append([
            EventDraft(.limitReached, actor: EventDraft.system, subject: about.package ?? gallery.slug, data: data)
        ])
    }

    /// What one mail to an address counts towards; nothing where no keyring is at hand to recognise addresses by.
    func charges(_ limits: [MailLimit], to address: EmailAddress) throws -> [Charge] {
        guard gallery.policy.limited, secrets != nil else { return [] }
        return try limits.compactMap { limit in
            switch limit {
            case .recipient, .notices, .confirm, .contact, .abuse:
                Charge(limit: limit, subject: try digest(address, for: .recipient))
            case .security, .hold:
                Charge(limit: limit, subject: gallery.id.bytes + (try digest(address, for: .recipient)))
            // Of each gallery for itself: one that sends much must not stop the others.
            case .domain: Charge(limit: limit, subject: gallery.id.bytes + Array(address.domain.utf8))
            case .key: key.map { Charge(limit: limit, subject: $0.bytes) }
            case .total: Charge(limit: limit, subject: gallery.id.bytes)
            case .inviter, .package, .report, .sender, .claim, .claims: nil
            }
        }
    }

    /// What a request counts towards by itself, whatever mail it causes.
    ///
    /// - Parameter sender: The address of who writes, where one is known.
    func charges(
        _ request: MailRule.Request, by inviter: Account? = nil, of package: KnownPackage,
        from sender: EmailAddress? = nil
    ) throws -> [Charge] {
        guard gallery.policy.limited else { return [] }
        return try request.limits.compactMap { limit in
            switch limit {
            case .inviter: inviter.map { Charge(limit: limit, subject: numbered($0.number)) }
            case .package, .report: Charge(limit: limit, subject: numbered(package.number))
            case .sender:
                try sender.map { Charge(limit: limit, subject: gallery.id.bytes + (try digest($0, for: .contact))) }
            case .recipient, .notices, .security, .hold, .confirm, .contact, .domain, .key, .total, .abuse, .claim,
                .claims:
                nil
            }
        }
    }

    /// What a public form counts towards before its address is confirmed.
    func charges(ofFormBy address: EmailAddress) throws -> [Charge] {
        guard gallery.policy.limited else { return [] }
        let sender = try digest(address, for: .contact)
        return MailRule.Request.form.limits.map { Charge(limit: $0, subject: gallery.id.bytes + sender) }
    }

    private func numbered(_ number: Int64) -> [UInt8] {
        gallery.id.bytes + Identifier(high: 0, low: UInt64(bitPattern: number)).bytes.suffix(8)
    }
}
