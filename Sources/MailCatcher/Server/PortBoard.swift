import Foundation
import NIOConcurrencyHelpers

/// Where the bound ports are announced, once, and waited for.
final class PortBoard: Sendable {
    private struct State {
        var result: Result<Ports, any Error>?
        var waiters: [UUID: CheckedContinuation<Ports, any Error>] = [:]
    }

    private let state = NIOLockedValueBox(State())

    func announce(_ result: Result<Ports, any Error>) {
        let waiters = state.withLockedValue { state in
            if state.result == nil { state.result = result }
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    func ports() async throws -> Ports {
        let key = UUID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Ports, any Error>? = state.withLockedValue { state in
                    if let result = state.result { return result }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[key] = continuation
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        } onCancel: {
            state.withLockedValue { $0.waiters.removeValue(forKey: key) }?.resume(throwing: CancellationError())
        }
    }
}
