import Foundation
import Links
import Logging
import ServiceLifecycle

/// Puts a changed keyring file into force: a rotation or a retirement holds within seconds, without a restart.
struct KeyringWatcher: Service {
    let file: KeyringFile
    let holder: KeyringHolder
    let logger: Logger
    var interval: Duration = .seconds(1)

    func run() async throws {
        let start = file.changed()
        await cancelWhenGracefulShutdown {
            var seen = start
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                let changed = file.changed()
                guard changed != seen, changed != nil else { continue }
                do {
                    holder.replace(with: try file.read().keyring())
                    seen = changed
                    logger.notice("the keyring was read anew")
                } catch {
                    // The one in force stays: links must not die of a bad edit.
                    seen = changed
                    let words = (error as? Failure)?.message ?? "\(error)"
                    logger.error("the changed keyring cannot be used", metadata: ["error": "\(words)"])
                }
            }
        }
    }
}
