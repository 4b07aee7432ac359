/// Who asks for something that concerns a package's owners.
package enum Requester: Sendable, Equatable {
    /// An account, by its name; has to own the package.
    case owner(String)
    /// An admin of the gallery, over the owners' heads; the reason is logged.
    case admin(name: String, reason: PlainText)

    package var name: String {
        switch self {
        case .owner(let name), .admin(let name, _): name
        }
    }

    package var isAdmin: Bool { if case .admin = self { true } else { false } }

    var reason: String? {
        if case .admin(_, let reason) = self { reason.text } else { nil }
    }

    /// The name as it stands in events and mails.
    ///
    /// - Throws: ``Refusal/notAnOwner(username:)``
    package func actor(in situation: InvitationSituation) -> Result<String, Refusal> {
        switch self {
        case .admin(let name, _): return .success(name)
        case .owner(let name):
            guard let owner = situation.owner(name) else { return .failure(.notAnOwner(username: name)) }
            return .success(owner.username.text)
        }
    }
}
