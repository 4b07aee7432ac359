/// Whether the parts that requests depend on are there; the executable fills it in.
package struct Readiness: Sendable {
    /// Nil where a part is ready, or a few words for operators that name no address, path or secret: `/readyz` is open.
    package typealias Check = @Sendable () async -> String?

    /// The parts in the order in which `/readyz` names them.
    package var parts: [(name: String, check: Check)]

    package init(
        database: @escaping Check = { nil }, keyring: @escaping Check = { nil }, courier: @escaping Check = { nil }
    ) {
        parts = [("database", database), ("keyring", keyring), ("courier", courier)]
    }

    /// The name of each part with what is wrong with it.
    func report() async -> [(name: String, problem: String?)] {
        var report: [(name: String, problem: String?)] = []
        for part in parts { report.append((part.name, await part.check())) }
        return report
    }
}
