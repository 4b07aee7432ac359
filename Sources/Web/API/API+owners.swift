import HTTPTypes
import JSONText
import Model
import Workflows

extension API {
    func listOwners(_ package: String, _ call: Call, _ query: inout QueryReader) async throws -> Reply {
        try query.finish()
        guard let view = try await owners.list(package, gallery: call.caller.gallery) else {
            throw Problem(Refusal.unknownPackage)
        }
        return Reply(.ok, .json, Self.bytes(view))
    }

    func putOwners(
        _ package: String, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        let (members, _) = try await content(call, &body, upTo: configuration.longestBulkBody)
        let accounts = try read(members) { RequestBodies.owners(&$0) }
        let outcome = try await owners.put(
            accounts, package: try Self.package(package), gallery: call.caller.gallery,
            admission: call.preconditions.admission { Self.bytes($0) })
        switch outcome {
        case .failure(let refusal): throw Problem(refusal)
        case .success(let view): return Reply.changed(Self.bytes(view))
        }
    }

    /// The id of a package that the path may be the first to name.
    private static func package(_ text: String) throws(Problem) -> Name {
        do throws(Name.Flaw) {
            return try Name(text, .package)
        } catch {
            throw .path([FieldFlaw("package", "\(error)")])
        }
    }

    func removeOwner(
        _ username: String, _ package: String, _ call: Call, _ query: inout QueryReader
    ) async throws -> Reply {
        let by = query.text("by")
        let asAdmin = query.choice("asAdmin", Flag.self) == .yes
        // Before what else is wrong: who may not ask is not helped to ask rightly.
        try call.caller.requires(asAdmin ? .override : .notify)
        let words = query.text("reason")
        if let by, asAdmin {
            do throws(Name.Flaw) { _ = try Name(by, .username) } catch { query.flaw("by", "\(error)") }
        }
        if by == nil { query.flaw("by", "is missing: who removes the owner") }
        var requester = Requester.owner(by ?? "")
        do throws(PlainText.Flaw) {
            let reason = try PlainText(words ?? "").withoutLinks
            requester = asAdmin ? .admin(name: by ?? "", reason: reason) : .owner(by ?? "", reason: reason)
        } catch {
            query.flaw("reason", "\(error)")
        }
        if asAdmin, words == nil {
            query.flaw("reason", "is needed where an admin acts over the owners' heads; it is logged")
        }
        try query.finish()
        let refusal = try await owners.remove(
            username, from: package, by: requester, gallery: call.caller.gallery, key: call.caller.key,
            rates: call.rates, admission: call.preconditions.admission { Self.bytes($0) })
        if let refusal { throw Problem(refusal) }
        return Reply(.noContent, .none)
    }

    /// A parameter that is true or false.
    private enum Flag: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    private static func bytes(_ view: OwnersView) -> [UInt8] {
        var writer = JSONWriter()
        writer.owners(view)
        return writer.bytes
    }
}
