import Model
import Synchronization

/// Counts tokens that do not verify, by client address, in memory: guessing must not reach the database.
final class ForgedTokens: Sendable {
    /// How many addresses are remembered.
    ///
    /// An attacker with more of them gains nothing: a MAC of 128 bits is not guessed.
    static let mostRemembered = 4096

    private let records = Mutex<[IPAddress: RateRecord]>([:])

    /// How many addresses are remembered now.
    var remembered: Int { records.withLock { $0.count } }

    /// Counts one more.
    ///
    /// - Returns: how long to wait where there were too many.
    func count(_ client: IPAddress?, at now: Timestamp) -> Duration? {
        guard let key = client?.limitKey else { return nil }
        return records.withLock { records in
            if records[key] == nil, records.count >= Self.mostRemembered { Self.makeRoom(&records, at: now) }
            return records[key, default: RateRecord()].take(.forgedTokens, at: now)
        }
    }

    /// Forgets what no longer matters or, where all of it does, the half that was seen longest ago.
    private static func makeRoom(_ records: inout [IPAddress: RateRecord], at now: Timestamp) {
        let horizon = now - RateLimit.forgedTokens.memory
        func last(_ record: RateRecord) -> Timestamp { record.entries.last?.at ?? Timestamp(milliseconds: .min) }
        records = records.filter { last($0.value) > horizon }
        guard records.count >= mostRemembered else { return }
        let median = records.values.map(last).sorted()[records.count / 2]
        var kept = records.filter { last($0.value) > median }
        if kept.count == records.count { kept = [:] }
        records = kept
    }
}
