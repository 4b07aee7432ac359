extension Countersign {
    /// Who owns a package: import, repair, look, remove.
    public var owners: OwnerCalls { OwnerCalls(transport: transport) }

    /// Invitations to own a package.
    public var invitations: InvitationCalls { InvitationCalls(transport: transport) }

    /// Versions of packages, and what became of them.
    public var publications: PublicationCalls { PublicationCalls(transport: transport) }

    /// What accounts do not want to be mailed about.
    public var preferences: PreferenceCalls { PreferenceCalls(transport: transport) }

    /// Who refuses invitations, and from whom.
    public var blocks: BlockCalls { BlockCalls(transport: transport) }

    /// Addresses that must not be mailed; needs the scope `admin`.
    public var suppressions: SuppressionCalls { SuppressionCalls(transport: transport) }

    /// What is stored of one address, for requests of its owner; needs the scope `admin`.
    public var addresses: AddressCalls { AddressCalls(transport: transport) }

    /// Messages of people to a package's owners.
    public var contact: ContactCalls { ContactCalls(transport: transport) }

    /// Reports of abuse.
    public var reports: ReportCalls { ReportCalls(transport: transport) }

    /// Claims of packages that have lost their owners; needs the scope `admin`.
    public var recovery: RecoveryCalls { RecoveryCalls(transport: transport) }

    /// The mails that were sent or are to be sent, one for each address.
    public var messages: MessageCalls { MessageCalls(transport: transport) }

    /// Everything that happened, in order.
    public var events: EventCalls { EventCalls(transport: transport) }

    /// Addresses that events are sent to; needs the scope `admin`.
    public var webhooks: WebhookCalls { WebhookCalls(transport: transport) }
}

extension Countersign: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where the service is; never the key.
    public var description: String { "Countersign at \(transport.base.text)" }

    /// Where the service is; never the key.
    public var debugDescription: String { description }

    /// The address alone, so that `dump` shows no key either.
    public var customMirror: Mirror { Mirror(self, children: ["baseURL": transport.base.text]) }
}
