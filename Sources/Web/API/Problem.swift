import HTTPTypes
import JSONText
import Model

/// A refusal on its way to the client: problem+json (RFC 9457) for the API, a page for people.
struct Problem: Error {
    var kind: ProblemKind
    /// What is wrong in this very case; safe to show.
    var detail: String
    /// Bad fields, by JSON pointer.
    var fields: [FieldFlaw] = []
    /// Bad parameters of the query or the path, by name.
    var parameters: [FieldFlaw] = []
    /// Which limit was reached.
    var limit: RateLimitName?
    /// After how many seconds to try again, where a limit was reached.
    var retryAfter: Int64?
    /// Why a recovery case cannot be granted yet.
    var clock: RecoveryClock?
    var headers: HTTPFields = [:]

    init(_ kind: ProblemKind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    static func fields(_ flaws: [FieldFlaw]) -> Problem {
        var problem = Problem(
            .invalid, flaws.count == 1 ? "One field is not right." : "\(flaws.count) fields are not right.")
        problem.fields = flaws
        return problem
    }

    static func parameters(_ flaws: [FieldFlaw]) -> Problem {
        var problem = Problem(.invalid, "The query is not right.")
        problem.parameters = flaws
        return problem
    }

    /// - Parameter flaws: What is wrong with parts of the path, by the names that they have in the API's description.
    static func path(_ flaws: [FieldFlaw]) -> Problem {
        var problem = Problem(.invalid, "The path is not right.")
        problem.parameters = flaws
        return problem
    }

    static func tooEarly(_ clock: RecoveryClock) -> Problem {
        let missing = clock.missing.map(\.words)
        let words = missing.isEmpty ? clock.because.map(\.words) : missing
        var problem = Problem(
            .tooEarly,
            "It may be granted from \(clock.earliest.spelledOut) at the earliest: \(words.joined(separator: "; ")).")
        problem.clock = clock
        return problem
    }

    static func limited(_ limit: RateLimitName, retryAfter: Duration) -> Problem {
        let seconds = max(1, retryAfter.secondsRoundedUp)
        var problem = Problem(.rateLimited, "\(limit.words) It can be tried again in \(Self.words(seconds)).")
        problem.limit = limit
        problem.retryAfter = seconds
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }
}

extension Problem {
    /// So long, in the unit that a reader thinks in; rounded up, so that nobody comes back too early.
    static func words(_ seconds: Int64) -> String {
        let (count, unit): (Int64, String) =
            switch seconds {
            case ..<120: (seconds, "second")
            case ..<7200: ((seconds + 59) / 60, "minute")
            case ..<172_800: ((seconds + 3599) / 3600, "hour")
            default: ((seconds + 86_399) / 86_400, "day")
            }
        return count == 1 ? "1 \(unit)" : "\(count) \(unit)s"
    }

    /// The answer for a client of the API.
    ///
    /// - Parameter instance: The path that was asked for, without its query; nil where it could not be read.
    func json(baseURL: String, instance: String?) -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer, baseURL: baseURL, instance: instance)
        return writer.bytes
    }

    func write(to writer: inout JSONWriter, baseURL: String, instance: String?) {
        writer.open()
        writer.field("type", "\(baseURL)/problems/\(kind.rawValue)")
        writer.field("title", kind.title)
        writer.field("status", kind.status)
        writer.field("detail", detail)
        if let instance { writer.field("instance", instance) }
        if let limit { writer.field("limit", limit.rawValue) }
        if let retryAfter { writer.field("retryAfter", Int(retryAfter)) }
        if let clock { writer.members(of: clock, estimates: true) }
        if !fields.isEmpty || !parameters.isEmpty {
            writer.key("errors")
            writer.openArray()
            for flaw in fields {
                writer.open()
                writer.field("pointer", flaw.pointer)
                writer.field("detail", flaw.detail)
                writer.close()
            }
            for flaw in parameters {
                writer.open()
                writer.field("parameter", flaw.pointer)
                writer.field("detail", flaw.detail)
                writer.close()
            }
            writer.closeArray()
        }
        writer.close()
    }
}

extension RateLimitName {
    /// One sentence on which limit it is.
    fileprivate var words: String {
        switch self {
        case .mail(let limit): limit.words
        case .client: "Too many forms were sent from this network address."
        case .pending: "This package has as many pending invitations as it may."
        case .resend: "This invitation was sent again a short while ago."
        case .tokens: "Too many links that do not work were opened from this network address."
        }
    }
}

extension MailLimit {
    fileprivate var words: String {
        switch self {
        case .inviter: "This account has sent as many invitations as it may for now."
        case .package: "As many people were invited to this package as may be for now."
        case .recipient: "This address was sent as many invitations as it may get for now."
        case .notices, .security: "This address was told as much as it may be for now."
        case .hold: "The owners were asked to confirm as many versions as may be for now."
        case .confirm: "This address was asked to confirm as many claims and reports as may be for now."
        case .contact: "The owners were written to as often as may be for now."
        case .domain: "Addresses of this domain were sent as many mails as they may get for now."
        case .key: "This API key has caused as many mails as it may for now."
        case .total: "As many mails were caused as may be for now."
        case .sender: "This sender has written as often as they may for now."
        case .report: "This package was reported as often as may be for now."
        case .abuse: "As many reports were made as may be for now."
        case .claim: "This package was claimed as often as may be for now."
        case .claims: "As many packages were claimed as may be for now."
        }
    }
}
