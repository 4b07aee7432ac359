import HTTPTypes
import JSONText
import Model
import Storage
import Workflows

extension API {
    func contact(
        _ package: String, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let command = try read(members) { RequestBodies.contact(&$0, package: package) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await letters.contact(
                    command, gallery: call.caller.gallery, key: call.caller.key, once: once, rates: call.rates
                ) {
                    var writer = JSONWriter()
                    switch $0 {
                    case .refused(let reason): return refusal.put(reason)
                    case .known(let contact):
                        writer.contact(contact)
                        return KeptAnswer(status: 200, body: writer.bytes)
                    case .sent(let contact):
                        writer.contact(contact)
                        return KeptAnswer(status: 201, body: writer.bytes)
                    }
                }, base: configuration.basePath)
        }
    }

    func report(
        _ package: String, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let command = try read(members) { RequestBodies.report(&$0, package: package) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await letters.report(
                    command, gallery: call.caller.gallery, key: call.caller.key, once: once, rates: call.rates
                ) {
                    var writer = JSONWriter()
                    switch $0 {
                    case .refused(let reason): return refusal.put(reason)
                    case .received(let report):
                        writer.report(ReportStanding(report: report, isOpen: true))
                        return KeptAnswer(status: 201, body: writer.bytes)
                    }
                }, base: configuration.basePath)
        }
    }

    func listReports(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        let (after, limit) = (query.id("after"), query.limit())
        try query.finish()
        let (items, next) = try await letters.reports(gallery: call.caller.gallery, after: after, limit: limit)
        return page(items, next: next, call) { $0.report($1) }
    }

    func showReport(_ id: Identifier, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let standing = try await reports.find(id, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownReport)
        }
        return Reply(.ok, .json, Self.bytes(standing))
    }

    func closeReport(
        _ id: Identifier, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, bytes) = try await content(call, &body)
        let closing = try read(members) { RequestBodies.closing(&$0) }
        let refusal = RefusalSlot()
        return try await repetitions.run(call, method: "POST", body: bytes) { once in
            try refusal.reply(
                await reports.close(
                    id, by: closing.by, reason: closing.reason, gallery: call.caller.gallery, once: once,
                    admission: call.preconditions.admission { Self.bytes($0) }
                ) {
                    switch $0 {
                    case .failure(let reason): return refusal.put(reason)
                    case .success(let standing): return KeptAnswer(status: 200, body: Self.bytes(standing))
                    }
                }, base: configuration.basePath)
        }
    }

    private static func bytes(_ standing: ReportStanding) -> [UInt8] {
        var writer = JSONWriter()
        writer.report(standing)
        return writer.bytes
    }
}
