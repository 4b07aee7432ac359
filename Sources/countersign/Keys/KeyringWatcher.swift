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
    private let state: Mutex<(seen: Date?, flaw: String?)>

    /// - Parameter seen: When the file had last been changed before it was read for the holder.
    init(
        file: KeyringFile, holder: KeyringHolder, seen: Date?, logger: Logger, interval: Duration = .seconds(1)
    ) {
        self.file = file
        self.holder = holder
        self.logger = logger
        self.interval = interval
        state = Mutex((seen, nil))
    }

    /// What is wrong with the file as it is now, in words for `/readyz`; the keyring in force may still be good.
    var problem: String? { state.withLock { $0.flaw } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.look()
                try? await Task.sleep(for: self.interval)
            }
        }
    }

    private func look() {
        let changed = file.changed()
        let isNew = state.withLock { state in
            defer { state.seen = changed }
            return state.seen != changed
        }
        guard isNew else { return }
        do {
            holder.replace(with: try file.read().keyring())
            state.withLock { $0.flaw = nil }
            logger.notice("the keyring was read anew")
        } catch {
            // The one in force stays: links must not die of a bad edit.
            state.withLock { $0.flaw = "the file cannot be used; the keyring that was read before stays in force" }
            let words = (error as? Failure)?.message ?? "\(error)"
            logger.error("the changed keyring cannot be used", metadata: ["error": "\(words)"])
        }
    }
}
