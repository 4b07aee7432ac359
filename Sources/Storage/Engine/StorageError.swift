/// What can go wrong below the records.
///
/// Descriptions are safe to log: they hold no row's content.
package enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The engine refused a statement.
    case engine(String)
    /// What the engine stands on is missing for now: space on the disk, the lock of another process, the file.
    ///
    /// Nothing of the transaction was kept, and the same may work in a moment.
    case unavailable(String)
    /// A row does not read as what its record writes.
    case corrupt(String)
    /// The schema is older than this version needs.
    case oldSchema(found: Int, needed: Int)
    /// The schema was made by a later version.
    case newSchema(found: Int, known: Int)
    case closed

    /// Whether the same may work in a moment.
    package var mayPass: Bool {
        if case .unavailable = self { true } else { false }
    }

    /// Whether it is about one row, and others can be read.
    package var isOfOneRow: Bool {
        if case .corrupt = self { true } else { false }
    }

    package var description: String {
        switch self {
        case .engine(let message): "the database failed: \(message)"
        case .unavailable(let message): "the database cannot be used now: \(message)"
        case .corrupt(let message): "a row of the database is damaged: \(message)"
        case .oldSchema(let found, let needed):
            "the database has schema \(found) and this version needs \(needed); run 'countersign migrate'"
        case .newSchema(let found, let known):
            "the database has schema \(found), made by a later version; this one knows \(known)"
        case .closed: "the database is closed"
        }
    }
}
