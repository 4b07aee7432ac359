import Synchronization

/// The keyring that is in force now; the executable puts a new one in when the file changes.
package final class KeyringHolder: Sendable {
    private let current: Mutex<Keyring>

    package init(_ keyring: Keyring) {
        current = Mutex(keyring)
    }

    package var keyring: Keyring { current.withLock { $0 } }

    /// Holds for every link that is signed or verified from now on.
    package func replace(with keyring: Keyring) {
        current.withLock { $0 = keyring }
    }
}
