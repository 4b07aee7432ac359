import Model

/// The two ways around that events are append-only, for which the engine itself asks.
///
/// Any other statement that would change or delete an event fails, whoever wrote it and however it came into the
/// program. Against who may write in the database's file as they like, nothing in the file helps.
extension EventRecords {
    enum Change: String {
        /// Words go about somebody who asked to be forgotten, or a client's address whose time is over; that something
        /// happened, what, when and in which place stays.
        case erasure
        /// The oldest go.
        case retention
    }

    /// Changes events for the reason given, and no more afterwards.
    func changing<Result>(_ why: Change, _ body: () throws -> Result) throws -> Result {
        try transaction.run("INSERT INTO event_changes (why) VALUES ($1)", [.text(why.rawValue)])
        let result = try body()
        try transaction.run("DELETE FROM event_changes WHERE why = $1", [.text(why.rawValue)])
        return result
    }
}
