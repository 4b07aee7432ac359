import NIOConcurrencyHelpers

/// The plan in force, and how often each of its rules has been met; shared by all connections.
package final class FaultDesk: Sendable {
    private struct State {
        var plan: FaultPlan
        /// Occasions that met each rule so far, those that `skip` let pass included.
        var met: [Int]
    }

    private let state: NIOLockedValueBox<State>

    /// Starts with a plan, every rule unmet.
    package init(_ plan: FaultPlan = FaultPlan()) {
        state = NIOLockedValueBox(State(plan: plan, met: plan.rules.map { _ in 0 }))
    }

    /// The plan in force.
    package var plan: FaultPlan { state.withLockedValue { $0.plan } }

    /// Puts another plan in force; its rules start unmet.
    package func replace(_ plan: FaultPlan) {
        state.withLockedValue { $0 = State(plan: plan, met: plan.rules.map { _ in 0 }) }
    }

    /// What happens on this occasion: any delays, then at most one action that ends the matter.
    package func decide(_ phase: FaultPhase, recipients: [String] = []) -> [FaultAction] {
        state.withLockedValue { state in
            guard !state.plan.rules.isEmpty else { return [] }
            var actions: [FaultAction] = []
            for (index, rule) in state.plan.rules.enumerated() where rule.phase == phase && rule.concerns(recipients) {
                let met = state.met[index]
                if met < rule.skip {
                    state.met[index] += 1
                    continue
                }
                if let times = rule.times, met - rule.skip >= times { continue }
                state.met[index] += 1
                actions.append(rule.action)
                guard case .delay = rule.action else { break }
            }
            return actions
        }
    }
}
