import CCurl

/// The C functions that libcurl calls, each with the session as its context.
enum CurlCallbacks {
    static var header: curl_write_callback {
        { bytes, size, count, context in
            guard let session = sessionOf(context), let bytes else { return 0 }
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            // Anything but the whole length ends the transfer.
            return session.lineArrived(line) ? line.count : 0
        }
    }

    static var discard: curl_write_callback {
        { _, size, count, _ in size * count }
    }

    static var read: curl_read_callback {
        { buffer, size, count, context in
            guard let session = sessionOf(context), let buffer else { return Int(CURL_READFUNC_ABORT) }
            return session.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
    }

    static var prerequest: curl_prereq_callback {
        { context, _, _, _, _ in
            sessionOf(context)?.isAboutToSend() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
    }

    static var socket: curl_sockopt_callback {
        { context, _, _ in
            sessionOf(context)?.socketOpened()
            return CURL_SOCKOPT_OK
        }
    }

    static var progress: curl_xferinfo_callback {
        { context, _, _, _, _ in sessionOf(context)?.mayGoOn() == true ? 0 : 1 }
    }
}

private func sessionOf(_ context: UnsafeMutableRawPointer?) -> CurlSession? {
    context.map { Unmanaged<CurlSession>.fromOpaque($0).takeUnretainedValue() }
}
