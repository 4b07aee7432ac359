import Model
import Workflows

/// The claimant's pages: to confirm the address, and to see how the claim stands.
enum ClaimPages {
    /// Before the address is confirmed.
    static func confirm(_ page: RecoveryPage, _ theme: Theme) -> [UInt8] {
        let claim = page.claim
        return Document.write(theme, title: "Confirm your claim", gallery: page.gallery) { out in
            out.html("<h1>Did you ask for ")
            out.name(claim.package.text)
            out.html("?</h1>\n<p class=\"soft\">Nobody has read it yet. The administrators of ")
            InvitationPages.galleryLink(page.gallery, &out)
            out.html(" see it once you confirm that the address is yours. From then on they check it, ")
            out.html("and try to reach the present owners, who are shown your name and your words.</p>\n")
            facts(page, &out)
            words(claim, by: "You wrote:", &out)
            out.html(
                """
                <form method="post"><p class="answers"><button name="action" value="confirm">Yes, this is my claim</button> \
                <button class="quiet" name="action" value="disown">No, it was not me</button></p></form>\n<p \
                class="soft">If it was not you, say so, and the claim ends at once. If you do nothing, it is forgotten by itself on 
                """)
            out.time(claim.createdAt + RecoveryCase.confirmationLife)
            out.html(".</p>\n")
        }
    }

    /// After the address was confirmed: the status page has a link of its own, which the mail brings.
    static func confirmed(_ page: RecoveryPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        Document.write(theme, title: "Your address is confirmed", gallery: page.gallery) { out in
            Document.state(&out, .done, role: isAnswer ? "status" : nil) { out in
                out.html("Your address is confirmed")
            } body: { out in
                out.html("<p>The administrators of ")
                out.name(page.gallery.name)
                out.html(" have your claim to ")
                out.name(page.claim.package.text)
                out.html(
                    """
                    . A mail with the link to its own page is on its way to you: there you see at any time how it stands, \
                    and can withdraw it.</p>\n
                    """)
                Document.wayOut(to: page.gallery, &out)
            }
        }
    }

    /// After somebody said that it was not they who claimed it: nobody has seen the claim.
    static func disowned(_ page: RecoveryPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        Document.write(theme, title: "The claim is withdrawn", gallery: page.gallery) { out in
            Document.state(&out, .done, role: isAnswer ? "status" : nil) { out in
                out.html("The claim is withdrawn")
            } body: { out in
                out.html("<p>The claim to ")
                out.name(page.claim.package.text)
                out.html(
                    """
                     was withdrawn before your address was confirmed. Nobody reads it: what was written in it is deleted, and the link \
                    cannot confirm it any more.</p>\n<p class="soft">If somebody gives your address again, you get another \
                    mail like that one: as long as you do not confirm it, nothing happens.</p>\n
                    """)
                Document.wayOut(to: page.gallery, &out)
            }
        }
    }

    /// A link that came too late, or was replaced.
    static func tooLate(_ page: RecoveryPage, _ theme: Theme) -> [UInt8] {
        let isRevoked = page.standing == .revoked
        return Document.write(theme, title: "This link no longer works", gallery: page.gallery) { out in
            Document.state(&out, .ended) { out in
                out.html("This link no longer works")
            } body: { out in
                out.html("<p>It was sent for a claim to ")
                out.name(page.claim.package.text)
                if isRevoked {
                    out.html(
                        """
                        . Since then an administrator has named another claimant of it, or another address of yours. If it is \
                        you, the link that works is in a newer mail, which went to that address. If it is somebody else, the \
                        case goes on without you; 
                        """)
                } else {
                    out.html(", and its time is over; ")
                }
                out.html("if you still want the package, send the form again: you get a new link.</p>\n")
                Document.wayOut(to: page.gallery, &out)
            }
        }
    }

    /// How it stands.
    ///
    /// - Parameter isAnswer: Whether it answers a press of a button, and is announced as such.
    static func status(_ page: RecoveryPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        let words = ClaimWords(page)
        return Document.write(theme, title: words.title, gallery: page.gallery) { out in
            Document.state(&out, words.mark, role: isAnswer ? "status" : nil) { out in
                out.text(words.title)
            } body: { out in
                out.html("<p>")
                words.body(&out)
                out.html("</p>\n")
            }
            next(page, &out)
            facts(page, &out)
            steps(page, &out)
            if page.allows(.withdraw) { withdraw(page, &out) } else { Document.wayOut(to: page.gallery, &out) }
        } footer: { out in
            if page.allows(.withdraw) {
                out.html(
                    """
                    <p>Keep the link to this page to yourself: whoever has it sees the claim, and can withdraw it. You get a \
                    mail when something changes.</p>
                    """)
            }
        }
    }

    /// From when on it may be granted, and what that hangs on.
    private static func next(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        guard page.claim.state.isRunning else { return }
        let clock = page.clock
        out.html("<section aria-labelledby=\"next\">\n<h2 id=\"next\">")
        if clock.isComplete {
            out.html("It may be granted from ")
            out.time(clock.earliest)
            out.html(" on</h2>\n")
        } else {
            out.html("It may be granted on ")
            out.time(clock.earliest)
            out.html(" at the earliest</h2>\n<p>That would be so if everything that is missing were done today:</p>\n")
        }
        let clauses = clock.missing.map(\.words) + clock.because.map(\.words)
        if !clauses.isEmpty {
            out.html("<ul>\n")
            for clause in clauses {
                out.html("<li>")
                out.text(clause.capitalizedFirst)
                out.html(".</li>\n")
            }
            out.html("</ul>\n")
        }
        out.html(
            "<p class=\"soft\">That is no promise: an administrator decides, and an owner can still object.</p>\n</section>\n"
        )
    }

    private static func facts(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        out.html("<dl>\n<div><dt>Package</dt><dd>")
        out.name(page.claim.package.text)
        if let claimant = page.claim.claimant {
            out.html("</dd></div>\n<div><dt>Claimed by</dt><dd>")
            out.name(claimant.shown)
            if let username = claimant.username, !claimant.name.isEmpty {
                out.html("</dd></div>\n<div><dt>Account</dt><dd>")
                out.name(username.text)
            }
        }
        out.html("</dd></div>\n<div><dt>Gallery</dt><dd>")
        InvitationPages.galleryLink(page.gallery, &out)
        out.html("</dd></div>\n</dl>\n")
    }

    /// The claimant's words, and the evidence as text.
    static func words(_ claim: RecoveryCase, by caption: StaticString, _ out: inout HTMLWriter) {
        out.html("<figure>\n<figcaption>")
        out.html(caption)
        out.html("</figcaption>\n<blockquote dir=\"auto\">")
        out.text(claim.why)
        out.html("</blockquote>\n</figure>\n")
        guard !claim.links.isEmpty else { return }
        out.html("<h2>Evidence</h2>\n<ul>\n")
        for link in claim.links {
            out.html("<li>")
            out.text(link)
            out.html("</li>\n")
        }
        out.html("</ul>\n")
    }

    /// What has happened so far, oldest first; of attempts only when and how, never whom.
    private static func steps(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        out.html("<section aria-labelledby=\"steps\">\n<h2 id=\"steps\">What has happened</h2>\n<ol class=\"steps\">\n")
        for step in ClaimStep.all(of: page) {
            out.html("<li>")
            out.text(step.words)
            out.html("<span class=\"soft\">")
            out.time(step.at)
            out.html("</span></li>\n")
        }
        out.html("</ol>\n</section>\n")
    }

    private static func withdraw(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        out.html(
            """
            <section aria-labelledby="end">\n<details>\n<summary id="end">Withdraw the claim</summary>\n<p>The case ends, the \
            administrators are told, and the package stays with its owners. You can ask again later, but then all of it \
            begins anew.</p>\n<form method="post"><button class="quiet" name="action" value="withdraw">Yes, withdraw \
            it</button></form>\n</details>\n</section>\n
            """)
    }
}

/// One thing that has happened in a claim, as its claimant may know it.
struct ClaimStep: Sendable, Equatable {
    var at: Timestamp
    var words: String

    static func all(of page: RecoveryPage) -> [ClaimStep] {
        let claim = page.claim
        var steps = [ClaimStep(at: claim.createdAt, words: "The claim was made")]
        if let confirmed = claim.confirmedAt {
            steps.append(ClaimStep(at: confirmed, words: "The address was confirmed: the administrators see the claim"))
        }
        steps += page.attempts.map { ClaimStep(at: $0.at, words: $0.channel.claimWords) }
        if claim.state == .objected { steps.append(ClaimStep(at: claim.countsFrom, words: "An owner objected")) }
        if let decided = claim.decidedAt {
            switch claim.state {
            case .granted: steps.append(ClaimStep(at: decided, words: "The claim was granted"))
            case .denied: steps.append(ClaimStep(at: decided, words: "The claim was not granted"))
            case .withdrawn: steps.append(ClaimStep(at: decided, words: "The claim was withdrawn"))
            case .submitted, .open, .contacting, .waiting, .objected: break
            }
        }
        if let completed = claim.completedAt {
            steps.append(ClaimStep(at: completed, words: "The invitation was accepted"))
        } else if let invitation = page.invitation, invitation.isUnnamed, let decided = invitation.decidedAt {
            steps.append(ClaimStep(at: decided, words: "The invitation was accepted"))
        }
        return steps.sorted { $0.at < $1.at }
    }
}

extension ContactChannel {
    fileprivate var claimWords: String {
        switch self {
        case .email: "The owners were tried by mail"
        case .projectURL: "The owners were tried through the project’s site"
        case .social: "The owners were tried through a social network"
        case .phone: "The owners were tried by telephone"
        case .other: "The owners were tried in another way"
        }
    }
}

/// What the page says of the state.
private struct ClaimWords {
    let page: RecoveryPage

    init(_ page: RecoveryPage) { self.page = page }

    var title: String {
        switch page.claim.state {
        case .submitted: "The claim waits for your word"
        case .open: "The administrators have your claim"
        case .contacting: "The owners are being contacted"
        case .waiting: "The owners have time to answer"
        case .granted: page.claim.completedAt == nil ? "Your claim was granted" : "The package is yours"
        case .denied: "Your claim was not granted"
        case .objected: "An owner has objected"
        case .withdrawn: "The claim is withdrawn"
        }
    }

    var mark: Document.Mark {
        switch page.claim.state {
        case .submitted, .objected: .attention
        case .open, .contacting, .waiting: .ended
        case .granted, .withdrawn: .done
        case .denied: .ended
        }
    }

    func body(_ out: inout HTMLWriter) {
        switch page.claim.state {
        case .submitted:
            out.html("Nobody has read it yet: open the link in the mail that asks you to confirm your address.")
        case .open:
            out.html("They check what you wrote, and then try to reach the present owners of ")
            out.name(page.claim.package.text)
            out.html(", if it has any. There is nothing for you to do.")
        case .contacting:
            out.html(
                """
                The administrators try more than once, and in more than one way, and leave the owners time to answer. There \
                is nothing for you to do.
                """)
        case .waiting:
            out.html(
                """
                Enough was done to reach them. An administrator decides after the date below, unless an owner answers \
                before. There is nothing for you to do.
                """)
        case .granted where page.claim.completedAt == nil && page.invitation?.isUnnamed == true:
            out.html("You accepted the invitation, without naming an account. You own ")
            out.name(page.claim.package.text)
            out.html(" as soon as the gallery has made an account of yours its owner, and not before.")
        case .granted where page.claim.completedAt == nil && page.invitation?.isOpen(at: page.now) == false:
            out.html("The invitation has ended: it was declined or taken back, or nobody accepted it in time. ")
            out.name(page.claim.package.text)
            out.html(" has the same owners as before. If you still want it, write to the gallery.")
        case .granted where page.claim.completedAt == nil:
            out.html("An invitation comes to your address in a mail of its own. You own ")
            out.name(page.claim.package.text)
            out.html(" when you accept it, and not before.")
        case .granted:
            out.html("You accepted the invitation, and own ")
            out.name(page.claim.package.text)
            out.html(" now.")
        case .denied:
            out.html("The package stays as it is. If you have something to add that the administrators do not know, ")
            out.html("write to the gallery.")
            if let reason = page.claim.decision?.reason, !reason.isEmpty {
                out.html("</p>\n<p>The reason given: <q>")
                out.text(reason)
                out.html("</q>")
            }
        case .objected:
            out.html("An owner of ")
            out.name(page.claim.package.text)
            out.html(
                """
                 was reached, and does not agree. The package stays with its owners, unless an administrator finds a reason \
                to take the claim up again.
                """)
        case .withdrawn: out.html("Nothing further happens. The package stays as it is.")
        }
    }
}
