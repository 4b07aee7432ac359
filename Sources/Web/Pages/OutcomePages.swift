import Links
import Model
import Workflows

/// The pages of a link that was acted on, just now or before, or that can no longer be.
enum OutcomePages {
    /// - Parameter isAnswer: Whether it answers a press of the button, and is announced as such.
    static func write(_ page: LinkPage, _ theme: Theme, isAnswer: Bool) -> [UInt8] {
        let invitation = page.invitation
        let words = Words(page: page, isAnswer: isAnswer)
        return Document.write(theme, title: words.title, gallery: page.gallery) { out in
            Document.state(&out, words.mark, role: isAnswer ? "status" : nil) { out in
                words.heading(&out)
            } body: { out in
                words.body(&out)
                if case .decided = page.standing, let decided = invitation.decidedAt {
                    out.html("<p class=\"soft\">Decided on ")
                    out.time(decided)
                    out.html(".</p>\n")
                }
                Document.wayOut(to: page.gallery, &out)
            }
        }
    }
}

/// What such a page says.
private struct Words {
    let page: LinkPage
    let isAnswer: Bool

    private var invitation: Invitation { page.invitation }
    private var isNotice: Bool { page.purpose == .invitationNotice }

    var mark: Document.Mark {
        switch page.standing {
        case .decided(.accepted): isNotice ? .attention : .done
        case .decided(.declined): .done
        case .decided(.cancelled): isNotice ? .done : .ended
        default: .ended
        }
    }

    var title: String {
        switch page.standing {
        case .decided(.accepted): "Invitation accepted"
        case .decided(.declined): "Invitation declined"
        case .decided(.cancelled): "Invitation cancelled"
        case .superseded: "A newer link was sent"
        case .expired, .decided(.expired): "Invitation expired"
        default: "Invitation no longer valid"
        }
    }

    func heading(_ out: inout HTMLWriter) {
        switch page.standing {
        case .decided(.accepted) where isNotice:
            InvitationPages.invitee(invitation, &out)
            out.html(" has accepted already")
        case .decided(.accepted) where !isAnswer || !page.inviteeIsOwner: out.html("You accepted the invitation")
        case .decided(.accepted) where invitation.invitee == nil: out.html("You accepted the invitation")
        case .decided(.accepted):
            out.html("You own ")
            out.name(invitation.package.id.text)
            out.html(" now")
        case .decided(.declined) where isNotice:
            InvitationPages.invitee(invitation, &out)
            out.html(" has declined")
        case .decided(.declined):
            switch page.refusal {
            case .blocked: out.html("You declined and blocked")
            case .reported: out.html("You declined and reported")
            case nil: out.html("You declined the invitation")
            }
        case .decided(.cancelled): out.html(isNotice ? "The invitation is cancelled" : "The invitation was withdrawn")
        case .superseded: out.html("There is a newer link")
        case .expired, .decided(.expired): out.html("The invitation has expired")
        case .revoked where isNotice: out.html("You can no longer cancel this invitation")
        default: out.html("The invitation is no longer valid")
        }
    }

    func body(_ out: inout HTMLWriter) {
        switch page.standing {
        case .decided(.accepted): accepted(&out)
        case .decided(.declined):
            if isNotice {
                sentence("Nothing has changed: the owners of ", package: true, " are the same as before.", &out)
            } else if let refusal = page.refusal {
                refused(refusal, &out)
            } else {
                sentence(
                    "", inviter: true,
                    """
                     is told. Nothing has changed for you; should this have been a mistake, ask for a new \
                    invitation.
                    """, &out)
            }
        case .decided(.cancelled):
            if isNotice {
                out.html("<p>")
                InvitationPages.invitee(invitation, &out)
                out.html(" can no longer accept it, and is told if the mail had left already. The owners of ")
                out.name(invitation.package.id.text)
                out.html(" are the same as before.</p>\n")
            } else {
                sentence(
                    "An owner of ", package: true,
                    """
                     has cancelled it. If you think that this is a mistake, write to them; they can invite you \
                    again.
                    """, &out)
            }
        case .superseded:
            sentence(
                "", inviter: true,
                """
                 had the invitation sent again, and the newest mail has the link that works. Look for it in your \
                mailbox, and in the folder for spam.
                """, &out)
        case .expired, .decided(.expired):
            out.html("<p>It was open until ")
            out.time(invitation.expiresAt)
            out.html(". Nothing has changed. ")
            if isNotice {
                out.html("There is nothing left to cancel.</p>\n")
            } else {
                out.html("If you would still like to own ")
                out.name(invitation.package.id.text)
                out.html(", ask ")
                out.name(invitation.inviter.username.text)
                out.html(" to invite you again.</p>\n")
            }
        case .revoked where isNotice:
            sentence(
                "The link was sent to you as an owner of ", package: true,
                """
                , and you are not one any more. An owner can cancel the invitation in the gallery.
                """, &out)
        case .decided(.void):
            out.html("<p>")
            out.name(invitation.inviter.username.text)
            out.html(" is no longer an owner of ")
            out.name(invitation.package.id.text)
            out.html(", so the offer does not stand. ")
            out.html(isNotice ? "There is nothing left to cancel.</p>\n" : "Any of its owners can invite you.</p>\n")
        default:
            sentence("The link no longer fits the invitation. Ask ", inviter: true, " to send it again.", &out)
        }
    }

    private func refused(_ refusal: LinkPage.Refusing, _ out: inout HTMLWriter) {
        out.html("<p>")
        switch refusal {
        case .blocked(.inviter) where !invitation.inviter.isKnown, .blocked(.package):
            out.html("No more invitations to ")
            out.name(invitation.package.id.text)
        case .blocked(.inviter), .reported:
            if refusal == .reported {
                out.text(page.gallery.name)
                out.html(" is told and looks into it. ")
            }
            let isKnown = invitation.inviter.isKnown
            out.html(isKnown ? "No more invitations of " : "No more invitations to ")
            out.name(isKnown ? invitation.inviter.username.text : invitation.package.id.text)
        case .blocked(.all):
            out.html("No more invitations of anybody on ")
            out.text(page.gallery.name)
        }
        out.html(" come to your mailbox. ")
        out.name(invitation.inviter.username.text)
        out.html(" is told that you declined, and nothing more. To take it back, ask ")
        out.text(page.gallery.name)
        out.html(".</p>\n")
    }

    private func accepted(_ out: inout HTMLWriter) {
        if isNotice {
            guard page.inviteeIsOwner else {
                return sentence(
                    "There is nothing left to cancel: the account is no longer an owner of ", package: true, ".", &out)
            }
            out.html("<p>There is nothing left to cancel: the account is an owner of ")
            out.name(invitation.package.id.text)
            out.html(" now. If that was not agreed on, remove it from the owners in the gallery.</p>\n")
            return
        }
        if let account = invitation.invitee {
            out.html("<p>Your account ")
            out.name(account.username.text)
            guard page.inviteeIsOwner else {
                out.html(" became an owner of ")
                out.name(invitation.package.id.text)
                return out.html(", and has been removed from the owners since.</p>\n")
            }
            out.html(isAnswer ? " is an owner of " : " became an owner of ")
            out.name(invitation.package.id.text)
            out.html(". ")
        } else {
            out.html(
                """
                <p>You become an owner as soon as you have an account: sign in to the gallery, or make an account, \
                with the address that the mail came to. 
                """)
        }
        out.name(invitation.inviter.username.text)
        out.html(" and the other owners are told by mail. You can close this page.</p>\n")
    }

    private func sentence(
        _ before: StaticString, package: Bool = false, inviter: Bool = false, _ after: StaticString,
        _ out: inout HTMLWriter
    ) {
        out.html("<p>")
        out.html(before)
        out.name(package ? invitation.package.id.text : invitation.inviter.username.text)
        out.html(after)
        out.html("</p>\n")
    }
}
