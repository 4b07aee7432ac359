import Model
package import Storage
import Synchronization

/// A row that this version cannot read, because it is damaged or a later version wrote it.
///
/// It is passed over, so that it stops nothing but itself. Nothing of what is in it is told.
package struct UnreadableRow: Sendable, Hashable {
    package enum Kind: String, Sendable { case gallery, invitation, publication, package, message, recoveryCase }

    package var kind: Kind
    /// The gallery's short name, or the id; of a package its number.
    package var name: String
    package var flaw: String

    package init(_ kind: Kind, _ name: String, _ flaw: StorageError) {
        self.kind = kind
        self.name = name
        self.flaw = flaw.description
    }

    /// How long what depends on such a row is left alone, until it is looked at again: somebody may have mended it.
    package static let rest: Duration = .seconds(600)
}

/// What rests because of a row that cannot be read.
final class SetAside: Sendable {
    /// What is handled for itself.
    enum Thing: Hashable {
        case invitation(Identifier), publication(Identifier)
        /// A package's digest.
        case package(Int64)
        /// What a gallery's admins hear each day.
        case digests(Identifier)
        case recoveryCase(Identifier)
        /// A gallery whose cases are to be looked at again.
        case cases(Identifier)

        func unreadable(_ flaw: StorageError) -> UnreadableRow {
            switch self {
            case .invitation(let id): UnreadableRow(.invitation, id.description, flaw)
            case .publication(let id): UnreadableRow(.publication, id.description, flaw)
            case .package(let number): UnreadableRow(.package, "\(number)", flaw)
            case .digests(let id), .cases(let id): UnreadableRow(.recoveryCase, "of the gallery \(id)", flaw)
            case .recoveryCase(let id): UnreadableRow(.recoveryCase, id.description, flaw)
            }
        }
    }

    private let moments = Mutex<[Thing: Timestamp]>([:])

    var count: Int { moments.withLock { $0.count } }

    func put(_ thing: Thing, until moment: Timestamp) { moments.withLock { $0[thing] = moment } }

    /// Those of these that do not rest now.
    func others<ID: Sendable>(among all: [ID], at now: Timestamp, _ thing: (ID) -> Thing) -> [ID] {
        moments.withLock { moments in
            if moments.values.contains(where: { $0 <= now }) { moments = moments.filter { $1 > now } }
            return all.filter { moments[thing($0)] == nil }
        }
    }
}
