import Foundation
package import Model

/// What a relay answered when asked whether it would take mail from us.
package enum ProbeOutcome: Sendable, Equatable {
    /// Connected, encrypted and authenticated as configured; no mail was begun.
    case ready(ProbedRelay)
    case refused(SMTPPhase, SMTPReply)
    /// `detail` is for the operator and holds no secret.
    case failed(SMTPPhase, TransportFault, detail: String)
}

/// What a relay that is ready offers.
package struct ProbedRelay: Sendable, Equatable {
    package let isEncrypted: Bool
    package let isAuthenticated: Bool
    package let offersSMTPUTF8: Bool
    /// The largest message that it takes, in octets (RFC 1870), where it says.
    package let sizeLimit: Int?
}

extension RelayPool {
    /// Connects, does TLS, EHLO and AUTH as for a mail, says NOOP instead of MAIL, and leaves with QUIT.
    ///
    /// Uses a thread and a connection of its own, so it says nothing about those that are kept, and takes no turn of
    /// the rate limit.
    package func probe() async -> ProbeOutcome {
        await withCheckedContinuation { continuation in
            let thread = Thread { [relay, options, abort] in
                continuation.resume(returning: Self.probe(relay, options, abort))
            }
            thread.name = "smtp-probe"
            thread.start()
        }
    }

    private static func probe(
        _ relay: Relay, _ options: RelayOptions, _ abort: AbortFlag
    ) -> ProbeOutcome {
        let session: CurlSession
        do throws(CurlError) {
            session = try CurlSession(relay, options, abort: abort)
        } catch {
            return .failed(.connect, .connect, detail: error.explanation)
        }
        let end = session.probe()
        let conversation = session.conversation
        if conversation.isReady {
            return .ready(
                ProbedRelay(
                    isEncrypted: conversation.isEncrypted,
                    isAuthenticated: conversation.isAuthenticated,
                    offersSMTPUTF8: conversation.extensions.offersSMTPUTF8,
                    sizeLimit: conversation.extensions.sizeLimit
                )
            )
        }
        switch SendOutcome.classify(conversation, end) {
        case .refused(let phase, let reply): return .refused(phase, reply)
        case .failed(let phase, let fault, let detail): return .failed(phase, fault, detail: detail)
        case .accepted, .unknown: return .failed(conversation.phase, .garbled, detail: "the relay is not ready")
        }
    }
}
