import CCurl
import Model

extension SendOutcome {
    /// What a conversation and its end mean.
    ///
    /// Never by the error code of libcurl alone, which is the same for things
    /// that are not: a reply that refuses decides first, then whether the final dot can have been sent, then the fault.
    static func classify(_ conversation: ConversationReader, _ end: TransferEnd) -> SendOutcome {
        let phase = conversation.phase == .connect && end.wasConnected ? .greeting : conversation.phase
        if let fault = conversation.stopped {
            return .failed(phase, fault, detail: fault.explanation)
        }
        if let reply = conversation.reply {
            switch reply.code {
            case 400..<600: return .refused(phase, reply)
            case 200..<300 where phase == .body: return .accepted(reply)
            case let code where phase != .body && conversation.isFinished:
                return .failed(phase, .garbled, detail: "the relay answered with \(code), which does not belong there")
            default: break
            }
        }
        let fault = TransportFault(end, phase: phase)
        let detail = end.explanation(of: fault)
        return phase == .body && end.wroteEverything ? .unknown(detail: detail) : .failed(phase, fault, detail: detail)
    }
}

extension TransportFault {
    /// The fault behind an end that no reply explains.
    init(_ end: TransferEnd, phase: SMTPPhase) {
        switch end.stop {
        case .deadline: self = .timeout
        case .shutdown: self = .aborted
        case nil: self = Self.byCode[end.code] ?? (phase == .connect ? .connect : .garbled)
        }
    }

    private static let byCode: [UInt32: TransportFault] = {
        let table: [(CURLcode, TransportFault)] = [
            (CURLE_COULDNT_RESOLVE_HOST, .resolve), (CURLE_COULDNT_RESOLVE_PROXY, .resolve),
            (CURLE_COULDNT_CONNECT, .connect), (CURLE_URL_MALFORMAT, .connect),
            (CURLE_INTERFACE_FAILED, .connect), (CURLE_OUT_OF_MEMORY, .connect),
            (CURLE_OPERATION_TIMEDOUT, .timeout),
            (CURLE_SEND_ERROR, .dropped), (CURLE_RECV_ERROR, .dropped), (CURLE_GOT_NOTHING, .dropped),
            (CURLE_PARTIAL_FILE, .dropped), (CURLE_UPLOAD_FAILED, .dropped), (CURLE_SEND_FAIL_REWIND, .dropped),
            (CURLE_SSL_CONNECT_ERROR, .tls), (CURLE_PEER_FAILED_VERIFICATION, .tls), (CURLE_SSL_CERTPROBLEM, .tls),
            (CURLE_SSL_CIPHER, .tls), (CURLE_SSL_CACERT_BADFILE, .tls), (CURLE_SSL_ISSUER_ERROR, .tls),
            (CURLE_SSL_CRL_BADFILE, .tls), (CURLE_SSL_SHUTDOWN_FAILED, .tls), (CURLE_SSL_ENGINE_NOTFOUND, .tls),
            (CURLE_SSL_ENGINE_SETFAILED, .tls), (CURLE_SSL_ENGINE_INITFAILED, .tls),
            (CURLE_SSL_PINNEDPUBKEYNOTMATCH, .tls), (CURLE_SSL_INVALIDCERTSTATUS, .tls),
            (CURLE_SSL_CLIENTCERT, .tls), (CURLE_USE_SSL_FAILED, .starttlsNotOffered),
            (CURLE_WEIRD_SERVER_REPLY, .garbled), (CURLE_LOGIN_DENIED, .garbled), (CURLE_AUTH_ERROR, .garbled),
            (CURLE_REMOTE_ACCESS_DENIED, .garbled), (CURLE_BAD_CONTENT_ENCODING, .garbled),
            (CURLE_ABORTED_BY_CALLBACK, .aborted), (CURLE_READ_ERROR, .aborted), (CURLE_WRITE_ERROR, .aborted),
        ]
        return Dictionary(uniqueKeysWithValues: table.map { ($0.rawValue, $1) })
    }()

    /// For the operator, where libcurl has nothing better to say.
    fileprivate var explanation: String {
        switch self {
        case .resolve: "the relay's name could not be resolved"
        case .connect: "the relay could not be reached"
        case .tls: "no trustworthy TLS connection could be made"
        case .timeout: "the relay did not answer in time"
        case .dropped: "the connection closed or broke"
        case .authNotOffered: "credentials are configured, and the relay offers neither AUTH PLAIN nor AUTH LOGIN"
        case .starttlsNotOffered: "TLS is required, and the relay does not offer STARTTLS"
        case .smtputf8NotOffered: "the address needs SMTPUTF8 (5.6.7), which the relay does not offer"
        case .tooLarge: "the message is larger than the relay takes (5.3.4)"
        case .unsendable: "the message cannot be put on the wire"
        case .garbled: "the relay's answer was not SMTP"
        case .aborted: "ended by us"
        }
    }
}

extension TransferEnd {
    fileprivate func explanation(of fault: TransportFault) -> String {
        let said = Printable.text(message.utf8, limit: 300).withoutLinks
        return stop == nil && !said.isEmpty ? said : fault.explanation
    }
}
