import Synchronization

/// Names for prepared statements, the same for the same text everywhere: behind a pooler, another client's statement
/// that bears the name is the one that we mean.
///
/// Poolers that do not know of prepared statements (PgBouncer before 1.21, and in mode `statement`) hand us to a server
/// where ours are not. That shows at the first one that is missing; from then on nothing is prepared.
final class StatementNames: Sendable {
    private let isStopped = Atomic<Bool>(false)

    /// - Returns: nil where statements are to be sent whole.
    func name(of sql: String, _ types: [UInt32]) -> String? {
        guard !isStopped.load(ordering: .relaxed) else { return nil }
        // FNV-1a from two starting points: a name is no secret, and only has to be another for another text.
        var first: UInt64 = 0xcbf2_9ce4_8422_2325
        var second: UInt64 = 0x8422_2325_cbf2_9ce4
        func take(_ byte: UInt8) {
            first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
            second = (second ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        for byte in sql.utf8 { take(byte) }
        for type in types { take(UInt8(truncatingIfNeeded: type)) }
        return "c" + String(first, radix: 36) + "_" + String(second, radix: 36)
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    var areUsed: Bool { !isStopped.load(ordering: .relaxed) }
}
