import HTTPTypes
import Model

/// What follows from what an operation is, and so is not written down for each.
extension Operation {
    /// Whether it may be repeated by an `Idempotency-Key`.
    var isRepeatable: Bool { method == .post && scope != nil }

    /// Whether its answer is one thing that has an `ETag`.
    var isTagged: Bool {
        method == .get && scope != nil
            && answers.contains { $0.status == 200 && $0.headers.contains { $0.name == Answer.Header.tag.name } }
    }

    /// Whether it changes one thing, and so looks at what the request says of its state.
    var isConditional: Bool { scope != nil && (changesOne || [.put, .patch, .delete].contains(method)) }

    /// All that it takes, those of its kind at the end.
    var allParameters: [Parameter] {
        var all = parameters
        if isRepeatable { all.append(.idempotencyKey) }
        if isTagged { all.append(.ifNoneMatch) }
        if isConditional { all.append(.ifMatch(conditionWords, isRequired: condition == .always)) }
        return all
    }

    /// All that it answers where nothing is wrong.
    var allAnswers: [Answer] {
        var all = answers
        if isRepeatable {
            all = all.map { answer in
                guard answer.status < 300 else { return answer }
                var answer = answer
                answer.headers.append(.replayed)
                return answer
            }
        }
        if isCounted {
            all = all.map { answer in
                guard answer.status < 300 else { return answer }
                var answer = answer
                answer.headers += Answer.Header.limits
                return answer
            }
        }
        if isTagged {
            all.append(Answer(status: 304, words: "It is as `If-None-Match` says.", headers: [.tag]))
        }
        return all
    }

    /// All that it can be refused with, by status.
    var problems: [ProblemKind] {
        guard scope != nil else { return refusals }
        var all: [ProblemKind] = [
            .malformedRequest, .keyInQuery, .unauthorized, .insufficientScope, .notAcceptable, .invalid, .internalError,
            .unavailable,
        ]
        if path.contains("{id}") { all.append(.notFound) }
        if body != nil {
            all += [.malformedJSON, .requestTimeout, .contentTooLarge, .unsupportedMediaType]
        }
        if isRepeatable { all += [.invalidIdempotencyKey, .idempotencyInFlight, .idempotencyMismatch] }
        if isConditional { all.append(.preconditionFailed) }
        if condition != .whereWanted { all.append(.preconditionRequired) }
        all += refusals
        return ProblemKind.allCases.filter(all.contains).sorted { $0.status < $1.status }
    }
}

extension Operation.Body {
    /// A call that has nothing to say may say so.
    static let nothing = Operation.Body(
        schema: .component(Component("Nothing", "No field is known.", .request([]))), example: [:], isRequired: false)
}

extension Parameter {
    static let after = Parameter.query("after", .id, "The `next` of the page before.")

    static let limit = Parameter.query(
        "limit", .integer(least: 1, most: 200), "How many items a page has at most; 100 where it is left out.",
        example: 20)

    /// What a page of a list takes.
    static let page = [after, limit]

    static let idempotencyKey = Parameter(
        name: "Idempotency-Key", place: .header,
        schema: .text(
            Schema.Text(
                pattern: #"^[!#-~]([ -~]*[!-~])?$"#, length: 1...255, words: "printable ASCII; a UUID is a good choice")
        ), words: "Makes the request safe to repeat: the same key and body give the first answer again.",
        example: "6f0c2b1e-93d4", component: "IdempotencyKey")

    static let ifNoneMatch = Parameter(
        name: "If-None-Match", place: .header, schema: .anyText,
        words: "The `ETag` of an earlier answer: where nothing has changed, the answer is 304 without a body.")

    static func ifMatch(_ words: String, isRequired: Bool) -> Parameter {
        Parameter(
            name: "If-Match", place: .header, schema: .anyText, words: words, isRequired: isRequired,
            example: .string(EntityTag.example),
            component: isRequired || words != Operation.conditionWords ? nil : "IfMatch")
    }
}

extension Answer.Header {
    static let tag = Answer.Header(
        name: "ETag", words: "Names this very state of the thing.", schema: .anyText, isRequired: true,
        example: .string(EntityTag.example))

    /// - Parameter all: The path of all things of its kind.
    static func location(in all: String, _ id: JSONValue) -> Answer.Header {
        let id = if case .string(let text) = id { text } else { "" }
        return Answer.Header(
            name: "Location", words: "The path of what was made.", schema: .anyText, isRequired: true,
            example: .string("\(all)/\(id)"))
    }

    static let link = Answer.Header(
        name: "Link", words: "Where there are more: the next page (RFC 8288).", schema: .anyText, isRequired: false,
        example: #"</v1/invitations?after=01a1fea6-a9f8-77cd-a41e-27a78e495de3>; rel="next""#)

    /// Of the tightest limit that the call was counted towards (draft-ietf-httpapi-ratelimit-headers).
    static let limits = [
        Answer.Header(
            name: "RateLimit",
            words: "How much is left (`r`) of the tightest limit, and in how many seconds there is more (`t`).",
            schema: .anyText, isRequired: false, example: #""inviter";r=4;t=360"#),
        Answer.Header(
            name: "RateLimit-Policy", words: "That limit: how much (`q`) in how many seconds (`w`).",
            schema: .anyText, isRequired: false, example: #""inviter";q=5;w=1800"#),
    ]

    static let replayed = Answer.Header(
        name: "Idempotency-Replayed", words: "`true` where this is the first answer once more.",
        schema: .choice(["true"]), isRequired: false, example: "true")
}
