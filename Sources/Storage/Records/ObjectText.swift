import JSONText
import Model

/// A flat JSON object (RFC 8259) as text, written field by field; what is nil is left out.
///
/// Each message and each event has one. An encoder that knows nothing of its type takes many times as long; what reads
/// them back is the ordinary decoder, and a test holds the two to each other field by field.
struct ObjectText {
    private var writer = JSONWriter(capacity: 256)

    init() { writer.open() }

    /// The whole; nothing can be put into it afterwards.
    var text: String {
        mutating get {
            writer.close()
            return String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    mutating func put(_ name: StaticString, _ text: String?) {
        if let text { writer.field(name, text) }
    }

    mutating func put(_ name: StaticString, _ number: Int64?) {
        guard let number else { return }
        writer.key(name)
        writer.number(number)
    }

    mutating func put(_ name: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        writer.key(name)
        writer.bool(flag)
    }

    mutating func put<Item>(_ name: StaticString, _ list: [Item]?, item: (inout JSONWriter, Item) -> Void) {
        guard let list else { return }
        writer.key(name)
        writer.openArray()
        for one in list { item(&writer, one) }
        writer.closeArray()
    }
}

extension SQLValue {
    static func json(_ facts: MailFacts) -> SQLValue {
        var object = ObjectText()
        object.put("package", facts.package)
        object.put("role", facts.role.rawValue)
        object.put("inviter", facts.inviter)
        object.put("invitee", facts.invitee)
        object.put("actor", facts.actor)
        object.put("note", facts.note)
        object.put("reason", facts.reason)
        object.put("expires", facts.expires)
        object.put("version", facts.version)
        object.put("publisher", facts.publisher)
        object.put("via", facts.via)
        object.put("warnings", facts.warnings) { $0.string($1) }
        object.put("reasons", facts.reasons) { $0.string($1) }
        object.put("lines", facts.lines) { writer, line in
            writer.open()
            writer.field("version", line.version)
            writer.field("state", line.state)
            writer.field("publisher", line.publisher)
            writer.close()
        }
        object.put("unusual", facts.unusual)
        object.put("rejected", facts.rejected)
        object.put("transfer", facts.transfer)
        object.put("asAdmin", facts.asAdmin)
        object.put("removed", facts.removed) { $0.string($1) }
        object.put("message", facts.message)
        object.put("sender", facts.sender)
        object.put("senderNumber", facts.senderNumber)
        object.put("replyTo", facts.replyTo)
        object.put("packageNumber", facts.packageNumber)
        object.put("muted", facts.muted) { writer, line in
            writer.open()
            writer.field("kind", line.kind.rawValue)
            if let package = line.package { writer.field("package", package) }
            writer.close()
        }
        object.put("count", facts.count.map(Int64.init))
        object.put("claimant", facts.claimant)
        object.put("caseState", facts.caseState)
        object.put("news", facts.news?.rawValue)
        object.put("grantableFrom", facts.grantableFrom)
        object.put("because", facts.because) { $0.string($1) }
        object.put("evidence", facts.evidence) { $0.string($1) }
        object.put("keepsOwners", facts.keepsOwners)
        object.put("takenBack", facts.takenBack)
        object.put("reports", facts.reports.map(Int64.init))
        object.put("due", facts.due) { writer, line in
            writer.open()
            writer.field("package", line.package)
            writer.field("why", line.why.rawValue)
            writer.key("at")
            writer.number(line.at)
            if let assignee = line.assignee { writer.field("assignee", assignee) }
            writer.close()
        }
        return .text(object.text)
    }

    static func json(_ data: EventData) -> SQLValue {
        var object = ObjectText()
        object.put("package", data.package)
        object.put("invitation", data.invitation)
        object.put("username", data.username)
        object.put("invitedBy", data.invitedBy)
        object.put("publication", data.publication)
        object.put("version", data.version)
        object.put("generation", data.generation.map(Int64.init))
        object.put("via", data.via)
        object.put("reason", data.reason)
        object.put("withoutAccount", data.withoutAccount)
        object.put("asAdmin", data.asAdmin)
        object.put("kind", data.kind)
        object.put("code", data.code.map(Int64.init))
        object.put("status", data.status)
        object.put("detail", data.detail)
        object.put("limit", data.limit)
        object.put("recoveryCase", data.recoveryCase)
        object.put("state", data.state)
        object.put("attempt", data.attempt.map(Int64.init))
        object.put("channel", data.channel)
        object.put("outcome", data.outcome)
        object.put("item", data.item)
        object.put("ticked", data.ticked)
        object.put("claimant", data.claimant)
        object.put("formerClaimant", data.formerClaimant)
        object.put("formerUsername", data.formerUsername)
        object.put("assignee", data.assignee)
        object.put("keepsOwners", data.keepsOwners)
        object.put("overridden", data.overridden)
        return .text(object.text)
    }
}
