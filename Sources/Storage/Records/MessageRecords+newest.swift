package import Model

/// Which messages a list shows.
package struct MessageFilter: Sendable, Equatable {
    package var state: MessageState?
    package var kind: MailKind?
    package var about: Identifier?
    /// Exactly this one.
    package var recipient: EmailAddress?

    package init(
        state: MessageState? = nil, kind: MailKind? = nil, about: Identifier? = nil, recipient: EmailAddress? = nil
    ) {
        self.state = state
        self.kind = kind
        self.about = about
        self.recipient = recipient
    }
}

extension MessageRecords {
    /// In the order of ``ListPlace``; one more than asked for.
    ///
    /// One index serves each filter: the narrowest there is of a thing (`messages_about`), of a recipient
    /// (`messages_to`), of a state (`messages_in_state`, which has the kind in it), of a kind (`messages_of_kind`, but for
    /// invitations `messages_of_gallery`, which has the kind in it) where all are asked for, or what was sent, as nearly all
    /// were. What is asked beside it is written so that no other index is one to take.
    package func newest(
        _ filter: MessageFilter, gallery: Identifier, at place: ListPlace, limit: Int
    ) throws -> [Message] {
        var query = NewestFirst("id", at: place)
        func only(state: Bool = true, kind: Bool = true, to query: inout NewestFirst) {
            if state, let state = filter.state { query.add("COALESCE(state, '') = ?", .text(state.rawValue)) }
            if kind, let kind = filter.kind { query.add("COALESCE(kind, '') = ?", .text(kind.rawValue)) }
        }
        if let about = filter.about {
            query.add("about = ?", .id(about))
            query.add("COALESCE(gallery_id, about) = ?", .id(gallery))
            if let recipient = filter.recipient { query.add("COALESCE(recipient, '') = ?", .text(recipient.text)) }
            only(to: &query)
        } else {
            query.add("gallery_id = ?", .id(gallery))
            if let recipient = filter.recipient {
                query.add("recipient = ?", .text(recipient.text))
                only(to: &query)
            } else if let kind = filter.kind {
                switch filter.state {
                case .queued, .sending, .failed, .deferred, .unknown, .suppressed, .cancelled:
                    if let state = filter.state { query.add("state = ?", .text(state.rawValue)) }
                    only(state: false, to: &query)
                case .sent, nil:
                    if kind != .invitation {
                        query.add("kind = ?", .text(kind.rawValue))
                        query.add("kind <> 'invitation'")
                    }
                    only(kind: kind == .invitation, to: &query)
                }
            } else if let state = filter.state {
                query.add("state = ?", .text(state.rawValue))
            }
        }
        let sql = query.sql("SELECT \(Self.columns) FROM messages", limit: limit)
        return try transaction.rows(sql, query.arguments).map { try Self.read($0) }
    }
}
