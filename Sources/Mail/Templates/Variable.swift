import Model

/// What a template may name in double braces.
enum Variable: UInt8, CaseIterable {
    // In the words of a kind.
    case package, gallery, inviter, invitee, actor, note, reason, expires
    // In the layouts.
    case link, galleryURL, colour, ink, edge

    /// As templates write it.
    var name: String { String(describing: self) }

    /// What the words of a kind may name.
    static let ofWords: [Variable] = [.package, .gallery, .inviter, .invitee, .actor, .note, .reason, .expires]

    /// What a letter may lack.
    static let optional: Set<Variable> = [.inviter, .invitee, .actor, .note, .reason, .expires]

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
    var bits: UInt32 = 0

    init(_ variables: some Sequence<Variable>) {
        for variable in variables { insert(variable) }
    }

    init(bits: UInt32) { self.bits = bits }

    mutating func insert(_ variable: Variable) { bits |= 1 << UInt32(variable.rawValue) }

    func contains(_ variable: Variable) -> Bool { bits & 1 << UInt32(variable.rawValue) != 0 }

    func intersection(_ other: VariableSet) -> VariableSet { VariableSet(bits: bits & other.bits) }
}
