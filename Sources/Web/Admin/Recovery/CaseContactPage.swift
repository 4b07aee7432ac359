import Mail
import Model
import Workflows

/// The mail to the owners before it is sent: whom it goes to, and what it says.
struct CaseContactPage {
    let frame: AdminFrame
    let view: CaseView
    /// What the form names as the state that it acts on.
    let seen: String
    let drafts: [MessageDraft]
    /// What they say, in each language.
    let previews: [MailPreview]
    let typed: Typed

    func html() -> [UInt8] {
        let path = "\(frame.path(.cases))/\(view.claim.id)"
        return AdminDocument.write(
            frame, title: "Mail the owners of \(view.claim.package.text)", current: .cases, trail: .cases,
            heading: { out in
                out.html("Mail the owners of ")
                out.name(view.claim.package.text)
            }
        ) { out in
            out.problems(typed, in: "contact")
            out.lead(
                "Nothing is sent until you press the button below. Each mail has a link of its own, to object or to agree."
            )
            out.html("<div class=\"columns letter\">\n")
            out.panel("to", "To") { out in
                out.html("<ul class=\"plain\">\n")
                for draft in drafts {
                    out.html("<li>")
                    out.name(owner(of: draft))
                    out.html(" <span class=\"soft\">")
                    out.text(draft.recipient.masked)
                    out.html("</span></li>\n")
                }
                out.html("</ul>\n")
                out.form(to: "\(path)/contact", nonce: frame.nonce, seen: seen)
                out.field(
                    typed.filling(
                        FormField(
                            name: "note", label: "Note (optional)", kind: .area,
                            hint: "Only admins see it: it is kept with the attempt and is not in the mail.",
                            most: CaseNote.longest)), in: "contact")
                out.html("<p class=\"actions\"><button>Send ")
                out.text(drafts.count == 1 ? "the mail" : "\(drafts.count) mails")
                out.html("</button> ")
                out.link(path, "Back to the case")
                out.html("</p></form>\n")
            }
            out.panel("words", "What it says") { out in
                for preview in previews { out.preview(preview) }
            }
            out.html("</div>\n")
        }
    }

    private func owner(of draft: MessageDraft) -> String {
        view.owners.first { $0.account.number == draft.account }?.account.username.text ?? "An owner"
    }
}
