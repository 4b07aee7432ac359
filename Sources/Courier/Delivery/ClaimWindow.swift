/// How many messages to hold at once: few at first, more as long as the senders run out of work between two claims.
///
/// What is held when a process dies waits for its lease to end, and counts as taken over; so no more is held than keeps
/// every connection busy.
struct ClaimWindow: Equatable {
    private(set) var size: Int
    private let most: Int
    /// Whether the last claim got all that it asked for: only then is there more to be had.
    private var wasFilled = false

    init(least: Int, most: Int) {
        size = least
        self.most = most
    }

    mutating func learn(backlogIsEmpty: Bool) {
        guard backlogIsEmpty, wasFilled else { return }
        size = min(size * 2, most)
        wasFilled = false
    }

    mutating func learn(claimed: Int, of room: Int) {
        if room > 0 { wasFilled = claimed >= room }
    }
}
