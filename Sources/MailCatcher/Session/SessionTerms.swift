/// What a session needs to know about its server; the part that a fault plan changes can be replaced while it runs.
struct SessionTerms {
    var serverName: String
    var account: CatcherConfiguration.Account?
    var requiresAUTH = false
    var requiresTLS = false
    /// Whether content is kept, or only counted.
    var keepsContent = true
    /// Whether `heard` actions are wanted.
    var keepsLog = true
    var limits = CatcherLimits()
    var plan = FaultPlan()

    init(_ configuration: CatcherConfiguration, plan: FaultPlan) {
        serverName = configuration.serverName
        account = configuration.account
        requiresAUTH = configuration.requiresAUTH
        requiresTLS = configuration.requiresTLS
        keepsContent = !configuration.discards
        keepsLog = !configuration.discards
        limits = configuration.limits
        self.plan = plan
    }

    /// The largest message in bytes.
    var maximumSize: Int { plan.maximumSize ?? limits.messageSize }
}
