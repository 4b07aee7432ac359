import Dispatch
import Foundation
import Logging
import Synchronization

/// Tells other nodes that there is something to do, and hears it from them, by NOTIFY and LISTEN.
///
/// Neither is relied on: poolers and some servers do not have them.
final class PostgresSignals: Sendable {
    private static let channel = "countersign"
    /// Announcements that follow each other within this are one.
    private static let pace = DispatchTimeInterval.milliseconds(50)
    /// How often the listener looks whether it is to end, and how long it waits for a server that is gone, in seconds.
    private static let (glance, mostPause) = (1.0, 30.0)

    private struct State {
        var isAnnouncing = false
        var isClosed = false
        var speaker: PostgresConnection?
    }

    private let connect: @Sendable () throws -> PostgresConnection
    private let logger: Logger
    /// What tells our own announcements from those of others.
    private let name = UUID().uuidString
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "countersign.announcer")

    init(connect: @escaping @Sendable () throws -> PostgresConnection, logger: Logger) {
        self.connect = connect
        self.logger = logger
    }

    func announce() {
        let isFirst = state.withLock { state in
            guard !state.isAnnouncing, !state.isClosed else { return false }
            state.isAnnouncing = true
            return true
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + Self.pace) { [self] in
            state.withLock { $0.isAnnouncing = false }
            do {
                try speaker()?.simple("NOTIFY \(Self.channel), '\(name)'")
            } catch {
                state.withLock { $0.speaker = nil }
            }
        }
    }

    func listen(_ heard: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            var pause = 1.0
            while !isClosed {
                do {
                    let connection = try connect()
                    try connection.simple("LISTEN \(Self.channel)")
                    pause = 1
                    // Something may have been announced while nobody listened.
                    heard()
                    while !isClosed {
                        let names = try connection.notifications(within: Self.glance)
                        if names.contains(where: { $0 != name }) { heard() }
                    }
                } catch {
                    guard !isClosed else { return }
                    logger.warning("other nodes are not heard", metadata: ["error": "\(StorageError.of(error))"])
                    Thread.sleep(forTimeInterval: pause)
                    pause = min(pause * 2, Self.mostPause)
                }
            }
        }
        thread.name = "countersign.listener"
        thread.start()
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            state.speaker = nil
        }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func speaker() throws -> PostgresConnection? {
        if let speaker = state.withLock({ $0.isClosed ? nil : $0.speaker }) { return speaker }
        guard !isClosed else { return nil }
        let connection = try connect()
        state.withLock { $0.speaker = connection }
        return connection
    }
}
