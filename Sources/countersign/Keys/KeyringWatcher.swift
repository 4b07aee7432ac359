import Foundation
import Links
import Logging
import ServiceLifecycle
import Synchronization

/// Puts a changed keyring file into force: a rotation or a retirement holds within seconds, without a restart.
final class KeyringWatcher: Service {
    private let file: KeyringFile
    private let holder: KeyringHolder
    private let logger: Logger
    private let interval: Duration
    private let state: Mutex<State>

    private struct State {
        /// How the file was when it was last read.
        var seen: KeyringFile.Stamp?
        /// What was wrong with it then.
        var flaw: String?
    }

    /// - Parameter seen: How the file was before it was read for the holder.
    init(
        file: KeyringFile, holder: KeyringHolder, seen: KeyringFile.Stamp?, logger: Logger,
        interval: Duration = .seconds(1)
    ) {
        self.file = file
        self.holder = holder
        self.logger = logger
        self.interval = interval
        state = Mutex(State(seen: seen))
    }

    /// What is wrong with the file as it is now, in words for `/readyz`; the keyring in force may still be good.
    var problem: String? {
        state.withLock { $0.flaw }.map { _ in
            "the file cannot be used; the keyring that was read before stays in force"
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.look()
                try? await Task.sleep(for: self.interval)
            }
        }
    }

    private func look() {
        let stamp = file.stamp()
        // What is wrong may be cured by something that no stamp shows, such as a folder above it.
        let isNew = state.withLock { state in
            defer { state.seen = stamp }
            return state.seen != stamp || state.flaw != nil
        }
        guard isNew else { return }
        do {
            holder.replace(with: try file.read().keyring())
            state.withLock { $0.flaw = nil }
            logger.notice("the keyring was read anew")
        } catch {
            // The one in force stays: links must not die of a bad edit.
            let words = (error as? Failure)?.message ?? "\(error)"
            let isTold = state.withLock { state in
                defer { state.flaw = words }
                return state.flaw == words
            }
            guard !isTold else { return }
            logger.error("the changed keyring cannot be used", metadata: ["error": "\(words)"])
        }
    }
}
