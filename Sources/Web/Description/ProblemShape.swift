import Model

extension Schema {
    /// Every refusal (RFC 9457).
    static let problem = Schema.component(
        Component(
            "Problem", "Why a request was not carried out (RFC 9457).",
            .answer([
                .required(
                    "type", .text(Text(format: "uri")),
                    "Which kind of problem: the address of the page that explains it."),
                .required("title", .anyText, "The kind in words, always the same."),
                .required("status", .integer(least: 400, most: 599), "The HTTP status."),
                .required("detail", .anyText, "What is wrong in this very case."),
                .optional("instance", .anyText, "The path that was asked for."),
                .optional("limit", .choice(of: RateLimitName.self), "Which limit was reached."),
                .optional(
                    "retryAfter", .integer(least: 1, most: nil),
                    "After how many seconds to try again, where a limit was reached: as `Retry-After`."),
                .optional(
                    "mayBeGrantedFrom", .nullable(.time),
                    "The moment from which on a recovery case can be granted; null while something is missing."),
                .optional(
                    "earliest", .time,
                    "That moment, or the one that would follow were all that is missing done now: it moves with the clock."
                ),
                .optional("because", .array(.anyText), "Why, in clauses for people."),
                .optional("missing", .array(.anyText), "What has to be done before, in clauses for people."),
                .optional("errors", .array(flaw), "Each bad field or parameter."),
            ])))

    private static let flaw = Schema.component(
        Component(
            "Flaw", "What is wrong with one field of the body, or one parameter of the query.",
            .answer([
                .optional("pointer", .anyText, "The field, as a JSON pointer (RFC 6901)."),
                .optional("parameter", .anyText, "The parameter's name."),
                .required("detail", .anyText, "What is wrong, and what would be right."),
            ])))
}

extension ProblemKind {
    /// What a request of an operation is answered with that meets it.
    func example(baseURL: String, instance: String) -> JSONValue {
        let problem: JSONValue = [
            "type": .string("\(baseURL)/problems/\(rawValue)"), "title": .string(title), "status": .number(status),
            "detail": .string(advice), "instance": .string(instance),
        ]
        switch self {
        case .invalid: return problem.with("errors", [["pointer": "/invitedBy", "detail": "is missing"]])
        case .rateLimited: return problem.with("limit", "inviter").with("retryAfter", 360)
        case .tooEarly:
            return problem.with("mayBeGrantedFrom", "2027-01-02T07:03:12.345Z")
                .with("earliest", "2027-01-02T07:03:12.345Z").with("because", .array([Example.firstAttempt]))
                .with("missing", [])
        default: return problem
        }
    }
}
