/// The shape of a JSON value: as much of JSON Schema (2020-12) as this API needs to tell.
indirect enum Schema: Sendable {
    case object(Shape)
    case text(Text)
    /// A whole number within bounds; nil for none.
    case integer(least: Int64?, most: Int64?)
    case boolean
    /// Items, and how many there may be.
    case array(Schema, count: ClosedRange<Int>?)
    case nullable(Schema)
    /// One that has a name of its own in the document, and a place of its own on the page.
    case component(Component)
    case either([Schema])
    /// Anything, though only this makes sense: what is something else is refused in its place, and not as a whole.
    case preferably(Schema)

    /// A text and what it may hold.
    struct Text: Sendable {
        /// As JSON Schema calls it, where it has a name for it.
        var format: String?
        /// A regular expression of ECMA-262 with its flag `u`.
        var pattern: String?
        /// All that it can be; empty where it is open.
        var choices: [String] = []
        /// In Unicode code points.
        var length: ClosedRange<Int>?
        /// What the pattern means, for people.
        var words: String?
    }

    /// The fields of an object.
    struct Shape: Sendable {
        var fields: [Field]
        /// Whether a field that is not known is refused: so in requests; answers may gain some.
        var isClosed: Bool
        /// What its fields have to do with each other.
        var rule: Rule?
    }

    /// What holds for several fields together.
    struct Rule: Sendable {
        /// For people.
        var words: String
        /// JSON schemas of which one has to hold, beside what is said of each field.
        var alternatives: [JSONValue]
    }
}

/// One field of an object.
struct Field: Sendable {
    var name: String
    var schema: Schema
    /// What it is, for people; code stands between backticks.
    var words: String
    var isRequired: Bool

    static func required(_ name: String, _ schema: Schema, _ words: String) -> Field {
        Field(name: name, schema: schema, words: words, isRequired: true)
    }

    /// One that may be left out.
    static func optional(_ name: String, _ schema: Schema, _ words: String) -> Field {
        Field(name: name, schema: schema, words: words, isRequired: false)
    }
}

/// A shape with a name, defined once.
struct Component: Sendable {
    /// `Invitation`.
    var name: String
    var words: String
    var schema: Schema
    var example: JSONValue?

    init(_ name: String, _ words: String, _ schema: Schema, example: JSONValue? = nil) {
        self.name = name
        self.words = words
        self.schema = schema
        self.example = example
    }
}

extension Schema {
    /// The object of a request: what is not named is refused, and null counts as left out.
    static func request(_ fields: [Field], rule: Rule? = nil) -> Schema {
        let fields = fields.map { field in
            guard !field.isRequired else { return field }
            var field = field
            field.schema = .nullable(field.schema)
            return field
        }
        return .object(Shape(fields: fields, isClosed: true, rule: rule))
    }

    /// The object of an answer.
    static func answer(_ fields: [Field]) -> Schema { .object(Shape(fields: fields, isClosed: false)) }

    /// A text that is one of these.
    static func choice(_ choices: [String]) -> Schema { .text(Text(choices: choices)) }

    /// A text that is the name of one of an enumeration's cases.
    static func choice<Value: RawRepresentable<String> & CaseIterable>(of _: Value.Type) -> Schema {
        choice(Value.allCases.map(\.rawValue))
    }

    static func array(_ item: Schema) -> Schema { .array(item, count: nil) }

    /// The schema behind a component's name.
    var resolved: Schema {
        guard case .component(let component) = self else { return self }
        return component.schema.resolved
    }
}
