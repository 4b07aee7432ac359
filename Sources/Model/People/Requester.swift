/// Who asks for something that concerns a package's owners.
package enum Requester: Sendable, Equatable {
    /// An account, by its name; has to own the package.
    case owner(String, reason: PlainText? = nil)
    /// An admin of the gallery, over the owners' heads; the reason is logged.
    case admin(name: String, reason: PlainText)

    package var name: String {
        switch self {
        case .owner(let name, _), .admin(let name, _): name
        }
    }

    package var isAdmin: Bool { if case .admin = self { true } else { false } }

    /// Their words; kept in the event.
    var reason: String? {
        switch self {
        case .admin(_, let reason), .owner(_, .some(let reason)): reason.text.isEmpty ? nil : reason.text
        case .owner(_, nil): nil
        }
    }

    /// The name as it stands in events and mails.
    ///
    /// - Throws: ``Refusal/notAnOwner(username:)``
    package func actor(in situation: InvitationSituation) -> Result<String, Refusal> {
        switch self {
        case .admin(let name, _): return .success(name)
        case .owner(let name, _):
            guard let owner = situation.owner(name) else { return .failure(.notAnOwner(username: name)) }
            return .success(owner.username.text)
        }
    }
}
