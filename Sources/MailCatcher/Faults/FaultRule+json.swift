/// One flat JSON object: `{"phase": "rcpt", "action": "reply", "code": 450, "text": "4.2.0 later", "times": 2}`.
///
/// Members: `phase`; `action` (default `proceed`) with `code` and `text`; `delay` (seconds), `times` (a number or
/// `"always"`, the default), `skip`, `recipient`.
extension FaultRule: Codable {
    private static let known = ["phase", "action", "code", "text", "delay", "times", "skip", "recipient"]

    package init(from decoder: any Decoder) throws {
        let object = try StrictObject(decoder, known: Self.known)
        let phase: FaultPhase = try object.required("phase")
        let delay: Double = try object.value("delay") ?? 0
        guard (0...86_400).contains(delay) else { throw object.problem("delay", "0 to 86400 seconds") }
        let skip: Int = try object.value("skip") ?? 0
        guard skip >= 0 else { throw object.problem("skip", "must not be negative") }
        self.init(
            at: phase, try FaultAction(object), delay: delay, times: try Self.times(object), skip: skip,
            recipient: try object.value("recipient"))
        guard !action.storesMessage || phase == .body else {
            throw object.problem("action", "only at the phase body")
        }
    }

    private static func times(_ object: StrictObject) throws -> Int? {
        if let word = try? object.value("times", as: String.self) {
            guard word == "always" else { throw object.problem("times", "a number or \"always\"") }
            return nil
        }
        let number: Int? = try object.value("times")
        guard number ?? 1 > 0 else { throw object.problem("times", "must be at least 1") }
        return number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: StrictObject.Key.self)
        try container.encode(phase, forKey: .init("phase"))
        try container.encode(action.name, forKey: .init("action"))
        try container.encodeIfPresent(action.code, forKey: .init("code"))
        try container.encodeIfPresent(action.text, forKey: .init("text"))
        if delay > 0 { try container.encode(delay, forKey: .init("delay")) }
        try container.encodeIfPresent(times, forKey: .init("times"))
        if skip > 0 { try container.encode(skip, forKey: .init("skip")) }
        try container.encodeIfPresent(recipient, forKey: .init("recipient"))
    }
}

extension FaultAction {
    fileprivate init(_ object: StrictObject) throws {
        let name: String = try object.value("action") ?? "proceed"
        let text: String? = try object.value("text")
        func code() throws -> Int {
            let code: Int = try object.required("code")
            guard (200...599).contains(code) else { throw object.problem("code", "200 to 599") }
            return code
        }
        switch name {
        case "proceed": self = .proceed
        case "reply": self = .reply(code: try code(), text: text ?? "")
        case "replyAndClose": self = .replyAndClose(code: try code(), text: text ?? "")
        case "drop": self = .drop
        case "reset": self = .reset
        case "dropAfterStoring": self = .dropAfterStoring
        case "silence": self = .silence
        case "silenceAfterStoring": self = .silenceAfterStoring
        case "garbage": self = .garbage(text ?? "")
        case "inject": self = .inject(text ?? "")
        default: throw object.problem("action", "unknown action \"\(name)\"")
        }
    }

    fileprivate var name: String {
        switch self {
        case .proceed: "proceed"
        case .reply: "reply"
        case .replyAndClose: "replyAndClose"
        case .drop: "drop"
        case .reset: "reset"
        case .dropAfterStoring: "dropAfterStoring"
        case .silence: "silence"
        case .silenceAfterStoring: "silenceAfterStoring"
        case .garbage: "garbage"
        case .inject: "inject"
        }
    }

    fileprivate var code: Int? {
        switch self {
        case .reply(let code, _), .replyAndClose(let code, _): code
        default: nil
        }
    }

    fileprivate var text: String? {
        switch self {
        case .reply(_, let text), .replyAndClose(_, let text), .garbage(let text), .inject(let text): text
        default: nil
        }
    }

    /// Whether the action makes sense only where there is a message to keep.
    fileprivate var storesMessage: Bool {
        self == .dropAfterStoring || self == .silenceAfterStoring
    }
}
