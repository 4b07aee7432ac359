import HTTPTypes
import JSONText
import Links
import Model
import Storage
import Telemetry
import Workflows

extension API {
    func invite(
        _ package: String, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let command = try read(members) { RequestBodies.invite(&$0, package: package) }
        try call.caller.requires(command.adminReason == nil ? .notify : .override)
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await invitations.invite(
                    command, gallery: call.caller.gallery, key: call.caller.key, once: once, rates: call.rates
                ) {
                    Self.answer($0, refusal)
                }, base: configuration.basePath)
        }
    }

    func callInvitation(
        _ action: Invitations.Call, _ id: Identifier, _ call: Call, _ query: inout QueryReader,
        _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let asking = try read(members) { reader in
            RequestBodies.decision(&reader, action) { keyring.keyring.verify($0) }
        }
        try call.caller.requires(asking.requester.isAdmin ? .override : .notify)
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await invitations.call(
                    action, id, asking: asking, gallery: call.caller.gallery, key: call.caller.key, once: once,
                    rates: call.rates
                ) {
                    Self.answer($0, refusal)
                }, base: configuration.basePath)
        }
    }

    func inviteAll(_ call: Call, _ query: inout QueryReader, _ body: inout BodyReader) async throws -> Reply {
        try query.finish()
        let most = configuration.longestBulkBody
        let (members, bytes) = try await content(call, &body, upTo: most)
        let commands = try read(members) { RequestBodies.bulk(&$0) }
        let refusal = RefusalSlot()
        let base = configuration.baseURL
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await invitations.inviteAll(
                    commands, gallery: call.caller.gallery, key: call.caller.key, once: once, rates: call.rates
                ) { outcomes in
                    KeptAnswer(status: 200, body: Self.answer(outcomes, base: base))
                }, base: configuration.basePath)
        }
    }

    /// One result for each entry, in their order.
    private static func answer(_ outcomes: [InvitationOutcome], base: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 64 + 640 * outcomes.count)
        writer.open()
        writer.key("results")
        writer.openArray()
        for outcome in outcomes {
            writer.open()
            switch outcome {
            case .created(let view), .pending(let view), .done(let view):
                writer.field("status", outcome == .created(view) ? 201 : 200)
                writer.key("invitation")
                writer.invitation(view)
            case .refused(let refusal):
                let problem = Problem(refusal)
                if let limit = problem.limit { Metrics.limitRefusals.add(limit.rawValue) }
                writer.field("status", problem.kind.status)
                writer.key("problem")
                problem.write(to: &writer, baseURL: base, instance: nil)
            }
            writer.close()
        }
        writer.closeArray()
        writer.close()
        return writer.bytes
    }

    func showInvitation(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let view = try await invitations.find(id, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownInvitation)
        }
        var writer = JSONWriter()
        writer.invitation(view)
        return Reply(.ok, .json, writer.bytes)
    }

    func listInvitations(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        let filter = InvitationFilter(
            package: query.text("package"), invitee: query.text("invitee"), invitedBy: query.text("invitedBy"),
            state: query.choice("state"))
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let (items, next) = try await invitations.list(
            filter, gallery: call.caller.gallery, after: after, limit: limit)
        return page(items, next: next, call) { $0.invitation($1) }
    }

    /// Renders what came of a call, in its transaction.
    private static func answer(_ outcome: InvitationOutcome, _ refusal: RefusalSlot) -> KeptAnswer {
        let view: InvitationView
        switch outcome {
        case .created(let created): view = created
        case .pending(let pending): view = pending
        case .done(let done): view = done
        case .refused(let reason): return refusal.put(reason)
        }
        var writer = JSONWriter(capacity: 640)
        writer.invitation(view)
        guard case .created = outcome else { return KeptAnswer(status: 200, body: writer.bytes) }
        return KeptAnswer(status: 201, location: "/v1/invitations/\(view.invitation.id)", body: writer.bytes)
    }
}

extension API {
    /// A page of a list: the items, the cursor of the next page, and a `Link` to it (RFC 8288).
    func page<Item>(
        _ items: [Item], next: Identifier?, _ call: Call, _ write: (inout JSONWriter, Item) -> Void
    ) -> Reply {
        page(items, next: next?.description, call, write)
    }

    /// The same with a cursor that is no id.
    func page<Item>(
        _ items: [Item], next: String?, _ call: Call, _ write: (inout JSONWriter, Item) -> Void
    ) -> Reply {
        var writer = JSONWriter(capacity: 64 + 512 * items.count)
        writer.open()
        writer.key("items")
        writer.openArray()
        for item in items { write(&writer, item) }
        writer.closeArray()
        writer.field("next", next)
        writer.close()
        var reply = Reply(.ok, .json, writer.bytes)
        if let next {
            reply.fields[ExtraField.link] = Self.link(
                call.target, base: configuration.basePath, after: next)
        }
        return reply
    }

    /// The same request with another cursor, as a link to what comes next.
    static func link(_ target: RequestTarget, base: String, after cursor: String) -> String {
        let kept = (target.query ?? "").split(separator: "&").filter { $0 != "after" && !$0.hasPrefix("after=") }
        return "<\(base)\(target.path)?\((kept + ["after=\(cursor)"]).joined(separator: "&"))>; rel=\"next\""
    }
}
