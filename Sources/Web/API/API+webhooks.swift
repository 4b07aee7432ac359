import HTTPTypes
import JSONText
import Model
import Storage
import Workflows

extension API {
    func createWebhook(
        _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let wanted = try read(members) { RequestBodies.webhook(&$0, flaw: webhooks.flaw) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await webhooks.create(wanted, gallery: call.caller.gallery, once: once) { outcome in
                    Self.answer(outcome, refusal) {
                        KeptAnswer(status: 201, location: "/v1/webhooks/\($0.webhook.id)", body: Self.bytes($0))
                    }
                }, base: configuration.basePath)
        }
    }

    func listWebhooks(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let (items, next) = try await webhooks.list(gallery: call.caller.gallery, after: after, limit: limit)
        return page(items, next: next, call) { $0.webhook($1) }
    }

    func showWebhook(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let webhook = try await webhooks.find(id, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownWebhook)
        }
        return Reply(.ok, .json, Self.bytes(WebhookView(webhook)))
    }

    func changeWebhook(
        _ id: Identifier, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, _) = try await content(call, &body)
        let change = try read(members) { RequestBodies.webhookChange(&$0, flaw: webhooks.flaw) }
        let preconditions = call.preconditions
        let outcome = try await webhooks.change(id, change, gallery: call.caller.gallery) {
            preconditions.refusal(Self.bytes(WebhookView($0)), isNeeded: true)
        }
        switch outcome {
        case .failure(let refusal): throw Problem(refusal)
        case .success(let webhook):
            let bytes = Self.bytes(WebhookView(webhook))
            return Reply.changed(bytes)
        }
    }

    func removeWebhook(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        let refusal = try await webhooks.remove(
            id, gallery: call.caller.gallery, admission: call.preconditions.admission { Self.bytes(WebhookView($0)) })
        if let refusal { throw Problem(refusal) }
        return Reply(.noContent, .none)
    }

    func rotateSecret(
        of id: Identifier, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let given = try await optionalContent(call, &body)
        if let given { _ = try read(given.members) { _ in true } }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: given?.bytes ?? []) { once in
            try refusal.reply(
                await webhooks.rotate(id, gallery: call.caller.gallery, once: once) { outcome in
                    Self.answer(outcome, refusal) { KeptAnswer(status: 200, body: Self.bytes($0)) }
                }, base: configuration.basePath)
        }
    }

    private static func bytes(_ view: WebhookView) -> [UInt8] {
        var writer = JSONWriter()
        writer.webhook(view.webhook, secret: view.secret)
        return writer.bytes
    }

    private static func answer<Value>(
        _ outcome: Result<Value, Refusal>, _ refusal: RefusalSlot, _ render: (Value) -> KeptAnswer
    ) -> KeptAnswer {
        switch outcome {
        case .failure(let reason): refusal.put(reason)
        case .success(let value): render(value)
        }
    }
}

extension API {
    func listDeliveries(
        of id: Identifier, _ call: Call, _ query: inout QueryReader
    ) async throws -> Reply {
        let state = query.choice("state", WebhookDeliveryState.self)
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let page = try await webhooks.deliveries(
            of: id, state: state, gallery: call.caller.gallery, after: after, limit: limit)
        guard let page else { throw Problem(Refusal.unknownWebhook) }
        return self.page(page.items, next: page.next, call) { $0.delivery($1) }
    }

    func redeliver(
        _ id: Identifier, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let wanted = try read(members) { RequestBodies.redelivery(&$0) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await webhooks.redeliver(id, wanted, gallery: call.caller.gallery, once: once) { outcome in
                    Self.answer(outcome, refusal) { requeued in
                        var writer = JSONWriter()
                        writer.requeued(requeued)
                        return KeptAnswer(status: 200, body: writer.bytes)
                    }
                }, base: configuration.basePath)
        }
    }
}
