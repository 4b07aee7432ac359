import HTTPTypes
import JSONText
import Model
import Storage
import Workflows

extension API {
    func openCase(_ call: Call, _ query: inout QueryReader, _ body: inout BodyReader) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let claim = try read(members) { RequestBodies.claim(&$0) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            let by = claim.by ?? claim.command.claimant.email.masked
            // The claimant may ask for a case, and does not vouch for themselves: that is the key's word.
            let voucher = claim.by ?? EventDraft.system
            return try refusal.reply(
                await recovery.open(
                    claim.command, confirmed: claim.confirmed, voucher: voucher, call.recovery(by: by, once: once)
                ) {
                    Self.answer($0, refusal)
                }, base: configuration.basePath)
        }
    }

    func adoptReport(
        _ id: Identifier, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let by = try read(members) { RequestBodies.adoption(&$0) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await recovery.adopt(report: id, call.recovery(by: by, once: once)) {
                    Self.answer($0, refusal)
                }, base: configuration.basePath)
        }
    }

    func callCase(
        _ action: APIRoute.RecoveryCall, _ id: Identifier, _ call: Call, _ query: inout QueryReader,
        _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let now = call.exchange.now
        let order = try read(members) { RequestBodies.act(&$0, action, now: now) }
        if order.isOverride { try call.caller.requires(.override) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            var asked = call.recovery(by: order.by, once: once)
            asked.admission = call.preconditions.admission { Self.bytes($0) }
            return try refusal.reply(
                await recovery.act(order.act, on: id, asked) { Self.answer($0, refusal) },
                base: configuration.basePath)
        }
    }

    func showCase(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let view = try await recovery.find(id, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownCase)
        }
        return Reply(.ok, .json, Self.bytes(view))
    }

    func listCases(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        var filter = RecoveryFilter(
            state: query.choice("state", of: RecoveryState.listed), package: query.text("package"),
            claimant: query.text("claimant"))
        let (assignee, isNobodys) = (query.text("assignee"), query.choice("unassigned", Flag.self))
        if let assignee { filter.assignee = .admin(assignee) }
        if isNobodys == .yes {
            if assignee != nil { query.flaw("unassigned", "cannot be true beside an assignee") }
            filter.assignee = .nobody
        }
        if let text = query.text("email") {
            filter.email = try? EmailAddress(text)
            if filter.email == nil { query.flaw("email", "is to be an e-mail address") }
        }
        if let text = query.text("dueBy") {
            filter.due = Timestamp(rfc3339: text)
            if filter.due == nil { query.flaw("dueBy", "is to be a moment such as 2026-11-21T07:03:12Z") }
        }
        let order = query.choice("order", Order.self) ?? .created
        let (after, limit) = (casePlace(&query), query.limit())
        try query.finish()
        let gallery = call.caller.gallery
        switch order {
        case .created:
            let (items, next) = try await recovery.list(filter, gallery: gallery, after: after?.id, limit: limit)
            return page(items, next: next, call) { $0.recoveryCase($1) }
        case .due:
            let (items, next) = try await recovery.queue(filter, gallery: gallery, after: after, limit: limit)
            return page(items, next: next.map { "\($0.due.milliseconds).\($0.id)" }, call) { $0.recoveryCase($1) }
        }
    }

    /// How cases are listed: as they were made, or as they ask for attention.
    enum Order: String, CaseIterable {
        case created, due
    }

    /// The cursor of either order: an id, behind the milliseconds of what is due where that is the order.
    private func casePlace(_ query: inout QueryReader) -> RecoveryPlace? {
        guard let text = query.text("after") else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let due = parts.count == 1 ? 0 : parts[0].utf8.count <= 15 ? Int64(parts[0]) : nil
        guard let due, due >= 0, let id = parts.last.flatMap({ Identifier($0) }) else {
            query.flaw("after", "is to be the next of the page before")
            return nil
        }
        return RecoveryPlace(due: Timestamp(milliseconds: due), id: id)
    }

    /// A parameter that is true or false.
    private enum Flag: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    private static func bytes(_ view: CaseView, isUnchanged: Bool = false) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.recoveryCase(view, isUnchanged: isUnchanged)
        return writer.bytes
    }

    /// Renders what came of a call, in its transaction.
    private static func answer(_ outcome: Recovery.Outcome, _ refusal: RefusalSlot) -> KeptAnswer {
        switch outcome {
        case .refused(let reason): return refusal.put(reason)
        case .done(let view): return KeptAnswer(status: 200, body: bytes(view))
        case .unchanged(let view): return KeptAnswer(status: 200, body: bytes(view, isUnchanged: true))
        case .created(let view):
            return KeptAnswer(status: 201, location: "/v1/recovery-cases/\(view.claim.id)", body: bytes(view))
        }
    }
}

extension API.Call {
    fileprivate func recovery(by name: String, once: Once?) -> Recovery.Call {
        Recovery.Call(gallery: caller.gallery, by: name, key: caller.key, once: once, rates: rates)
    }
}
