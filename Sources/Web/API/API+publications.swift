import HTTPTypes
import JSONText
import Model
import Storage
import Workflows

extension API {
    func publish(
        _ package: String, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let command = try read(members) { RequestBodies.publication(&$0, package: package) }
        let refusal = RefusalSlot()
        let now = call.exchange.now
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await publications.publish(
                    command, gallery: call.caller.gallery, key: call.caller.key, once: once, rates: call.rates
                ) {
                    Self.answer($0, refusal, now: now)
                }, base: configuration.basePath)
        }
    }

    func listPublications(_ package: String, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        let state = query.choice("state", PublicationState.self)
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let found = try await publications.list(
            of: package, state: state, gallery: call.caller.gallery, after: after, limit: limit)
        guard let (items, next) = found else { throw Problem(Refusal.unknownPackage) }
        return page(items, next: next, call) { $0.publication($1) }
    }

    func showPublication(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let view = try await publications.find(id, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownPublication)
        }
        return Reply(.ok, .json, Self.bytes(view))
    }

    func changePublication(
        _ id: Identifier, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, _) = try await content(call, &body)
        let change = try read(members) { RequestBodies.advance(&$0) }
        let outcome = try await publications.advance(
            id, stage: change.stage, warnings: change.warnings, reasons: change.reasons,
            gallery: call.caller.gallery, key: call.caller.key, rates: call.rates,
            admission: call.preconditions.admission { Self.bytes($0) })
        switch outcome {
        case .refused(let refusal): throw Problem(refusal)
        case .created(let publication), .done(let publication):
            return Reply.changed(Self.bytes(PublicationView(publication: publication, now: call.exchange.now)))
        }
    }

    private static func bytes(_ view: PublicationView) -> [UInt8] {
        var writer = JSONWriter()
        writer.publication(view)
        return writer.bytes
    }

    /// Renders what came of a call, in its transaction.
    private static func answer(_ outcome: PublicationOutcome, _ refusal: RefusalSlot, now: Timestamp) -> KeptAnswer {
        let publication: Publication
        switch outcome {
        case .created(let created): publication = created
        case .done(let done): publication = done
        case .refused(let reason): return refusal.put(reason)
        }
        var writer = JSONWriter(capacity: 640)
        writer.publication(PublicationView(publication: publication, now: now))
        guard case .created = outcome else { return KeptAnswer(status: 200, body: writer.bytes) }
        return KeptAnswer(status: 201, location: "/v1/publications/\(publication.id)", body: writer.bytes)
    }
}
