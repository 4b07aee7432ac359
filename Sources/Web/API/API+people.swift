import HTTPTypes
import JSONText
import Model
import Storage
import Workflows

extension API {
    func showPreferences(_ username: String, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let view = try await preferences.find(username, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownAccount)
        }
        return Reply(.ok, .json, Self.bytes(view))
    }

    func putPreferences(
        _ username: String, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, _) = try await content(call, &body)
        let commands = try read(members) { RequestBodies.preferences(&$0) }
        let preconditions = call.preconditions
        let outcome = try await preferences.put(commands, of: username, gallery: call.caller.gallery) { before in
            preconditions.refusal(Self.bytes(before), isNeeded: !before.mutes.isEmpty)
        }
        switch outcome {
        case .failure(let refusal): throw Problem(refusal)
        case .success(let view):
            return Reply.changed(Self.bytes(view))
        }
    }

    private static func bytes(_ view: PreferencesView) -> [UInt8] {
        var writer = JSONWriter()
        writer.preferences(view)
        return writer.bytes
    }

    func listBlocks(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        var recipients: [BlockCommand.Recipient] = []
        if let username = query.text("username") { recipients.append(.account(username)) }
        if let text = query.text("email") {
            do throws(EmailAddress.Flaw) {
                recipients.append(.address(try EmailAddress(text)))
            } catch {
                query.flaw("email", "\(error)")
            }
        }
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let (items, next) = try await blocks.list(
            of: recipients, gallery: call.caller.gallery, after: after, limit: limit)
        return page(items, next: next, call) { $0.block($1) }
    }

    func showBlock(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let block = try await blocks.find(id, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownBlock)
        }
        return Reply(.ok, .json, Self.bytes(block))
    }

    private static func bytes(_ block: Block) -> [UInt8] {
        var writer = JSONWriter()
        writer.block(block)
        return writer.bytes
    }

    func addBlock(_ call: Call, _ query: inout QueryReader, _ body: inout BodyReader) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let command = try read(members) { RequestBodies.block(&$0) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await blocks.add(command, gallery: call.caller.gallery, once: once) { outcome in
                    switch outcome {
                    case .refused(let reason): return refusal.put(reason)
                    case .known(let block): return KeptAnswer(status: 200, body: Self.bytes(block))
                    case .created(let block):
                        return KeptAnswer(status: 201, location: "/v1/blocks/\(block.id)", body: Self.bytes(block))
                    }
                }, base: configuration.basePath)
        }
    }

    func removeBlock(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        let refusal = try await blocks.remove(
            id, gallery: call.caller.gallery, admission: call.preconditions.admission { Self.bytes($0) })
        if let refusal { throw Problem(refusal) }
        return Reply(.noContent, .none)
    }
}

extension API {
    func listSuppressions(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let (items, next) = try await suppressions.list(
            gallery: call.caller.gallery, after: after, limit: limit)
        return page(items, next: next, call) { $0.suppression($1) }
    }

    /// - Parameter text: The address in the path.
    func suppression(
        _ text: String, _ method: HTTPRequest.Method, _ call: Call, _ query: inout QueryReader,
        _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let address = try Self.address(text)
        let gallery = call.caller.gallery
        let admission = call.preconditions.admission { (view: Suppression) in Self.bytes(view) }
        switch method {
        case .put:
            var reason = "manual"
            if let (members, _) = try await optionalContent(call, &body) {
                reason = try read(members) { RequestBodies.suppression(&$0) }
            }
            let outcome = try await suppressions.put(address, reason: reason, gallery: gallery, admission: admission)
            switch outcome {
            case .failure(let refusal): throw Problem(refusal)
            case .success(let put): return Reply.changed(Self.bytes(put.suppression), put.isNew ? .created : .ok)
            }
        case .delete:
            let refusal = try await suppressions.remove(address, gallery: gallery, admission: admission)
            if let refusal { throw Problem(refusal) }
            return Reply(.noContent, .none)
        default:
            guard let found = try await suppressions.find(address, gallery: gallery) else {
                throw Problem(Refusal.unknownSuppression)
            }
            return Reply(.ok, .json, Self.bytes(found))
        }
    }

    private static func bytes(_ suppression: Suppression) -> [UInt8] {
        var writer = JSONWriter()
        writer.suppression(suppression)
        return writer.bytes
    }

    /// The address in a path.
    static func address(_ text: String) throws(Problem) -> EmailAddress {
        do throws(EmailAddress.Flaw) {
            return try EmailAddress(text)
        } catch {
            throw .path([FieldFlaw("email", "\(error)")])
        }
    }
}
