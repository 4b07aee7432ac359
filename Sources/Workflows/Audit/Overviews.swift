package import Model
import Storage

/// The numbers that an admin sees at a glance.
package struct Overviews: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Those of a gallery, as of now.
    package func read(gallery: Identifier) async throws -> Overview {
        let now = context.clock()
        return try await context.database.read { transaction in
            let hours = try transaction.counts.list(
                .hour, gallery: gallery, since: now - .seconds(Int64(Overview.hourCount) * 3600))
            let days = try transaction.counts.list(.day, gallery: gallery, since: Overview.firstDay(now))
            var cases: [RecoveryState: [Int]] = [:]
            for state in Overview.caseStates {
                cases[state] = try transaction.recovery.ages(state, gallery: gallery, at: now)
            }
            let pending = try transaction.invitations.pendingAges(gallery: gallery, at: now)
            return Overview(
                hours: RunningCounts(hours), days: RunningCounts(days), pending: pending, cases: cases, at: now)
        }
    }
}
