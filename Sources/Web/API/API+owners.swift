import HTTPTypes
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
        guard let (members, _) = try await members(call, &body) else { throw Problem(Refusal.unknownPackage) }
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
        if by == nil { query.flaw("by", "is missing: who removes the owner") }
        try query.finish()
        let refusal = try await owners.remove(
            username, from: package, by: by ?? "", gallery: call.caller.gallery)
        if let refusal { throw Problem(refusal) }
        return Reply(.noContent, .none)
    }

    private static func owners(_ view: OwnersView) -> Reply {
        var writer = JSONWriter()
        writer.owners(view)
        return Reply(.ok, .json, writer.bytes)
    }
}
