/// Why a call did not do what it was asked for.
///
/// Beside these, a call throws `CancellationError` where its task was cancelled. Descriptions hold no key, no secret and
/// no body of a request or an answer.
public enum CountersignError: Error, Sendable {
    /// The service refused, and said why.
    case problem(Problem)
    /// No answer came, after as many attempts as the policy allows.
    ///
    /// Whether the service did what it was asked for is not known. A POST may be repeated with the same
    /// `Idempotency-Key`, which takes effect once.
    case transport(TransportFailure)
    /// An answer came that this API does not give: it may be a proxy's, or the address may be another server's.
    case unexpected(UnexpectedAnswer)
    /// The client was set up with a value that cannot be used; the text says which.
    case configuration(String)

    /// The refusal, where it is one.
    public var problem: Problem? { if case .problem(let problem) = self { problem } else { nil } }
}

extension CountersignError: CustomStringConvertible {
    /// One line that is safe to log.
    public var description: String {
        switch self {
        case .problem(let problem): "Countersign refused: \(problem)"
        case .transport(let failure): "Countersign did not answer: \(failure)"
        case .unexpected(let answer): "Countersign's answer is not understood: \(answer)"
        case .configuration(let flaw): "the Countersign client is not set up right: \(flaw)"
        }
    }
}
