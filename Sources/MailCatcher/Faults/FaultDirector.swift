import Synchronization

/// Answers which fault happens now, and keeps count; one for all connections of a catcher.
final class FaultDirector: Sendable {
    private struct State {
        var plan: FaultPlan
        var generation = 1
        /// How often each rule's occasion came, and how often it acted.
        var occasions: [Int]
        var acted: [Int]
    }

    private let state: Mutex<State>

    init(plan: FaultPlan) {
        let zeros = [Int](repeating: 0, count: plan.rules.count)
        state = Mutex(State(plan: plan, occasions: zeros, acted: zeros))
    }

    /// The plan, and a number that changes with it.
    var current: (plan: FaultPlan, generation: Int) {
        state.withLock { ($0.plan, $0.generation) }
    }

    var generation: Int { state.withLock { $0.generation } }

    /// Replaces the plan and starts all counts anew; connections that are open see it at their next command.
    func set(_ plan: FaultPlan) {
        state.withLock {
            $0.plan = plan
            $0.generation += 1
            $0.occasions = [Int](repeating: 0, count: plan.rules.count)
            $0.acted = $0.occasions
        }
    }

    /// The rule that acts at this occasion, counted as done.
    func consult(_ phase: FaultPhase, _ recipients: [String]) -> FaultRule? {
        state.withLock { state in
            guard !state.plan.rules.isEmpty else { return nil }
            for (index, rule) in state.plan.rules.enumerated() where rule.matches(phase, recipients: recipients) {
                state.occasions[index] += 1
                guard state.occasions[index] > rule.skip, state.acted[index] < rule.times ?? .max else { continue }
                state.acted[index] += 1
                return rule
            }
            return nil
        }
    }

    /// How often each rule of the plan has acted, in order.
    var acted: [Int] { state.withLock { $0.acted } }
}
