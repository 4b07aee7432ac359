import Model
package import Storage
import Synchronization

/// A row that this version cannot read, because it is damaged or a later version wrote it.
///
/// It is passed over, so that it stops nothing but itself. Nothing of what is in it is told.
package struct UnreadableRow: Sendable, Hashable {
    package enum Kind: String, Sendable { case gallery, invitation, message }

    package var kind: Kind
    /// The gallery's short name, or the id.
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
    private let moments = Mutex<[Identifier: Timestamp]>([:])

    var count: Int { moments.withLock { $0.count } }

    func put(_ id: Identifier, until moment: Timestamp) { moments.withLock { $0[id] = moment } }

    /// Those of these that do not rest now.
    func others(among ids: [Identifier], at now: Timestamp) -> [Identifier] {
        moments.withLock { moments in
            if moments.values.contains(where: { $0 <= now }) { moments = moments.filter { $1 > now } }
            return ids.filter { moments[$0] == nil }
        }
    }
}
