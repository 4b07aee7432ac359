package import Model
package import Storage

/// A block that is asked for, checked for form.
package struct BlockCommand: Sendable, Equatable {
    package enum Recipient: Sendable, Equatable {
        case address(EmailAddress)
        case account(String)
    }

    package var recipient: Recipient
    /// Whose invitations and messages are refused; nil for everybody's.
    package var inviter: String?
    /// The package about which they are refused; nil for all.
    package var package: String?

    package init(recipient: Recipient, inviter: String?, package: String?) {
        self.recipient = recipient
        self.inviter = inviter
        self.package = package
    }
}

/// Who refuses invitations and messages, as their gallery reads and writes it.
package struct Blocks: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How asking for a block came out.
    package enum Outcome: Sendable, Equatable {
        case created(Block)
        /// There is the same one already.
        case known(Block)
        case refused(Refusal)
    }

    /// - Parameter answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    package func add(
        _ command: BlockCommand, gallery: Identifier, once: Once?,
        answer: @escaping @Sendable (Outcome) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.work(for: gallery) { work in
            try work.once(once) { try answer(try work.block(command)) }
        }
    }

    package func find(_ id: Identifier, gallery: Identifier) async throws -> Block? {
        try await context.database.read { try $0.blocks.find(id, gallery: gallery) }
    }

    /// A page of them, oldest first.
    ///
    /// - Parameter recipients: Whose; where there are several, they have to be one and the same mailbox. Empty for
    ///   everybody's.
    package func list(
        of recipients: [BlockCommand.Recipient], gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [Block], next: Identifier?) {
        let secrets = context.secrets
        return try await context.database.read { transaction in
            var digest: [UInt8]?
            for recipient in recipients {
                guard let address = try transaction.address(of: recipient, gallery: gallery)?.address else {
                    return ([], nil)
                }
                let own = try secrets.digest(address, for: .block)
                guard digest == nil || digest == own else { return ([], nil) }
                digest = own
            }
            let found = try transaction.blocks.list(gallery: gallery, digest: digest, after: after, limit: limit)
            let items = Array(found.prefix(limit))
            return (items, found.count > limit ? items.last?.id : nil)
        }
    }

    /// Lifts a block.
    ///
    /// - Parameter admission: Whether the block as it is may be lifted; nil where nobody asks.
    /// - Returns: nil where it is done.
    package func remove(
        _ id: Identifier, gallery: Identifier, admission: Admission<Block>? = nil
    ) async throws -> Refusal? {
        try await context.work(for: gallery) { work in
            guard let block = try work.transaction.blocks.find(id, gallery: gallery) else { return .unknownBlock }
            if let refusal = admission?(block) { return refusal }
            guard try work.transaction.blocks.remove(id, gallery: gallery) else { return .unknownBlock }
            try work.append([work.event(.blockRemoved, of: block)])
            return nil
        }
    }
}

extension Transaction {
    /// The address that a block is for, with its account where it is one's.
    func address(
        of recipient: BlockCommand.Recipient, gallery: Identifier
    ) throws -> (address: EmailAddress, account: Account?)? {
        switch recipient {
        case .address(let address): return (address, nil)
        case .account(let username):
            guard let account = try accounts.find(username, gallery: gallery), let address = account.mailboxes.first
            else { return nil }
            return (address, account)
        }
    }
}

extension Work {
    fileprivate func block(_ command: BlockCommand) throws -> Blocks.Outcome {
        guard let (address, account) = try transaction.address(of: command.recipient, gallery: gallery.id) else {
            return .refused(.unknown(.account, [FieldFlaw("/username", "is no account with an address that is known")]))
        }
        var block = Block(id: newID(), masked: address.masked, account: account, createdAt: now)
        if let inviter = command.inviter {
            guard let known = try transaction.accounts.find(inviter, gallery: gallery.id) else {
                return .refused(.unknown(.account, [FieldFlaw("/inviter", "is no account that is known")]))
            }
            block.inviter = known
        }
        if let package = command.package {
            guard let known = try transaction.packages.find(package, gallery: gallery.id) else {
                return .refused(.unknown(.package, [FieldFlaw("/package", "is no package of this gallery")]))
            }
            block.package = known
        }
        return try add(block, address)
    }

    /// Stores a block, unless there is the same one already.
    func add(_ block: Block, _ address: EmailAddress) throws -> Blocks.Outcome {
        if let known = try transaction.blocks.add(block, digest: digest(address, for: .block), gallery: gallery.id) {
            return .known(known)
        }
        try append([event(.blockAdded, of: block)])
        return .created(block)
    }

    func event(_ type: EventType, of block: Block) -> EventDraft {
        EventDraft(
            type, actor: block.account?.username.text ?? block.masked, subject: block.id.description,
            data: EventData(
                package: block.package?.id.text, username: block.account?.username.text,
                invitedBy: block.inviter?.username.text))
    }
}
