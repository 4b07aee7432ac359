package import Model

/// What an admin looks for in the audit log; what is nil or empty is not asked for.
package struct AuditFilter: Sendable, Equatable {
    package var types: [EventType]
    /// Any of these spellings.
    package var actors: [String]
    package var subject: String?
    /// The package's comparison key.
    package var package: String?
    package var origin: Origin.Kind?
    /// The first moment.
    package var from: Timestamp?
    /// The first moment that is too late.
    package var until: Timestamp?

    package init(
        types: [EventType] = [], actors: [String] = [], subject: String? = nil, package: String? = nil,
        origin: Origin.Kind? = nil, from: Timestamp? = nil, until: Timestamp? = nil
    ) {
        self.types = types
        self.actors = actors
        self.subject = subject
        self.package = package
        self.origin = origin
        self.from = from
        self.until = until
    }
}

/// A stretch of the audit log, newest first.
package struct AuditPage: Sendable, Equatable {
    package var events: [Event]
    /// Where the next one goes on: before this place; nil at the log's beginning.
    package var next: Int64?

    package init(events: [Event] = [], next: Int64? = nil) {
        self.events = events
        self.next = next
    }
}

extension EventRecords {
    /// How many events one question looks through that has to look at each.
    ///
    /// Few of a kind among very many of another are found in several steps. They may lie anywhere, and where nobody has asked
    /// for them before each is read from the disk.
    package static let auditReach = 2_000
    /// The same where events are looked at in their own order: they lie side by side.
    private static let stride = 10

    /// What is written for each invitation or each mail: no index has it by its type.
    ///
    /// It is a migration that says so: with others comes another.
    static let frequent: [EventType] = [.invitationCreated, .messageSent]

    /// The condition of the index by type, word for word.
    static let isRare = "type <> 'invitation.created' AND type <> 'message.sent'"

    /// Events that a filter takes, newest first.
    ///
    /// One of the filter's conditions is answered by an index, the one that fewest events meet; the others are asked of what
    /// that finds, and of no more than `reach` of it, so that no page takes long.
    ///
    /// - Parameter before: The place that they come before; nil to begin at the end.
    /// - Returns: No more than `limit`; there may be fewer, even none, and more further on. Events that cannot be read are
    ///   left out.
    package func audit(
        _ filter: AuditFilter, gallery: Identifier, before: Int64? = nil, limit: Int, reach: Int = auditReach
    ) throws -> AuditPage {
        let newest = try last(gallery: gallery)
        var (low, high) = (Int64(1), min(before.map { $0 - 1 } ?? newest, newest))
        if let until = filter.until { high = min(high, try place(of: until, gallery: gallery, last: newest) - 1) }
        if let from = filter.from { low = try place(of: from, gallery: gallery, last: newest) }
        guard low <= high else { return AuditPage(events: [], next: nil) }
        let (legs, rest, floor) = try narrowest(filter, gallery, low...high, reach: reach)
        var found: [Event] = []
        for leg in legs {
            found += try events(leg, rest, gallery, floor...high, limit: limit + 1)
        }
        found.sort { $0.seq > $1.seq }
        let events = Array(found.prefix(limit))
        if found.count > limit { return AuditPage(events: events, next: events.last?.seq) }
        return AuditPage(events: events, next: floor > low ? floor : nil)
    }

    /// The condition with which one goes furthest back, what is asked beside it, and the place that one gets to.
    private func narrowest(
        _ filter: AuditFilter, _ gallery: Identifier, _ places: ClosedRange<Int64>, reach: Int
    ) throws -> (legs: [AuditLeg], rest: [AuditLeg], floor: Int64) {
        let (choices, rest) = AuditLeg.choices(of: filter)
        // An index that is asked for all it has need not be measured.
        if choices.count == 1, rest.isEmpty { return (choices[0], [], places.lowerBound) }
        var (best, lowest) = (0, Int64.max)
        for (index, legs) in choices.enumerated() {
            var floor = places.lowerBound
            for leg in legs {
                let reach = leg.index == nil ? reach * Self.stride : max(1, reach / legs.count)
                floor = max(floor, try self.floor(leg, gallery, places, reach: reach))
            }
            if floor < lowest { (best, lowest) = (index, floor) }
            if lowest == places.lowerBound { break }
        }
        let others = choices.enumerated().filter { $0.offset != best }.map { AuditLeg.either($0.element) }
        return (choices[best], others + rest, lowest)
    }

    /// The first place whose event is not before a moment; behind the last one where all are.
    ///
    /// By halving: places follow the time, as far as the clocks of several nodes do.
    private func place(of moment: Timestamp, gallery: Identifier, last: Int64) throws -> Int64 {
        var (low, high) = (Int64(1), last + 1)
        while low < high {
            let middle = low + (high - low) / 2
            var row = try transaction.row(
                "SELECT seq, at FROM events WHERE gallery_id = $1 AND seq >= $2 ORDER BY seq LIMIT 1",
                [.id(gallery), .integer(middle)])
            guard let seq = try row?.integer(), let at = try row?.time() else {
                high = middle
                continue
            }
            if at < moment { low = seq + 1 } else { high = middle }
        }
        return low
    }

    /// The place of the last event that one leg looks at.
    private func floor(
        _ leg: AuditLeg, _ gallery: Identifier, _ places: ClosedRange<Int64>, reach: Int
    ) throws -> Int64 {
        var row = try transaction.row(
            """
            SELECT seq FROM events \(along(leg)) WHERE gallery_id = $1 AND seq >= $2 AND seq <= $3 \(leg.sql(from: 4))
            ORDER BY seq DESC LIMIT 1 OFFSET $\(4 + leg.arguments.count)
            """,
            [.id(gallery), .integer(places.lowerBound), .integer(places.upperBound)] + leg.arguments
                + [.integer(reach)])
        return try row?.integer() ?? places.lowerBound
    }

    private func along(_ leg: AuditLeg) -> String { leg.index.map(transaction.dialect.along) ?? "" }

    private func events(
        _ leg: AuditLeg, _ rest: [AuditLeg], _ gallery: Identifier, _ places: ClosedRange<Int64>, limit: Int
    ) throws -> [Event] {
        var arguments: [SQLValue] = [.id(gallery), .integer(places.lowerBound), .integer(places.upperBound)]
        var conditions = ""
        for leg in [leg] + rest {
            conditions += " " + leg.sql(from: arguments.count + 1)
            arguments += leg.arguments
        }
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM events \(along(leg))
            WHERE gallery_id = $1 AND seq >= $2 AND seq <= $3\(conditions)
            ORDER BY seq DESC LIMIT $\(arguments.count + 1)
            """,
            arguments + [.integer(limit)]
        ).compactMap { row in
            do {
                return try Self.read(row)
            } catch let flaw as StorageError where flaw.isOfOneRow {
                return nil
            }
        }
    }
}

/// One condition of a question to the log.
private struct AuditLeg {
    /// With `?` where arguments go.
    let text: String
    let arguments: [SQLValue]
    /// What answers it.
    let index: String?

    init(_ text: String, _ arguments: [SQLValue], along index: String? = nil) {
        self.text = text
        self.arguments = arguments
        self.index = index
    }

    func sql(from first: Int) -> String {
        var (sql, place) = ("", first)
        for character in text {
            guard character == "?" else {
                sql.append(character)
                continue
            }
            sql += "$\(place)"
            place += 1
        }
        return sql
    }

    /// What indices answer: of each choice every leg is asked for itself; and what none answers.
    ///
    /// Never without a choice, be it the rows' own order; the first are likely to be the narrowest.
    static func choices(of filter: AuditFilter) -> (choices: [[AuditLeg]], rest: [AuditLeg]) {
        var all: [[AuditLeg]] = []
        if let subject = filter.subject {
            all.append([AuditLeg("AND subject = ?", [.text(subject)], along: "events_of_subject")])
        }
        if let package = filter.package {
            all.append([AuditLeg("AND package_key = ?", [.text(package)], along: "events_of_package")])
        }
        let actors = filter.actors.filter { $0 != EventDraft.system }
        if !actors.isEmpty {
            all.append(
                actors.map { AuditLeg("AND actor = ? AND actor <> 'system'", [.text($0)], along: "events_by_actor") })
        }
        // No index holds what happens all day long, what nobody did, or where nearly everything comes from.
        var rest: [AuditLeg] = []
        if filter.types.contains(where: EventRecords.frequent.contains) {
            rest.append(either(filter.types.map { AuditLeg("AND type = ?", [.text($0.rawValue)]) }))
        } else if !filter.types.isEmpty {
            all.append(
                filter.types.map {
                    AuditLeg(
                        "AND type = ? AND \(EventRecords.isRare)", [.text($0.rawValue)], along: "events_of_type")
                })
        }
        if actors.isEmpty, !filter.actors.isEmpty { rest.append(AuditLeg("AND actor = 'system'", [])) }
        switch filter.origin {
        case .service?: rest.append(AuditLeg("AND origin = 'service'", []))
        case .key?: rest.append(AuditLeg("AND origin = 'key'", []))
        case .some(let origin):
            all.append([
                AuditLeg(
                    "AND origin = ? AND origin <> 'service' AND origin <> 'key'", [.text(origin.rawValue)],
                    along: "events_from")
            ])
        case nil: break
        }
        return (all.isEmpty ? [[AuditLeg("", [])]] : all, rest)
    }

    static func either(_ legs: [AuditLeg]) -> AuditLeg {
        let texts = legs.map { $0.text.dropFirst("AND ".count) }.map { "(\($0))" }
        return AuditLeg("AND (\(texts.joined(separator: " OR ")))", legs.flatMap(\.arguments))
    }
}
