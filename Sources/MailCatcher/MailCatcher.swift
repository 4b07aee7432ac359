package import Logging
import ServiceLifecycle

/// A real SMTP server that keeps what it gets, with a web inbox and faults on request.
package final class MailCatcher: Service, Sendable {
    /// What was caught.
    package let mailbox: Mailbox
    /// The throw-away authority that signed the `good` certificate; clients must be told to trust it.
    package var certificateAuthorityPEM: String { certificates.authorityPEM }

    let configuration: MailCatcherConfiguration
    let certificates: CertificateShelf
    let faults: FaultDesk
    let board = PortBoard()
    let connections = ConnectionBook()
    let logger: Logger

    /// Makes the certificates; binds nothing yet.
    package init(configuration: MailCatcherConfiguration, logger: Logger = Logger(label: "mailcatcher")) throws {
        self.configuration = configuration
        self.logger = logger
        mailbox = Mailbox(mostMessages: configuration.mostMessages)
        faults = FaultDesk(configuration.faults)
        certificates = try CertificateShelf(host: configuration.host)
    }

    /// The ports, as soon as all listeners are bound; throws what kept one of them from it.
    package func ports() async throws -> Ports {
        try await board.ports()
    }

    /// Puts another fault plan in force, at once and on open connections too; its counts start anew.
    package func setFaults(_ plan: FaultPlan) {
        faults.replace(plan)
    }

    /// The fault plan in force.
    package var faultPlan: FaultPlan { faults.plan }
}
