/// How long what admins sign in with holds.
package struct AdminLife: Sendable, Equatable {
    /// A session without a request ends after this long.
    package var idle: Duration
    /// Any session ends after this long.
    package var session: Duration

    /// The link that is mailed.
    package static let link: Duration = .seconds(600)
    /// Between the link and the second factor.
    package static let halfway: Duration = .seconds(600)
    /// The code that enrols, as `admin add` prints it.
    package static let setup: Duration = .seconds(7 * 86_400)
    /// No configuration makes a session last longer; what is older is forgotten.
    package static let longest: Duration = .seconds(86_400)
    /// After a second factor, what needs one at hand is not asked for it again.
    package static let fresh: Duration = .seconds(600)
    /// How long a browser is known as one that its admin has signed in with.
    package static let known: Duration = .seconds(90 * 86_400)
    /// How exactly it is written when a session was used last; a write for each request would be dear.
    package static let grain: Duration = .seconds(60)

    package init(idle: Duration = .seconds(1800), session: Duration = .seconds(12 * 3600)) {
        self.idle = idle
        self.session = session
    }
}
