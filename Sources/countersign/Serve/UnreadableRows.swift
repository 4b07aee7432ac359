import Logging
import Synchronization
import Workflows

/// Says once of each row that was passed over that it was, and nothing of what is in it.
final class UnreadableRows: Sendable {
    /// After so many it starts over, so that a database full of them takes no memory.
    private static let mostKept = 10_000

    private let logger: Logger
    private let told = Mutex<Set<UnreadableRow>>([])

    init(logger: Logger) {
        self.logger = logger
    }

    func tell(_ row: UnreadableRow) {
        let isNew = told.withLock { told in
            if told.count >= Self.mostKept { told.removeAll() }
            return told.insert(row).inserted
        }
        guard isNew else { return }
        logger.error(
            "a row cannot be read and is passed over; all else goes on",
            metadata: [row.kind.rawValue: "\(row.name)", "error": "\(row.flaw)"])
    }
}
