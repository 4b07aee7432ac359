import Foundation
import Synchronization

/// Where finished log lines go.
package protocol LogSink: Sendable {
    /// Takes one whole line, its newline included. Called from any thread.
    func write(_ line: [UInt8])
}

/// Writes to a file descriptor, a line at a time, never two lines into each other.
///
/// A line that cannot be written (the reader has gone, the disk is full) is dropped: logging stops no work.
package final class DescriptorSink: LogSink {
    package static let standardError = DescriptorSink(descriptor: STDERR_FILENO)

    private let descriptor: Int32
    // write(2) keeps lines apart by itself only up to PIPE_BUF octets.
    private let turn = Mutex(())

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package func write(_ line: [UInt8]) {
        turn.withLock { _ in
            line.withUnsafeBytes { bytes in
                var rest = bytes
                while !rest.isEmpty {
                    let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                    if count > 0 {
                        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                    } else if count < 0, errno == EAGAIN {
                        // Someone made the descriptor non-blocking: wait for room, a second at most.
                        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                        guard poll(&wanted, 1, 1000) > 0 else { return }
                    } else if count == 0 || errno != EINTR {
                        return
                    }
                }
            }
        }
    }
}
