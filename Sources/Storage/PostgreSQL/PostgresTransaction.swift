/// Statements on one connection of PostgreSQL, prepared once each.
struct PostgresTransaction: Transaction {
    let connection: PostgresConnection

    var dialect: Dialect { .postgresql }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try connection.execute(sql, arguments).rows()
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try connection.execute(sql, arguments).count
    }

    func takeTime() throws {
        try connection.simple("SET LOCAL statement_timeout = 0")
        connection.isUnhurried = true
    }
}
