import Model
import SMTP
import Telemetry

extension RelaySet {
    /// Counts what came of a conversation about a mail.
    ///
    /// One that was broken off because the process goes down is not the relay's.
    func count(_ outcome: SendOutcome, of index: Int) {
        if case .failed(_, .aborted, _) = outcome { return }
        Metrics.mailAttempts.add(label(of: index), outcome.word, outcome.reply.enhancedClass, outcome.reply.codeClass)
    }

    func show(_ state: RelayCircuit.State, of index: Int) {
        let value: Double =
            switch state {
            case .closed: 0
            case .probing: 1
            case .open: 2
            }
        Metrics.relayCircuit.set(value, label(of: index))
    }
}

extension SendOutcome {
    fileprivate var word: String {
        switch self {
        case .accepted: "accepted"
        case .refused: "refused"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }
}

extension SMTPReply? {
    /// Class and subject of the enhanced code (RFC 3463, 3): `5.1` is a bad address, `5.7` a policy.
    ///
    /// The relay says it, so subjects that the RFC does not know are one.
    fileprivate var enhancedClass: String {
        guard let status = self?.status else { return "none" }
        return "\(status.class).\(status.subject <= 7 ? "\(status.subject)" : "x")"
    }

    /// The first digit of the reply's code.
    fileprivate var codeClass: String {
        switch self?.code ?? 0 {
        case 200..<300: "2xx"
        case 300..<400: "3xx"
        case 400..<500: "4xx"
        case 500..<600: "5xx"
        default: "none"
        }
    }
}
