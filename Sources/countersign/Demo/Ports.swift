import Foundation

/// Ports of this machine.
enum Ports {
    /// The wanted port where it is free, otherwise any free one.
    static func free(preferring wanted: Int) throws -> Int {
        if wanted != 0, case .bound(let port) = attempt(wanted) { return port }
        guard case .bound(let port) = attempt(0) else { throw Failure("no free port on 127.0.0.1") }
        return port
    }

    /// - Throws: where this port cannot be had.
    static func check(_ port: Int) throws {
        switch attempt(port) {
        case .bound: return
        case .refused(EADDRINUSE):
            throw Failure("port \(port) of 127.0.0.1 is in use; stop what listens there or name another with --port")
        case .refused(let code):
            throw Failure("port \(port) of 127.0.0.1 cannot be had: \(String(cString: strerror(code)))")
        }
    }

    private enum Attempt {
        case bound(Int)
        /// With the system's reason.
        case refused(Int32)
    }

    /// Binds and lets go.
    private static func attempt(_ port: Int) -> Attempt {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return .refused(errno) }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(descriptor, generic, length) == 0, getsockname(descriptor, generic, &length) == 0 else {
                    return Attempt.refused(errno)
                }
                return Attempt.bound(Int(UInt16(bigEndian: pointer.pointee.sin_port)))
            }
        }
    }
}
