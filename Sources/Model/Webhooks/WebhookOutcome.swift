/// How one attempt to deliver an event ended.
package enum WebhookOutcome: Sendable, Equatable {
    /// The endpoint took it: a status from 200 to 299.
    case delivered(status: Int)
    /// The endpoint answered with any other status; `retryAfter` is how long it asks to be left alone.
    case refused(status: Int, retryAfter: Duration?)
    /// 410: there is nobody any more.
    case gone
    /// No answer came; the reason is ours and holds nothing of what the endpoint said.
    case failed(String)
    /// Nothing was connected to: the endpoint is where nothing is to be sent.
    case blocked(String)

    package var status: Int? {
        switch self {
        case .delivered(let status), .refused(let status, _): status
        case .gone: 410
        case .failed, .blocked: nil
        }
    }

    /// What to say of it beside the status.
    package var detail: String? {
        switch self {
        case .delivered: nil
        case .refused(300..<400, _): "redirections are not followed"
        case .refused: nil
        case .gone: "the endpoint is gone"
        case .failed(let reason): reason
        case .blocked(let reason): "the URL \(reason)"
        }
    }

    package var kind: WebhookAttempt.Outcome {
        switch self {
        case .delivered: .delivered
        case .refused, .gone: .refused
        case .failed: .failed
        case .blocked: .blocked
        }
    }
}
