import NIOConcurrencyHelpers
import NIOCore

/// The SMTP connections that are open, so that they can be counted and closed.
final class ConnectionBook: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let state = NIOLockedValueBox(State())

    /// Takes note of a connection; false where there are that many already.
    func enter(_ channel: any Channel, most: Int) -> Bool {
        let key = ObjectIdentifier(channel)
        let entered = state.withLockedValue { state in
            guard !state.isClosed, state.channels.count < most else { return false }
            state.channels[key] = channel
            return true
        }
        if entered {
            channel.closeFuture.whenComplete { _ in self.leave(key) }
        }
        return entered
    }

    private func leave(_ key: ObjectIdentifier) {
        state.withLockedValue { $0.channels[key] = nil }
    }

    /// Closes all at once, without good-byes, and takes no more.
    func closeAll() async {
        let channels = state.withLockedValue { state in
            state.isClosed = true
            return Array(state.channels.values)
        }
        for channel in channels { channel.eventLoop.execute { SMTPHandler.closeSocket(channel) } }
        for channel in channels { try? await channel.closeFuture.get() }
    }
}
