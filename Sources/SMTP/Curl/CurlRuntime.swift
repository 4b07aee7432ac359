import CCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What must happen once in the process before libcurl is used.
enum CurlRuntime {
    /// Whether libcurl is ready.
    ///
    /// Also makes a write to a closed socket an error instead of a signal that kills the
    /// process, because libcurl is told to touch no signals (CURLOPT_NOSIGNAL).
    static let isReady: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    /// Makes every further read from a socket see its end.
    static func stopReading(_ socket: curl_socket_t) {
        _ = shutdown(socket, Int32(SHUT_RD))
    }
}
