import HTTPTypes
import Model
import Storage
import Workflows

extension AdminSite {
    /// `audit`, `audit/export`.
    func audit(_ request: AdminRequest) async throws -> Reply {
        guard request.place.thing == nil, !request.isPost else { throw notThere }
        let query = AuditQuery(request.asked)
        switch request.place.word {
        case nil: break
        case "export"?: return try export(query, request)
        default: throw notThere
        }
        let page =
            query.errors.isEmpty
            ? try await AuditLog(context).page(
                query.question, gallery: request.gallery.id, before: query.before, limit: PageSize.list)
            : AuditPage()
        return reply(
            request, query.errors.isEmpty ? .ok : .unprocessableContent,
            AuditLogPage(frame: frame(request), query: query, page: page).html())
    }

    /// All that the question takes, page after page, as it is read; it ends where the log began when it was asked for.
    ///
    /// It breaks off, and its connection ends without the end of it, once its admin is none any more or has signed out.
    private func export(_ query: AuditQuery, _ request: AdminRequest) throws -> Reply {
        guard query.errors.isEmpty else { throw Problem(.invalid, "A day is written as 2026-11-21.") }
        let format = request.asked.choice("format", AuditExport.self) ?? .csv
        let (log, gallery, question) = (AuditLog(context), request.gallery, query.question)
        var reply = Reply(.ok, .text)
        reply.fields[.contentType] = format.mediaType
        let name = "audit-\(gallery.slug).\(format.rawValue)"
        reply.fields[.contentDisposition] = "attachment; filename=\"\(name)\""
        let (before, sessions, visitor) = (query.before, sessions, request.visitor)
        reply.stream = { write in
            var place = before
            try await write(format.head)
            repeat {
                guard try await sessions.stands(visitor, in: gallery.id) else { throw NobodysExport() }
                let page = try await log.page(
                    question, gallery: gallery.id, before: place, limit: AuditLog.exportStep)
                var bytes: [UInt8] = []
                for event in page.events { format.write(event, to: &bytes) }
                try await write(bytes)
                place = page.next
            } while place != nil
        }
        return reply
    }

    /// Whoever asked for it may not read on.
    private struct NobodysExport: Error {}
}
