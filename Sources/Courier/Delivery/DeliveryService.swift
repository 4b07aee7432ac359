package import Logging
import Model
import ServiceLifecycle
package import Workflows

/// Takes mail from the outbox to the relays: claims, composes, sends, settles.
///
/// Any number of processes may run one.
package struct DeliveryService: Service {
    let outbox: Outbox
    let bell: OutboxBell
    let relays: RelaySet
    let composer: LetterComposer
    let options: DeliveryOptions
    let pulse: CourierPulse
    let logger: Logger

    let backlog = Backlog()
    let inHand = InHand()
    let tray = OutcomeTray()

    package init(
        context: WorkflowContext, relays: RelaySet, composer: LetterComposer, options: DeliveryOptions,
        pulse: CourierPulse, logger: Logger
    ) {
        outbox = Outbox(context)
        bell = context.bell
        self.relays = relays
        self.composer = composer
        self.options = options
        self.pulse = pulse
        self.logger = logger
    }

    package func run() async throws {
        // Neither a stop nor a cancellation may tear the writing of outcomes: these tasks end when they are told to.
        let settling = Task { await settleAll() }
        let renewing = Task { await renewAll() }
        let senders = (0..<senderCount).map { _ in Task { await sendAll() } }
        await cancelWhenGracefulShutdown { await claimAll() }

        let deadline = ContinuousClock.now + options.drain
        logger.info("courier is stopping", metadata: ["held": "\(inHand.count)"])
        tray.giveUp(at: deadline + .seconds(10))
        putBack(backlog.withdraw { _ in true })
        backlog.close()
        await relays.shutdown(deadline: deadline)
        for sender in senders { await sender.value }
        tray.close()
        await settling.value
        renewing.cancel()
        await renewing.value
        logger.info("courier has stopped", metadata: ["unwritten": "\(inHand.count)"])
    }

    /// Two for each connection: one speaks while the other composes.
    var senderCount: Int { max(2, relays.connections * 2) }

    /// Gives messages back that were claimed and will not be sent now.
    func putBack(_ messages: [ClaimedMessage]) {
        let now = composer.clock()
        tray.put(
            messages.map {
                Completion(message: MessageMachine.putBack($0.message, now: now), attempt: nil, event: nil)
            })
    }
}
