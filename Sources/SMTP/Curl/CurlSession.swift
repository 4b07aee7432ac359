import CCurl
import Model

/// One libcurl handle and the connection that it keeps: the conversation of one thread with one relay.
///
/// It belongs to the thread that made it, and to one relay with its TLS mode and credentials for ever: handing a handle
/// from one to another can send in clear over a connection that was left (CVE-2026-4873).
final class CurlSession {
    private let easy: UnsafeMutableRawPointer
    private let message: UnsafeMutablePointer<CChar>
    private let options: RelayOptions
    private let abort: AbortFlag
    private(set) var conversation: ConversationReader
    private var patience: Patience
    private var stop: TransferEnd.Stop?
    private var content: [UInt8] = []
    private var offset = 0

    /// Makes a handle; connects nothing yet.
    ///
    /// - Throws: when libcurl lacks something that we rely on. Better no mail than one sent without it.
    init(_ relay: Relay, _ options: RelayOptions, abort: AbortFlag) throws(CurlError) {
        guard CurlRuntime.isReady, let easy = curl_easy_init() else { throw CurlError(code: CURLE_FAILED_INIT) }
        self.easy = easy
        self.options = options
        self.abort = abort
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        conversation = ConversationReader(
            encryption: relay.encryption, needsAuthentication: relay.credentials != nil
        )
        patience = Patience(options.timeouts, now: .now)
        try configure(relay)
        try installCallbacks()
    }

    deinit {
        // With nothing more to read, libcurl says QUIT and closes; else it would wait for the answer to QUIT.
        shutdownReading()
        curl_easy_cleanup(easy)
        message.deallocate()
    }

    /// Whether a connection is open and kept for the next mail.
    var isConnected: Bool { socket != nil }

    /// Sends one mail; blocks for as long as the relay takes.
    func send(_ mail: OutgoingMail) -> SendOutcome {
        content = mail.content
        let recipients = curl_slist_append(nil, mail.recipient.text)
        defer { curl_slist_free_all(recipients) }
        do throws(CurlError) {
            guard recipients != nil else { throw CurlError(code: CURLE_OUT_OF_MEMORY) }
            try CurlError.check(countersign_set_mail_from(easy, mail.sender.text))
            try CurlError.check(countersign_set_mail_rcpt(easy, recipients))
            try CurlError.check(countersign_set_infilesize(easy, curl_off_t(content.count)))
        } catch {
            return .failed(.connect, .connect, detail: error.explanation)
        }
        let end = perform(needsSMTPUTF8: mail.needsSMTPUTF8, size: content.count)
        return SendOutcome.classify(conversation, end)
    }

    /// Goes through everything that comes before a mail, says NOOP, and leaves.
    func probe() -> TransferEnd {
        do throws(CurlError) {
            try CurlError.check(countersign_set_upload(easy, 0))
            try CurlError.check(countersign_set_nobody(easy, 1))
            try CurlError.check(countersign_set_customrequest(easy, "NOOP"))
        } catch {
            return TransferEnd(code: error.code.rawValue, wasConnected: false)
        }
        return perform(needsSMTPUTF8: false, size: 0)
    }

    private func perform(needsSMTPUTF8: Bool, size: Int) -> TransferEnd {
        offset = 0
        stop = nil
        message.pointee = 0
        conversation.begin(needsSMTPUTF8: needsSMTPUTF8, size: size)
        patience = Patience(options.timeouts, now: .now)
        let code = curl_easy_perform(easy)
        noteConnectionTimes()
        var uploaded: curl_off_t = 0
        _ = countersign_get_size_upload(easy, &uploaded)
        return TransferEnd(
            code: code.rawValue, message: String(cString: message), stop: stop,
            wasConnected: conversation.phase != .connect,
            wroteEverything: offset == content.count && uploaded >= content.count
        )
    }

    /// Tells the conversation about handshakes that no line of the server shows.
    private func noteConnectionTimes() {
        guard conversation.phase == .connect || conversation.phase == .starttls else { return }
        var time: curl_off_t = 0
        let isTLSNext = conversation.encryption == .implicit || conversation.phase == .starttls
        _ = isTLSNext ? countersign_get_appconnect_time(easy, &time) : countersign_get_connect_time(easy, &time)
        guard time > 0 else { return }
        let before = conversation.phase
        conversation.connected()
        conversation.handshakeFinished()
        if conversation.phase != before { patience.expect(conversation.phase, now: .now) }
    }
}

// What libcurl calls while it works, on the session's own thread.
extension CurlSession {
    /// A line of the server; false ends the conversation.
    func lineArrived(_ line: UnsafeRawBufferPointer) -> Bool {
        let phase = conversation.phase
        let action = conversation.received(line)
        if conversation.isFinished {
            patience.expectEnd(now: .now)
        } else if conversation.phase != phase {
            patience.expect(conversation.phase, now: .now)
        }
        return action == .proceed
    }

    /// MAIL FROM would be next; false ends the conversation.
    func isAboutToSend() -> Bool {
        let action = conversation.ready()
        patience.expect(conversation.phase, now: .now)
        return action == .proceed
    }

    func socketOpened() {
        conversation.socketOpened()
    }

    /// Copies the next block of the message; 0 is its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, content.count - offset)
        content.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
        }
        offset += count
        if offset < content.count {
            patience.expect(.body, now: .now)
        } else {
            patience.expectFinalReply(now: .now)
        }
        return count
    }

    /// Called whenever something moves, and about once a second when nothing does; false ends the conversation.
    func mayGoOn() -> Bool {
        noteConnectionTimes()
        if abort.isRaised {
            stop = stop ?? .shutdown
        } else if patience.isOver(now: .now) {
            stop = stop ?? .deadline
        }
        return stop == nil
    }
}

extension CurlSession {
    private func configure(_ relay: Relay) throws(CurlError) {
        try CurlError.check(countersign_set_url(easy, relay.url))
        try CurlError.check(countersign_set_protocols(easy, "smtp,smtps"))
        // An empty text switches off the proxies of the environment too.
        try CurlError.check(countersign_set_proxy(easy, ""))
        try CurlError.check(countersign_set_noproxy(easy, "*"))
        try CurlError.check(countersign_set_netrc(easy, Int(CURL_NETRC_IGNORED.rawValue)))
        try CurlError.check(countersign_set_nosignal(easy, 1))
        // Does not wait for a name that is still being looked up when the handle goes.
        try CurlError.check(countersign_set_quick_exit(easy, 1))

        let use = relay.encryption == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
        try CurlError.check(countersign_set_use_ssl(easy, Int(use.rawValue)))
        try CurlError.check(countersign_set_ssl_verifypeer(easy, 1))
        try CurlError.check(countersign_set_ssl_verifyhost(easy, 2))
        try CurlError.check(countersign_set_sslversion(easy, Int(CURL_SSLVERSION_TLSv1_2)))
        // The system's certificates stay trusted: libcurl also looks in its directory of them.
        if let caFile = options.caFile { try CurlError.check(countersign_set_cainfo(easy, caFile)) }

        if let credentials = relay.credentials {
            try CurlError.check(countersign_set_username(easy, credentials.user))
            try CurlError.check(countersign_set_password(easy, credentials.password))
            try CurlError.check(countersign_set_login_options(easy, "AUTH=PLAIN;AUTH=LOGIN"))
        }

        // Wide, because Patience decides.
        let overall = options.timeouts.overall + .seconds(60)
        try CurlError.check(countersign_set_connecttimeout_ms(easy, overall.wholeMilliseconds))
        try CurlError.check(countersign_set_timeout_ms(easy, overall.wholeMilliseconds))
        try CurlError.check(countersign_set_server_response_timeout(easy, overall.wholeMilliseconds / 1000))
        let lifetime = min(options.connectionLifetime, .seconds(3600))
        try CurlError.check(countersign_set_maxlifetime_conn(easy, max(1, lifetime.wholeMilliseconds / 1000)))
        let age = max(2, options.idleTimeout.wholeMilliseconds / 1000 + 1)
        try CurlError.check(countersign_set_maxage_conn(easy, age))
        try CurlError.check(countersign_set_maxconnects(easy, 1))
        try CurlError.check(countersign_set_tcp_keepalive(easy, 1))
        try CurlError.check(countersign_set_upload(easy, 1))
    }

    private func installCallbacks() throws(CurlError) {
        // Unretained: the handle, and with it every call, ends in deinit.
        let context = Unmanaged.passUnretained(self).toOpaque()
        try CurlError.check(countersign_set_errorbuffer(easy, message))
        try CurlError.check(countersign_set_headerdata(easy, context))
        try CurlError.check(countersign_set_headerfunction(easy, CurlCallbacks.header))
        try CurlError.check(countersign_set_writefunction(easy, CurlCallbacks.discard))
        try CurlError.check(countersign_set_readdata(easy, context))
        try CurlError.check(countersign_set_readfunction(easy, CurlCallbacks.read))
        try CurlError.check(countersign_set_prereqdata(easy, context))
        try CurlError.check(countersign_set_prereqfunction(easy, CurlCallbacks.prerequest))
        try CurlError.check(countersign_set_sockoptdata(easy, context))
        try CurlError.check(countersign_set_sockoptfunction(easy, CurlCallbacks.socket))
        try CurlError.check(countersign_set_xferinfodata(easy, context))
        try CurlError.check(countersign_set_xferinfofunction(easy, CurlCallbacks.progress))
        try CurlError.check(countersign_set_noprogress(easy, 0))
    }

    private var socket: curl_socket_t? {
        var socket: curl_socket_t = -1
        guard countersign_get_activesocket(easy, &socket) == CURLE_OK, socket >= 0 else { return nil }
        return socket
    }

    private func shutdownReading() {
        if let socket { CurlRuntime.stopReading(socket) }
    }
}
