extension FaultRule: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case phase, action, code, text, seconds, recipient, skip, times
    }

    /// Reads `{"phase": "rcpt", "action": "reply", "code": 451, "text": "…", "skip": 0, "times": 2}`.
    package init(from decoder: any Decoder) throws {
        try AnyKey.check(decoder, against: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func refuse(_ key: CodingKeys, _ why: String) -> DecodingError {
            DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: why)
        }
        let phase = try container.decode(FaultPhase.self, forKey: .phase)
        let name = try container.decode(String.self, forKey: .action)
        func code() throws -> Int {
            let code = try container.decode(Int.self, forKey: .code)
            guard (200...599).contains(code) else { throw refuse(.code, "a reply code is 200 to 599") }
            return code
        }
        func text() throws -> String {
            try container.decodeIfPresent(String.self, forKey: .text) ?? "Scripted reply"
        }
        let action: FaultAction
        switch name {
        case "reply": action = .reply(code: try code(), text: try text())
        case "replyAndClose": action = .replyAndClose(code: try code(), text: try text())
        case "delay":
            let seconds = try container.decode(Double.self, forKey: .seconds)
            guard (0...86_400).contains(seconds) else { throw refuse(.seconds, "0 to 86400") }
            action = .delay(seconds: seconds)
        case "drop": action = .drop
        case "reset": action = .reset
        case "dropAfterStoring":
            guard phase == .body else { throw refuse(.action, "dropAfterStoring goes with the phase body") }
            action = .dropAfterStoring
        case "silence": action = .silence
        case "garbage": action = .garbage
        default: throw refuse(.action, "known are \(FaultAction.names.joined(separator: ", "))")
        }
        let recipient = try container.decodeIfPresent(String.self, forKey: .recipient)
        if recipient != nil, !phase.knowsRecipient {
            throw refuse(.recipient, "no recipient is known at \(phase.rawValue)")
        }
        let skip = try container.decodeIfPresent(Int.self, forKey: .skip) ?? 0
        let times = try container.decodeIfPresent(Int.self, forKey: .times)
        guard skip >= 0 else { throw refuse(.skip, "0 or more") }
        guard times.map({ $0 >= 0 }) ?? true else { throw refuse(.times, "0 or more; leave it out for always") }
        self.init(phase, action, recipient: recipient, skip: skip, times: times)
    }

    /// Writes what `init(from:)` reads.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(phase, forKey: .phase)
        try container.encode(action.name, forKey: .action)
        switch action {
        case .reply(let code, let text), .replyAndClose(let code, let text):
            try container.encode(code, forKey: .code)
            try container.encode(text, forKey: .text)
        case .delay(let seconds):
            try container.encode(seconds, forKey: .seconds)
        case .drop, .reset, .dropAfterStoring, .silence, .garbage:
            break
        }
        try container.encodeIfPresent(recipient, forKey: .recipient)
        if skip > 0 { try container.encode(skip, forKey: .skip) }
        try container.encodeIfPresent(times, forKey: .times)
    }
}
