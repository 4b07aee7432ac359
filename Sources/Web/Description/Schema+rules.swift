/// Rules that hold for several fields of a request, where null counts as left out.
extension Schema.Rule {
    /// At least one of some fields, which are of this JSON type.
    static func some(_ names: [String], _ words: String, type: JSONValue = "string") -> Schema.Rule {
        Schema.Rule(words: words, alternatives: names.map { there($0, type) })
    }

    /// Either of two fields, and not both.
    static func either(_ one: (String, JSONValue), or other: (String, JSONValue), _ words: String) -> Schema.Rule {
        Schema.Rule(
            words: words,
            alternatives: [there(one.0, one.1, without: [other.0]), there(other.0, other.1, without: [one.0])])
    }

    private static func there(_ name: String, _ type: JSONValue, without others: [String] = []) -> JSONValue {
        let there = JSONValue.Member(name: name, value: ["type": type])
        let left = others.map { JSONValue.Member(name: $0, value: ["type": "null"]) }
        return ["required": [.string(name)], "properties": .object([there] + left)]
    }

    /// Where an admin acts, one of these texts says why; it is not empty.
    ///
    /// - Parameter without: What cannot be true then.
    static func whyAsAdmin(_ reasons: [String], without flags: [String] = [], _ words: String) -> Schema.Rule {
        let off: JSONValue = ["enum": [false, .null]]
        let byOwner: JSONValue = ["properties": .object([.init(name: "asAdmin", value: off)])]
        let byAdmin = reasons.map { reason -> JSONValue in
            let why = JSONValue.Member(name: reason, value: ["type": "string", "minLength": 1])
            return [
                "required": [.string(reason)],
                "properties": .object([why] + flags.map { .init(name: $0, value: off) }),
            ]
        }
        return Schema.Rule(words: words, alternatives: [byOwner] + byAdmin)
    }

    /// What the service tells by itself of a mail that it is to send; any other attempt has an outcome.
    static func attempt(_ words: String) -> Schema.Rule {
        let nothing: JSONValue = ["type": "null"]
        return Schema.Rule(
            words: words,
            alternatives: [
                there("outcome", "string"),
                [
                    "properties": [
                        "channel": ["enum": ["email"]], "outcome": nothing, "at": nothing, "whom": nothing,
                        "evidence": nothing,
                    ]
                ],
            ])
    }
}
