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

    package static let sqlite = Dialect(
        engine: .sqlite, integer: "INTEGER", blob: "BLOB", counter: "INTEGER PRIMARY KEY AUTOINCREMENT",
        tableOptions: " STRICT", clusteredOptions: " STRICT, WITHOUT ROWID", skipLocked: "")
}
