import HTTPTypes
import Model

/// One call of the API: a method on a path, what it takes and what it answers.
struct Operation: Sendable {
    /// Its name in generated clients, and its anchor on the page: `createInvitation`.
    var id: String
    var method: HTTPRequest.Method
    /// With its parameters in braces: `/v1/packages/{package}/owners`.
    var path: String
    var summary: String
    /// Paragraphs; code stands between backticks.
    var words: [String]
    /// What a key needs to be allowed; nil where no key is asked for.
    var scope: Scope?
    /// Whether a key with the scope `override` is taken as well, for what an admin does.
    var takesAdmins = false
    var parameters: [Parameter] = []
    var body: Body?
    /// What it answers where all is well.
    var answers: [Answer]
    /// Whether it causes mail, and so counts towards limits.
    var isCounted = false
    /// Whether a POST changes one thing that is there, and so looks at what the request says of its state.
    var changesOne = false
    /// Whether it has to name the state that it changes, where it changes one thing.
    var condition = Condition.whereWanted
    /// What `If-Match` names the state of.
    var conditionWords = Self.conditionWords
    /// The refusals of its own; ``problems`` has those that go without saying as well.
    var refusals: [ProblemKind] = []

    static let conditionWords = "The `ETag` of what is to be changed, as it was read."

    /// When a change has to come with `If-Match`.
    enum Condition: Sendable {
        case whereWanted
        case always
        /// Not where there is nothing yet that somebody could have changed.
        case onceStored
    }

    /// What a request carries.
    struct Body: Sendable {
        var schema: Schema
        var example: JSONValue
        var isRequired = true
    }
}

extension Operation {
    /// The scopes of which a key needs one.
    var scopes: [Scope] { scope.map { takesAdmins ? [$0, .override] : [$0] } ?? [] }
}

/// What a request says beside its body.
struct Parameter: Sendable {
    enum Place: String, Sendable {
        case path, query, header
    }

    var name: String
    var place: Place
    var schema: Schema
    var words: String
    var isRequired = false
    var example: JSONValue?
    /// Its name in the document, where it stands there once for all calls that take it.
    var component: String?

    static func path(_ name: String, _ schema: Schema, _ words: String, example: JSONValue) -> Parameter {
        Parameter(name: name, place: .path, schema: schema, words: words, isRequired: true, example: example)
    }

    static func query(_ name: String, _ schema: Schema, _ words: String, example: JSONValue? = nil) -> Parameter {
        Parameter(name: name, place: .query, schema: schema, words: words, example: example)
    }
}

/// One of the answers to a call, by its status.
struct Answer: Sendable {
    var status: Int
    var words: String
    var content: Content?
    var headers: [Header] = []

    /// What its body is.
    struct Content: Sendable {
        var type = "application/json"
        var schema: Schema
        var example: JSONValue
    }

    /// A field that comes with it.
    struct Header: Sendable {
        var name: String
        var words: String
        var schema: Schema
        /// Whether it always comes.
        var isRequired: Bool
        var example: JSONValue
    }

    /// An answer in JSON; a 200.
    static func json(_ words: String, _ schema: Schema, example: JSONValue, headers: [Header] = []) -> Answer {
        .json(200, words, schema, example: example, headers: headers)
    }

    static func json(
        _ status: Int, _ words: String, _ schema: Schema, example: JSONValue, headers: [Header] = []
    ) -> Answer {
        Answer(status: status, words: words, content: Content(schema: schema, example: example), headers: headers)
    }

    static func nothing(_ words: String) -> Answer { Answer(status: 204, words: words) }
}

/// Calls that belong together: a chapter of the page, a tag of the document.
struct Area: Sendable {
    var name: String
    var words: String
    var operations: [Operation]
}
