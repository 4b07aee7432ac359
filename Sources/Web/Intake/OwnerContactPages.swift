import Model
import Workflows

/// The pages of an owner who was mailed because somebody asks for the package.
enum OwnerContactPages {
    /// - Parameters:
    ///   - isAnswer: Whether it answers a press of a button, and is announced as such.
    ///   - error: What is wrong with the reason, and the reason as it was typed.
    static func write(
        _ page: RecoveryPage, _ theme: Theme, isAnswer: Bool, error: (words: String, reason: String)? = nil
    ) -> [UInt8] {
        switch page.standing {
        case .open where page.agrees || page.claim.state == .granted:
            agreed(page, theme, isAnswer: isAnswer, error: error)
        case .open: open(page, theme, error: error)
        case .done, .ended, .revoked, .expired: outcome(page, theme, isAnswer: isAnswer)
        }
    }

    private static func open(
        _ page: RecoveryPage, _ theme: Theme, error: (words: String, reason: String)?
    ) -> [UInt8] {
        let claim = page.claim
        return Document.write(theme, title: "Are you still looking after \(claim.package.text)?", gallery: page.gallery)
        {
            out in
            out.html("<h1>Are you still looking after ")
            out.name(claim.package.text)
            out.html("?</h1>\n<p class=\"soft\">")
            claimant(claim, &out)
            out.html(" has told the administrators of ")
            InvitationPages.galleryLink(page.gallery, &out)
            out.html(" that the package has lost its active owner, and asks to become its owner. You are on record as ")
            out.html(page.owners == 1 ? "its owner" : "one of its owners")
            out.html(", so you are asked first.</p>\n")
            facts(page, &out)
            ClaimPages.words(claim, by: "The reason given:", &out)
            if page.claim.state == .objected { stopped(&out) } else { silence(page, &out) }
            form(page, &out, error: error)
        } footer: { out in
            out.html(
                """
                <p>This link shows that somebody reads your mail, and no more than that: the administrators may ask you for \
                more. Whoever asks for the package learns neither your address nor what you write here.</p>
                """)
        }
    }

    private static func claimant(_ claim: RecoveryCase, _ out: inout HTMLWriter) {
        guard let name = claim.claimant?.shown, !name.isEmpty else { return out.html("Somebody") }
        out.html("Somebody who gives the name ")
        out.name(name)
    }

    private static func facts(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        out.html("<dl>\n<div><dt>Package</dt><dd>")
        out.name(page.claim.package.text)
        out.html("</dd></div>\n<div><dt>Your account</dt><dd>")
        if let owner = page.owner { out.name(owner.username.text) }
        if let claimant = page.claim.claimant, !claimant.shown.isEmpty {
            out.html("</dd></div>\n<div><dt>Asked for by</dt><dd>")
            out.name(claimant.shown)
        }
        out.html("</dd></div>\n</dl>\n")
    }

    private static func stopped(_ out: inout HTMLWriter) {
        out.html(
            """
            <h2>The case is stopped</h2>\n<p>Another owner has objected already, and nothing goes on unless the administrators \
            find a reason to open it again. If you object as well, they know that, too.</p>\n
            """)
    }

    /// What happens when nobody answers.
    private static func silence(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        out.html("<h2>If nobody answers</h2>\n<p>The administrators can then make the claimant an owner, ")
        out.html("on ")
        out.time(page.clock.earliest)
        out.html(" at the earliest. You would hear of it by mail.</p>\n")
    }

    private static func form(
        _ page: RecoveryPage, _ out: inout HTMLWriter, error: (words: String, reason: String)?
    ) {
        out.html(
            "<section aria-labelledby=\"answer\">\n<h2 id=\"answer\">Your answer</h2>\n<ul>\n<li><strong>You object:</strong> "
        )
        out.html(
            "the case stops, and the package stays as it is. Nothing changes for you.</li>\n"
        )
        let canAgree = page.allows(.agree)
        if canAgree { agreeing(page, &out) }
        out.html("</ul>\n")
        if let hindrance = page.hindrance { cannotAgree(hindrance, &out) }
        out.html("<form method=\"post\">\n")
        reason(&out, error: error)
        out.html(
            "<p class=\"answers\"><button name=\"action\" value=\"object\">I am here, and I object</button>")
        if canAgree {
            out.html(" <button class=\"quiet\" name=\"action\" value=\"agree\">I agree to hand it over</button>")
        }
        out.html("</p>\n</form>\n</section>\n")
    }

    private static func cannotAgree(_ hindrance: RecoveryPage.Hindrance, _ out: inout HTMLWriter) {
        out.html("<p class=\"soft\">")
        switch hindrance {
        case .noClaimant: out.html("Nobody is named yet who would get the package, so there is nothing to agree to.")
        case .otherClaimant:
            out.html(
                """
                Somebody else asks for the package by now than when this link was mailed. To agree to that takes the link of a \
                newer mail.
                """)
        case .otherMailbox:
            out.html(
                """
                This link was mailed to an address that is no longer your account’s. You can object by it, and to agree takes a \
                link that was mailed to your present address.
                """)
        }
        out.html("</p>\n")
    }

    /// What follows when one agrees.
    private static func agreeing(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        out.html("<li><strong>You agree:</strong> ")
        if page.owners > 1 {
            out.html("once all ")
            out.text(String(page.owners))
            out.html(" owners do, ")
        }
        out.html(
            """
            the administrators can decide after a shorter wait, in which you can still change your mind. You stay an owner until the claimant has accepted; \
            whether you stay one beside them, the administrators decide.</li>\n
            """)
    }

    private static func reason(_ out: inout HTMLWriter, error: (words: String, reason: String)?) {
        if let error {
            out.html("<p class=\"error\" id=\"wrong\" role=\"alert\">")
            out.text(error.words)
            out.html("</p>\n")
        }
        out.html(
            """
            <label for="reason">A few words <span>(optional; the administrators and the other owners read \
            them)</span></label>\n<textarea id="reason" name="reason" rows="3" maxlength="500" dir="auto"
            """)
        if error != nil { out.html(" aria-invalid=\"true\" aria-describedby=\"wrong\"") }
        out.html(">\n")
        if let error { out.text(error.reason) }
        out.html("</textarea>\n")
    }

    /// After agreeing, and after the case was granted: an owner can still object until the package has changed hands.
    private static func agreed(
        _ page: RecoveryPage, _ theme: Theme, isAnswer: Bool, error: (words: String, reason: String)?
    ) -> [UInt8] {
        let title = page.agrees ? "You agreed" : "The case was granted"
        return Document.write(theme, title: title, gallery: page.gallery) { out in
            Document.state(&out, page.agrees ? .done : .attention, role: isAnswer ? "status" : nil) { out in
                guard page.agrees else { return out.html("The administrators have granted the case") }
                out.html("You agree to hand ")
                out.name(page.claim.package.text)
                out.html(" over")
            } body: { out in
                guard page.agrees else { return granted(page, &out) }
                out.html("<p>The administrators are told, and decide what follows. ")
                if page.agreed < page.owners {
                    out.html(
                        "The other owners are asked, too: as long as not all of them agree, the case goes on as before. "
                    )
                }
                out.html("You hear by mail how it ends.</p>\n")
            }
            out.html(
                """
                <section aria-labelledby="back">\n<details
                """)
            if error != nil { out.html(" open") }
            out.html(
                """
                >\n<summary id="back">Changed your mind?</summary>\n<p>As long as the package has not changed hands you can \
                still object: that stops the case.</p>\n<form method="post">\n
                """)
            reason(&out, error: error)
            out.html(
                """
                <button class="quiet" name="action" value="object">I object after all</button>\n</form>\n</details>\n</section>\n
                """)
        }
    }

    private static func granted(_ page: RecoveryPage, _ out: inout HTMLWriter) {
        out.html("<p>")
        claimant(page.claim, &out)
        out.html(" is invited to take over ")
        out.name(page.claim.package.text)
        out.html(", and has not accepted yet. Until then you can still object.</p>\n")
    }

    private static func outcome(_ page: RecoveryPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        let words = Words(page)
        return Document.write(theme, title: words.title, gallery: page.gallery) { out in
            Document.state(&out, words.mark, role: isAnswer ? "status" : nil) { out in
                out.html(words.heading)
            } body: { out in
                out.html("<p>")
                out.name(page.claim.package.text)
                out.html(words.sentence)
                out.html("</p>\n")
                Document.wayOut(to: page.gallery, &out)
            }
        }
    }

    private struct Words {
        let title: String
        let heading: StaticString
        let sentence: StaticString
        let mark: Document.Mark

        init(_ page: RecoveryPage) {
            switch page.standing {
            case .done:
                (title, heading, mark) = ("The case is stopped", "The case is stopped", .done)
                sentence = """
                     stays with its owners. The administrators, the claimant and the other owners are told that an owner \
                    objects. There is nothing left for you to do.
                    """
            case .revoked:
                (title, heading, mark) = ("You cannot answer this", "You can no longer answer this", .attention)
                sentence =
                    " has other owners by now: the link was sent to you as one of them, and you are not any more."
            case .ended:
                (title, heading, sentence) = Self.end(of: page.claim)
                mark = .ended
            case .expired, .open:
                (title, heading, mark) = ("There is nothing to answer", "There is nothing to answer any more", .ended)
                sentence = """
                     is not being asked for through this link any more: the link is too old. If you still want to say \
                    something, write to the gallery.
                    """
            }
        }

        /// How a case ended that asks nothing of owners any more.
        private static func end(of claim: RecoveryCase) -> (String, StaticString, StaticString) {
            switch claim.state {
            case .granted:
                (
                    "The case is settled", "The case was granted, and is settled",
                    """
                     was handed over: the claimant has accepted the invitation, and is an owner now. If that should not \
                    have been, write to the gallery.
                    """
                )
            case .denied:
                (
                    "The claim was denied", "The administrators have denied the claim",
                    " stays with its owners. There is nothing left for you to do."
                )
            case .withdrawn:
                (
                    "The claim is withdrawn", "The claimant has withdrawn the claim",
                    " stays with its owners. There is nothing left for you to do."
                )
            case .submitted, .open, .contacting, .waiting, .objected:
                (
                    "There is nothing to answer", "There is nothing to answer any more",
                    " is not being asked for through this link any more."
                )
            }
        }
    }
}
