import Model

/// A page of a list that shows the newest first: walks along an index that ends in the id.
struct NewestFirst {
    private(set) var arguments: [SQLValue] = []
    private var conditions: [String] = []
    private let column: String
    private let place: ListPlace

    /// - Parameter column: The id, as the query names it.
    init(_ column: String, at place: ListPlace) {
        self.column = column
        self.place = place
    }

    /// One more condition; `?` in it stands for the value.
    mutating func add(_ condition: String, _ value: SQLValue) {
        arguments.append(value)
        conditions.append(condition.replacing("?", with: "$\(arguments.count)"))
    }

    mutating func add(_ condition: String) { conditions.append(condition) }

    /// The whole query, for one more row than a page has; nearest first behind ``ListPlace/after(_:)``.
    mutating func sql(_ selection: String, limit: Int) -> String {
        let order: String
        switch place {
        case .newest: order = "DESC"
        case .before(let id):
            add("\(column) < ?", .id(id))
            order = "DESC"
        case .after(let id):
            add("\(column) > ?", .id(id))
            order = "ASC"
        }
        arguments.append(.integer(limit + 1))
        return """
            \(selection) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(column) \(order)
            LIMIT $\(arguments.count)
            """
    }
}
