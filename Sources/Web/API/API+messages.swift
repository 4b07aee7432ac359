import HTTPTypes
import JSONText
import Model
import Storage
import Workflows

extension API {
    func listMessages(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        let about = query.id("about")
        let state = query.choice("state", MessageState.self)
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let (items, next) = try await messages.list(
            gallery: call.caller.gallery, about: about, state: state, without: call.caller.withheld, after: after,
            limit: limit)
        return page(items, next: next, call) { $0.message($1) }
    }

    func showMessage(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        let found = try await messages.find(id, gallery: call.caller.gallery, without: call.caller.withheld)
        guard let view = found else {
            throw Problem(Refusal.unknownMessage)
        }
        var writer = JSONWriter()
        writer.message(view)
        return Reply(.ok, .json, writer.bytes)
    }

    func callMessage(
        _ action: Messages.Call, _ id: Identifier, _ call: Call, _ query: inout QueryReader,
        _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let given = try await optionalContent(call, &body)
        if let given { _ = try read(given.members) { _ in true } }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: given?.bytes ?? []) { once in
            try refusal.reply(
                await messages.call(
                    action, id, gallery: call.caller.gallery, without: call.caller.withheld, once: once
                ) { outcome in
                    switch outcome {
                    case .failure(let reason): return refusal.put(reason)
                    case .success(let view):
                        var writer = JSONWriter()
                        writer.message(view)
                        return KeptAnswer(status: 200, body: writer.bytes)
                    }
                }, base: configuration.basePath)
        }
    }
}
