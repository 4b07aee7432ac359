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
        return Self.owners(view)
    }

    func putOwners(
        _ package: String, _ call: Call, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        try query.finish()
        guard let (members, _) = try await members(call, &body, upTo: configuration.longestBulkBody) else {
            throw Problem(Refusal.unknownPackage)
        }
        var name: Name?
        let accounts = try read(members) { reader in
            do throws(Name.Flaw) {
                name = try Name(package, .package)
            } catch {
                reader.add(FieldFlaw("", "the package id in the path: \(error)"))
            }
            return RequestBodies.owners(&reader)
        }
        guard let name else { throw Problem(Refusal.unknownPackage) }
        return Self.owners(try await owners.put(accounts, package: name, gallery: call.caller.gallery))
    }

    func removeOwner(
        _ username: String, _ package: String, _ call: Call, _ query: inout QueryReader
    ) async throws -> Reply {
        let by = query.text("by")
        let asAdmin = query.choice("asAdmin", Flag.self) == .yes
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
        try call.caller.requires(asAdmin ? .override : .notify)
        let refusal = try await owners.remove(
            username, from: package, by: requester, gallery: call.caller.gallery, key: call.caller.key,
            rates: call.rates)
        if let refusal { throw Problem(refusal) }
        return Reply(.noContent, .none)
    }

    /// A parameter that is true or false.
    private enum Flag: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    private static func owners(_ view: OwnersView) -> Reply {
        var writer = JSONWriter()
        writer.owners(view)
        return Reply(.ok, .json, writer.bytes)
    }
}
