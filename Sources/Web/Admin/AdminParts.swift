package import Mail
package import Model

/// What the admin site shows of parts that are not Web's; the executable fills it in.
package struct AdminParts: Sendable {
    /// What messages are shown with; nil shows none.
    package var templates: TemplateLibrary?
    /// The relays as this process sees them now, in failover order.
    package var relays: @Sendable () -> [RelayStatus]

    package init(
        templates: TemplateLibrary? = nil, relays: @escaping @Sendable () -> [RelayStatus] = { [] }
    ) {
        self.templates = templates
        self.relays = relays
    }
}
