import Model
import Storage

/// What the public forms have in common: each asks the address that it came with.
extension Work {
    /// Whether an address refuses mail about a package: of that package, or of everything in this gallery.
    ///
    /// The package need not be known.
    func refusesMail(_ address: EmailAddress, about package: Name) throws -> Bool {
        let known = try transaction.packages.find(package.text, gallery: gallery.id)
        return try transaction.blocks.isBlocked(
            digest(address, for: .block), of: nil, package: known ?? KnownPackage(number: 0, id: package),
            gallery: gallery.id)
    }

    /// Queues what asks an address whether a form is theirs; where it refuses that, it is recorded, and not sent.
    func ask(_ drafts: [MessageDraft], isRefused: Bool) throws {
        guard isRefused else { return try queue(drafts) }
        for draft in drafts { try keepBack(draft, because: .blocked) }
    }
}
