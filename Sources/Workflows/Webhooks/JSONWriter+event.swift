package import JSONText
import Model
package import Storage

extension JSONWriter {
    /// An event as `/v1/events` shows it, and as a webhook is sent it.
    package mutating func event(_ event: Event) {
        open()
        key("seq")
        number(event.seq)
        field("id", event.id.description)
        field("type", event.type.rawValue)
        field("at", event.at)
        field("actor", event.actor)
        field("subject", event.subject)
        key("data")
        data(event.data)
        close()
    }

    /// Only what the event tells.
    private mutating func data(_ data: EventData) {
        open()
        tell("package", data.package)
        tell("invitation", data.invitation)
        tell("username", data.username)
        tell("invitedBy", data.invitedBy)
        tell("publication", data.publication)
        tell("version", data.version)
        if let generation = data.generation { field("generation", generation) }
        tell("via", data.via)
        tell("reason", data.reason)
        tell("withoutAccount", data.withoutAccount)
        tell("asAdmin", data.asAdmin)
        tell("kind", data.kind)
        if let code = data.code { field("code", code) }
        tell("status", data.status)
        tell("detail", data.detail)
        tell("limit", data.limit)
        tell("recoveryCase", data.recoveryCase)
        tell("state", data.state)
        if let attempt = data.attempt { field("attempt", attempt) }
        tell("channel", data.channel)
        tell("outcome", data.outcome)
        tell("item", data.item)
        tell("ticked", data.ticked)
        tell("claimant", data.claimant)
        tell("formerClaimant", data.formerClaimant)
        tell("formerUsername", data.formerUsername)
        tell("assignee", data.assignee)
        tell("keepsOwners", data.keepsOwners)
        tell("overridden", data.overridden)
        close()
    }

    private mutating func tell(_ name: StaticString, _ text: String?) {
        if let text { field(name, text) }
    }

    private mutating func tell(_ name: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        key(name)
        bool(flag)
    }
}
