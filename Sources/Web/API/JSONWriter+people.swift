import JSONText
import Model
import Storage
import Workflows

extension JSONWriter {
    mutating func publication(_ view: PublicationView) {
        let publication = view.publication
        open()
        field("id", publication.id.description)
        field("package", publication.package.id.text)
        field("version", publication.version.text)
        field("publisher", publication.publisher.username.text)
        if let via = publication.via { field("via", via) }
        field("state", view.state.rawValue)
        field("stage", publication.stage.rawValue)
        if let until = publication.holdUntil { field("holdUntil", until) }
        if let decider = publication.decidedBy { field("decidedBy", decider) }
        texts("warnings", publication.warnings)
        texts("reasons", publication.reasons)
        field("createdAt", publication.createdAt)
        field("changedAt", publication.changedAt)
        close()
    }

    mutating func preferences(_ view: PreferencesView) {
        open()
        field("username", view.account.username.text)
        key("muted")
        openArray()
        for mute in view.mutes {
            open()
            field("kind", mute.kind.rawValue)
            if let package = mute.package { field("package", package.id.text) }
            close()
        }
        closeArray()
        texts("mutable", Mute.kinds.map(\.rawValue))
        close()
    }

    mutating func block(_ block: Block) {
        open()
        field("id", block.id.description)
        field("recipient", block.masked)
        if let account = block.account { field("username", account.username.text) }
        if let inviter = block.inviter { field("inviter", inviter.username.text) }
        if let package = block.package { field("package", package.id.text) }
        field("createdAt", block.createdAt)
        close()
    }

    mutating func suppression(_ suppression: Suppression) {
        open()
        field("email", suppression.email?.text)
        field("reason", suppression.reason)
        field("at", suppression.at)
        close()
    }

    mutating func contact(_ contact: Contact) {
        open()
        field("id", contact.id.description)
        field("package", contact.package.id.text)
        field("recipients", contact.recipients)
        field("createdAt", contact.createdAt)
        close()
    }

    mutating func report(_ standing: ReportStanding) {
        let report = standing.report
        open()
        field("id", report.id.description)
        field("package", report.package.id.text)
        field("reporter", report.reporter)
        field("reason", report.reason)
        if let message = report.message { field("message", message) }
        field("state", standing.isOpen ? "open" : "closed")
        if let id = standing.recoveryCase { field("recoveryCase", id.description) }
        field("createdAt", report.createdAt)
        close()
    }

    private mutating func texts(_ name: StaticString, _ list: [String]) {
        key(name)
        openArray()
        for text in list { string(text) }
        closeArray()
    }
}
