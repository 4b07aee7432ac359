import Model

/// What a template may name in double braces.
enum Variable: UInt8, CaseIterable {
    // In the words of a kind.
    case package, gallery, inviter, invitee, actor, note, reason, expires
    case version, publisher, via, message, sender, count
    case claimant, grantable, reports
    // Lists: each in a `list:` of its own.
    case warnings, reasons, lines, because, evidence, due, removed, muted
    // What is or is not so: sections without words of their own.
    case unusual, rejected, transfer, asAdmin, keepsOwners, takenBack
    case contacting, waiting, agreed, reopened, withdrawn, completed, undeliverable, uninvited, unanswered
    case vouched, named, replaced, again, assigned
    case replyTo
    // In the layouts.
    case link, settingsLink, galleryURL, colour, ink, edge

    /// As templates write it.
    var name: String { String(describing: self) }

    /// What the words of a kind may name.
    static let ofWords = allCases.filter { $0.rawValue < link.rawValue }

    var isList: Bool { (Self.warnings.rawValue...Self.muted.rawValue).contains(rawValue) }

    var isFlag: Bool { (Self.unusual.rawValue...Self.replyTo.rawValue).contains(rawValue) }

    /// What a mail about a recovery case can tell, in words of its own; one at most.
    static let news = allCases.filter { (contacting.rawValue...assigned.rawValue).contains($0.rawValue) }

    init?(named name: String) {
        guard let variable = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = variable
    }
}

extension MailRole {
    /// The section that only this reader sees: `{{#to-owner}}…{{/to-owner}}`.
    var section: String { "to-\(rawValue)" }
}

/// A set of variables, one bit each.
struct VariableSet: Equatable {
    var bits: UInt64 = 0

    init(_ variables: some Sequence<Variable>) {
        for variable in variables { insert(variable) }
    }

    init(bits: UInt64) { self.bits = bits }

    mutating func insert(_ variable: Variable) { bits |= 1 << UInt64(variable.rawValue) }

    func contains(_ variable: Variable) -> Bool { bits & 1 << UInt64(variable.rawValue) != 0 }

    func intersection(_ other: VariableSet) -> VariableSet { VariableSet(bits: bits & other.bits) }
}
