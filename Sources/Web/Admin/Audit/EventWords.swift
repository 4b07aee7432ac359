import JSONText
import Model
import Storage
import Workflows

/// Events in words.
enum EventWords {
    /// What an event tells, as JSON.
    static func data(_ event: Event) -> [UInt8] {
        var writer = JSONWriter()
        writer.event(event)
        let bytes = writer.bytes
        // The last member of the object.
        guard case .object(let members)? = try? JSONParser.parse(bytes),
            let data = members.first(where: { $0.name == "data" })?.value
        else { return Array("{}".utf8) }
        return Array(data.plainText.utf8)
    }

    /// What an event tells beside its package, name by name.
    static func facts(_ event: Event) -> [(name: String, words: String)] {
        var writer = JSONWriter()
        writer.event(event)
        guard case .object(let members)? = try? JSONParser.parse(writer.bytes),
            case .object(let data)? = members.first(where: { $0.name == "data" })?.value
        else { return [] }
        return data.filter { $0.name != "package" }.map { member in
            let words =
                switch member.value {
                case .string(let text): text
                case .number(let digits): digits
                case .bool(let flag): flag ? "yes" : "no"
                case .null, .array, .object: member.value.plainText
                }
            return (name(member.name), words)
        }
    }

    /// `invitedBy` as people write it: `invited by`.
    private static func name(_ text: String) -> String {
        text.reduce(into: "") { words, character in
            if character.isUppercase { words += " " }
            words += character.lowercased()
        }
    }

    /// The groups of types: `invitation`, `owner`, ….
    static let groups: [String] = {
        var groups: [String] = []
        for type in EventType.allCases {
            let group = String(type.rawValue.prefix { $0 != "." })
            if !groups.contains(group) { groups.append(group) }
        }
        return groups.sorted()
    }()

    /// Where something that an event is about is shown; nil for what has no page.
    static func path(of event: Event, _ frame: AdminFrame) -> String? {
        guard let id = Identifier(event.subject) else { return nil }
        let group = event.type.rawValue.prefix { $0 != "." }
        let area: AdminArea
        switch group {
        case "invitation": area = .approvals
        case "message": area = .messages
        case "publication": area = .publications
        case "webhook": area = .webhooks
        case "recovery": area = .cases
        case "key": return frame.path(.keys)
        default: return nil
        }
        return "\(frame.path(area))/\(id)"
    }
}

extension Origin.Kind {
    /// For people.
    var words: String {
        switch self {
        case .key: "an API key"
        case .admin: "this site"
        case .link: "a link in a mail"
        case .command: "the command line"
        case .service: "the service itself"
        }
    }
}
