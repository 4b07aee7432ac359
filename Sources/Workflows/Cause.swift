package import Model

/// What brings a change about, as the events that tell of it keep it.
struct Cause: Sendable {
    /// The W3C trace of the request.
    var trace: String?
    var origin: Origin
    /// The client's address, where it is kept.
    var client: String?
    /// Who does what is told of as nobody's: the admin whose form it is.
    var actor: String?
}

extension Origin {
    /// Where the request comes from that the task is of; the service itself where nobody said.
    @TaskLocal package static var current: Origin = .service

    /// The client's address, of requests of which it is kept whoever makes them.
    @TaskLocal package static var client: String?

    /// The admin who asks for what the task does; nil where a program does, or somebody whom the decision itself names.
    @TaskLocal package static var actor: String?
}

extension WorkflowContext {
    /// To be asked in the request's own task: a transaction runs elsewhere.
    func cause() -> Cause { Cause(trace: trace(), origin: origin(), client: Origin.client, actor: Origin.actor) }

    /// The same context for work of this request that has transactions of its own and hands no cause on.
    func here() -> WorkflowContext {
        let cause = cause()
        return WorkflowContext(
            database: database, secrets: secrets, bell: bell, trace: { cause.trace }, origin: { cause.origin },
            onUnreadable: onUnreadable, clock: clock, makeID: makeID)
    }
}
