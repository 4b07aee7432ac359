/// Whether an API key lets requests in.
package enum KeyStanding: Sendable, Equatable {
    case good
    case revoked
    /// Its time was over at this moment.
    case expired(Timestamp)

    /// - Parameter expiresAt: The first moment at which it does not hold any more; nil for a key without end.
    package init(revokedAt: Timestamp?, expiresAt: Timestamp?, at now: Timestamp) {
        if revokedAt != nil {
            self = .revoked
        } else if let expiresAt, expiresAt <= now {
            self = .expired(expiresAt)
        } else {
            self = .good
        }
    }
}

/// How long an API key is to hold, and how exactly its use is remembered.
package enum KeyLife {
    /// What ``end(_:from:)`` takes, for error messages.
    package static let grammar =
        "a duration from 1s to 3650d such as 90d, or a moment to come, such as 2027-01-31 (its beginning in UTC) or "
        + "2027-01-31T18:00:00Z"

    /// The last use is told to the hour, so that the database is written once an hour for a key and not at each request.
    package static let grain: Duration = .seconds(3600)

    /// When a key ends that is made now; nil where the text is not as ``grammar`` says.
    package static func end(_ text: String, from now: Timestamp) -> Timestamp? {
        if let life = Duration(text: text) {
            guard life >= .seconds(1), life <= .seconds(3650 * 86_400) else { return nil }
            return now + life
        }
        guard let end = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z"), end > now else {
            return nil
        }
        return end
    }

    /// Whether a use is to be written down.
    ///
    /// - Parameter last: The use that is known.
    package static func isWorthNoting(_ last: Timestamp?, at now: Timestamp) -> Bool {
        last.map { now - $0 >= grain } ?? true
    }
}
