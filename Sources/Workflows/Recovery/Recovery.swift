package import Model
package import Storage

/// A claim of a package, checked for form.
package struct ClaimCommand: Sendable, Equatable {
    package var package: Name
    package var claimant: Claimant
    package var why: PlainText
    package var links: [String]

    package init(package: Name, claimant: Claimant, why: PlainText, links: [String] = []) {
        self.package = package
        self.claimant = claimant
        self.why = why
        self.links = links
    }
}

/// Recovery cases as admins and the gallery's backend see them; one transaction each.
package struct Recovery: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How a call about a case came out.
    package enum Outcome: Sendable, Equatable {
        case created(CaseView)
        /// As it is after the call.
        case done(CaseView)
        /// It was so already: nothing was done.
        case unchanged(CaseView)
        case refused(Refusal)
    }

    /// What a call came with.
    package struct Call: Sendable {
        package var gallery: Identifier
        /// The admin's name, as it stands in events.
        package var by: String
        /// The API key; its mails are counted.
        package var key: Identifier?
        package var once: Once?
        /// Told how much is left of the tightest limit.
        package var rates: RateSlot?
        /// Whether the case as it is may be changed; nil where nobody asks.
        package var admission: Admission<CaseView>?

        package init(
            gallery: Identifier, by: String, key: Identifier? = nil, once: Once? = nil, rates: RateSlot? = nil,
            admission: Admission<CaseView>? = nil
        ) {
            self.gallery = gallery
            self.by = by
            self.key = key
            self.once = once
            self.rates = rates
            self.admission = admission
        }
    }

    /// Opens a case on somebody's behalf, or answers with the one that the same claimant has of the package.
    ///
    /// - Parameters:
    ///   - confirmed: Whether the gallery vouches for the address; otherwise it has to be confirmed by link.
    ///   - voucher: Who does, where that is not whose call it is.
    ///   - answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    package func open(
        _ command: ClaimCommand, confirmed: Bool, voucher: String? = nil, _ call: Call,
        answer: @escaping @Sendable (Outcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await perform(call, answer) { try $0.open(command, confirmed: confirmed, by: call.by, voucher: voucher) }
    }

    /// Makes a case of a report, or answers with the one that it has become.
    package func adopt(
        report: Identifier, _ call: Call, answer: @escaping @Sendable (Outcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await perform(call, answer) { try $0.adopt(report: report, by: call.by) }
    }

    /// Does what an admin asks for.
    package func act(
        _ act: RecoveryAct, on id: Identifier, _ call: Call,
        answer: @escaping @Sendable (Outcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await perform(call, answer) { work in
            guard let claim = try work.transaction.recovery.find(id, gallery: call.gallery), claim.isListed else {
                return .refused(.unknownCase)
            }
            if let admission = call.admission, let refusal = admission(try CaseView.whole(claim, work)) {
                return .refused(refusal)
            }
            return try work.act(act, on: claim, by: call.by)
        }
    }

    /// The same, for callers that keep no answer: the admin site, where cases are given to its admins alone.
    package func act(_ act: RecoveryAct, on id: Identifier, _ call: Call) async throws -> Outcome {
        try await perform(call) { work in
            guard let claim = try work.transaction.recovery.find(id, gallery: call.gallery), claim.isListed else {
                return .refused(.unknownCase)
            }
            if let admission = call.admission, let refusal = admission(try CaseView.whole(claim, work)) {
                return .refused(refusal)
            }
            return try work.act(act, on: claim, by: call.by, amongAdmins: true)
        }
    }

    /// The same as ``open(_:confirmed:_:answer:)``, for callers that keep no answer.
    package func open(_ command: ClaimCommand, confirmed: Bool, _ call: Call) async throws -> Outcome {
        try await perform(call) { try $0.open(command, confirmed: confirmed, by: call.by, voucher: nil) }
    }

    /// The same as ``adopt(report:_:answer:)``, for callers that keep no answer.
    package func adopt(report: Identifier, _ call: Call) async throws -> Outcome {
        try await perform(call) { try $0.adopt(report: report, by: call.by) }
    }

    /// A refusal is thrown where something was written before it was known: nothing of that stays.
    private func perform(
        _ call: Call, _ answer: @escaping @Sendable (Outcome) throws -> KeptAnswer,
        _ body: @escaping @Sendable (Work) throws -> Outcome
    ) async throws -> OnceAnswer {
        do {
            return try await context.work(for: call.gallery, key: call.key, rates: call.rates) { work in
                try work.once(call.once) { try answer(try body(work)) }
            }
        } catch let refusal as Refusal {
            return OnceAnswer(answer: try answer(.refused(refusal)), replayed: false)
        }
    }

    private func perform(
        _ call: Call, _ body: @escaping @Sendable (Work) throws -> Outcome
    ) async throws -> Outcome {
        do {
            let outcome = try await context.work(for: call.gallery, key: call.key, rates: call.rates) { work in
                var work = work
                work.showsCases = false
                return try body(work)
            }
            return try await shown(outcome, gallery: call.gallery)
        } catch let refusal as Refusal {
            return .refused(refusal)
        }
    }

    /// What came of a call with the case as it is now.
    private func shown(_ outcome: Outcome, gallery: Identifier) async throws -> Outcome {
        switch outcome {
        case .created(let view): .created(try await find(view.claim.id, gallery: gallery) ?? view)
        case .done(let view): .done(try await find(view.claim.id, gallery: gallery) ?? view)
        case .unchanged(let view): .unchanged(try await find(view.claim.id, gallery: gallery) ?? view)
        case .refused: outcome
        }
    }

    /// One whose claimant has not confirmed the address is not there yet, whoever knows its id.
    package func find(_ id: Identifier, gallery: Identifier) async throws -> CaseView? {
        try await look(in: gallery) { work in
            guard let claim = try work.transaction.recovery.find(id, gallery: gallery), claim.isListed else {
                return nil
            }
            return try CaseView.load(claim, work)
        }
    }

    /// A page of them, oldest first; the second value is the cursor of the next page.
    package func list(
        _ filter: RecoveryFilter, gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [RecoveryCase], next: Identifier?) {
        try await context.database.read { transaction in
            let found = try transaction.recovery.list(filter, gallery: gallery, after: after, limit: limit)
            let items = Array(found.prefix(limit))
            return (items, found.count > limit ? items.last?.id : nil)
        }
    }

    /// A page of what asks for attention, the longest due first.
    package func queue(
        _ filter: RecoveryFilter, gallery: Identifier, after: RecoveryPlace?, limit: Int
    ) async throws -> (items: [RecoveryCase], next: RecoveryPlace?) {
        try await context.database.read { transaction in
            let found = try transaction.recovery.queue(filter, gallery: gallery, after: after, limit: limit)
            let items = Array(found.prefix(limit))
            let last = items.last.flatMap { last in last.due.map { RecoveryPlace(due: $0.at, id: last.id) } }
            return (items, found.count > limit ? last : nil)
        }
    }

    /// How many ask for attention today, or have since longer.
    package func countDue(gallery: Identifier) async throws -> Int {
        let today = AdminDigest.endOfDay(context.clock())
        return try await context.database.read { try $0.recovery.countDue(by: today, gallery: gallery) }
    }

    /// The mails to the owners as an attempt made now would send them; nil where there is no such case.
    package func preview(_ id: Identifier, gallery: Identifier) async throws -> [MessageDraft]? {
        try await look(in: gallery) { work in
            guard let claim = try work.transaction.recovery.find(id, gallery: gallery), claim.isListed else {
                return nil
            }
            return RecoveryAudience.contact(claim, in: try work.situation(of: claim))
        }
    }

    /// Reads; nothing is written by this.
    private func look<Result: Sendable>(
        in gallery: Identifier, _ body: @escaping @Sendable (Work) throws -> Result?
    ) async throws -> Result? {
        let context = context
        return try await context.database.read { transaction in
            guard let gallery = try transaction.galleries.find(gallery) else { return nil }
            return try body(context.work(in: transaction, for: gallery))
        }
    }
}
