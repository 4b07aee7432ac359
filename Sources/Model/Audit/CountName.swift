/// What is counted as it happens, so that nobody has to count it later.
package enum CountName: Sendable, Hashable {
    /// Events of a type.
    case events(EventType)
    /// Invitations that were accepted or declined, by how long that took.
    case answered(PendingTime)

    /// As it is stored.
    package var text: String {
        switch self {
        case .events(let type): type.rawValue
        case .answered(let time): "answered.\(time.rawValue)"
        }
    }

    /// Nil for what this version does not count.
    package init?(_ text: String) {
        if let type = EventType(rawValue: text) {
            self = .events(type)
        } else if text.hasPrefix("answered."), let number = Int(text.dropFirst(9)),
            let time = PendingTime(rawValue: number)
        {
            self = .answered(time)
        } else {
            return nil
        }
    }

    /// What an event counts towards.
    ///
    /// - Parameter now: When it happens. An invitation's id tells when that was made.
    package static func counted(_ event: EventDraft, at now: Timestamp) -> [CountName] {
        switch event.type {
        case .invitationAccepted, .invitationDeclined:
            guard let invitation = Identifier(event.subject) else { return [.events(event.type)] }
            return [.events(event.type), .answered(PendingTime(now - invitation.moment))]
        default: return [.events(event.type)]
        }
    }
}
