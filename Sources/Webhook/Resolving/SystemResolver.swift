import Foundation
package import Model
import Synchronization

/// The system's own resolver: its files, its name servers, its rules of order (RFC 6724).
///
/// It blocks, for as long as its name servers do; so each lookup has a thread of its own, away from the event loops and
/// from the tasks' threads, and none waits behind another.
package final class SystemResolver: HostResolver {
    /// How many lookups may hang at once.
    private static let most = 128

    private let running = Atomic<Int>(0)

    package init() {}

    package func addresses(of name: String) async throws -> [HostAddress] {
        guard running.wrappingAdd(1, ordering: .relaxed).newValue <= Self.most else {
            running.wrappingSubtract(1, ordering: .relaxed)
            throw ResolvingError.unavailable
        }
        let answer = Answer()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.wait(continuation)
                Thread.detachNewThread {
                    let found = Result { try Self.lookUp(name) }
                    self.running.wrappingSubtract(1, ordering: .relaxed)
                    answer.give(found)
                }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    private static func lookUp(_ name: String) throws -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &first)
        defer { if let first { freeaddrinfo(first) } }
        switch code {
        case 0: break
        case EAI_AGAIN, EAI_MEMORY, EAI_SYSTEM: throw ResolvingError.unavailable
        default: throw ResolvingError.unknown
        }
        var found: [HostAddress] = []
        var entry = first
        while let current = entry?.pointee {
            entry = current.ai_next
            guard let raw = UnsafeRawPointer(current.ai_addr) else { continue }
            let bytes: [UInt8]
            switch current.ai_family {
            case AF_INET:
                bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
            case AF_INET6:
                bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
            default: continue
            }
            if let address = HostAddress(bytes: bytes), !found.contains(address) { found.append(address) }
        }
        guard !found.isEmpty else { throw ResolvingError.unknown }
        return found
    }
}

/// The answer to one lookup: the first that is given counts.
private final class Answer: Sendable {
    private typealias Found = Result<[HostAddress], any Error>

    private struct State {
        var waiter: CheckedContinuation<[HostAddress], any Error>?
        var given: Found?
    }

    private let state = Mutex(State())

    func wait(_ continuation: CheckedContinuation<[HostAddress], any Error>) {
        let given = state.withLock { state -> Found? in
            if state.given == nil { state.waiter = continuation }
            return state.given
        }
        if let given { continuation.resume(with: given) }
    }

    func give(_ found: Result<[HostAddress], any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<[HostAddress], any Error>? in
            guard state.given == nil else { return nil }
            state.given = found
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(with: found)
    }
}
