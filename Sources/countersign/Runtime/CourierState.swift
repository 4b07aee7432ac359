import Model
import Storage

/// What mail is held back, and by which of the two switches: the one of all mail, and each gallery's own.
struct CourierState: Sendable {
    /// Whether all mail is held back.
    let isPaused: Bool
    /// Every gallery that can be used, by slug.
    let galleries: [Gallery]
    /// The short names of the others, whose mail waits until they are mended.
    let unusable: [String]

    static func read(_ database: any Database) async throws -> CourierState {
        try await database.read { transaction in
            let list = try transaction.galleries.list()
            return CourierState(
                isPaused: try transaction.switches.courierIsPaused(), galleries: list.galleries,
                unusable: list.unreadable.map(\.slug))
        }
    }

    /// What there is to say of galleries that cannot be used; nil where there are none.
    var flaw: String? {
        guard let first = unusable.first else { return nil }
        return "cannot be used, and wait: \(unusable.joined(separator: ", ")); "
            + "'countersign gallery show \(first)' says why"
    }

    /// Those whose own switch holds their mail back.
    var pausedAlone: [String] { galleries.filter(\.paused).map(\.slug) }

    /// What becomes of a gallery's mail now.
    func words(for gallery: Gallery) -> String {
        isPaused ? "paused (all)" : gallery.paused ? "paused" : "running"
    }

    /// One line on all of it.
    var summary: String {
        if isPaused { return "paused (all): all mail is held back; 'countersign courier resume' lets it go" }
        return pausedAlone.isEmpty ? "running" : "running, but paused for \(pausedAlone.joined(separator: ", "))"
    }
}
