/// Where the two engines differ in SQL.
package struct Dialect: Sendable, Equatable {
    package enum Engine: String, Sendable { case sqlite, postgresql }

    package let engine: Engine
    /// A 64-bit integer column.
    let integer: String
    /// A column of bytes.
    let blob: String
    /// A 64-bit primary key that the engine counts up and never gives out twice.
    let counter: String
    /// What ends a CREATE TABLE.
    let tableOptions: String
    /// What ends a CREATE TABLE whose rows lie in the order of its primary key.
    let clusteredOptions: String
    /// What follows the SELECT that picks rows to claim, so that two nodes do not wait for each other.
    let skipLocked: String
    /// Triggers that keep events as they are, but for what `event_changes` names for the time of a transaction.
    let eventGuards: [String]

    /// A text field of an object in a column of JSON; null where it is not there.
    func field(_ name: String, of column: String) -> String {
        switch engine {
        case .sqlite: "(\(column) ->> '\(name)')"
        case .postgresql: "(\(column)::json ->> '\(name)')"
        }
    }

    /// What follows a table's name where one index is to be taken: SQLite, which gathers no statistics by itself, prefers the
    /// rows' own order, and walks through all of them.
    func along(_ index: String) -> String {
        switch engine {
        case .sqlite: "INDEXED BY \(index)"
        case .postgresql: ""
        }
    }

    package static let sqlite = Dialect(
        engine: .sqlite, integer: "INTEGER", blob: "BLOB", counter: "INTEGER PRIMARY KEY AUTOINCREMENT",
        tableOptions: " STRICT", clusteredOptions: " STRICT, WITHOUT ROWID", skipLocked: "",
        eventGuards: [
            """
            CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
            WHEN NOT EXISTS (SELECT 1 FROM event_changes WHERE why = 'erasure')
                OR NEW.gallery_id IS NOT OLD.gallery_id OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id
                OR NEW.type IS NOT OLD.type OR NEW.at IS NOT OLD.at OR NEW.origin IS NOT OLD.origin
                OR NEW.origin_id IS NOT OLD.origin_id
            BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
            """,
            // REPLACE asks no trigger for the row that it takes away.
            """
            CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
            WHEN EXISTS (SELECT 1 FROM events WHERE gallery_id = NEW.gallery_id AND seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
            """,
            """
            CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
            WHEN NOT EXISTS (SELECT 1 FROM event_changes WHERE why = 'retention')
            BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
            """,
        ])
}
