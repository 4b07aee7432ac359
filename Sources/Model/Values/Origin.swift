/// Where an act comes from, as the audit log keeps it.
package enum Origin: Sendable, Hashable {
    /// A call of the API with this key.
    ///
    /// - Parameter address: The client's; nil for keys that act for a gallery's own people alone.
    case key(Identifier, address: String?)
    /// Somebody on the admin site.
    case admin(Identifier, address: String?)
    /// Whoever held a link.
    case link
    /// An operator at the command line.
    case command
    /// The service itself: the clock, the courier, a schedule.
    case service

    /// What sort of place it is.
    package enum Kind: String, Sendable, CaseIterable {
        case key, admin, link, command, service
    }

    package var kind: Kind {
        switch self {
        case .key: .key
        case .admin: .admin
        case .link: .link
        case .command: .command
        case .service: .service
        }
    }

    /// The key's or the admin's.
    package var id: Identifier? {
        switch self {
        case .key(let id, _), .admin(let id, _): id
        case .link, .command, .service: nil
        }
    }

    /// The client's address, where it is kept.
    package var address: String? {
        switch self {
        case .key(_, let address), .admin(_, let address): address
        case .link, .command, .service: nil
        }
    }

    /// Nil where a key or an admin is not named.
    package init?(_ kind: Kind, id: Identifier?, address: String?) {
        switch (kind, id) {
        case (.key, let id?): self = .key(id, address: address)
        case (.admin, let id?): self = .admin(id, address: address)
        case (.key, nil), (.admin, nil): return nil
        case (.link, _): self = .link
        case (.command, _): self = .command
        case (.service, _): self = .service
        }
    }
}

extension Origin: CustomStringConvertible {
    /// `key 0192… from 192.0.2.1`, `link`.
    package var description: String {
        var text = kind.rawValue
        if let id { text += " \(id)" }
        if let address { text += " from \(address)" }
        return text
    }
}
