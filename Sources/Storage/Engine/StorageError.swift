/// What can go wrong below the records.
///
/// Descriptions are safe to log: they hold no row's content.
package enum StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The engine refused a statement or lost its file or connection.
    case engine(String)
    /// A row does not read as what its record writes.
    case corrupt(String)
    /// The schema is older than this version needs.
    case oldSchema(found: Int, needed: Int)
    /// The schema was made by a later version.
    case newSchema(found: Int, known: Int)
    case closed

    package var description: String {
        switch self {
        case .engine(let message): "the database failed: \(message)"
        case .corrupt(let message): "a row of the database is damaged: \(message)"
        case .oldSchema(let found, let needed):
            "the database has schema \(found) and this version needs \(needed); run 'countersign migrate'"
        case .newSchema(let found, let known):
            "the database has schema \(found), made by a later version; this one knows \(known)"
        case .closed: "the database is closed"
        }
    }
}
