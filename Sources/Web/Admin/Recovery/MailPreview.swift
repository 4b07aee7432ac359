import Mail
import Model
import Workflows

/// A mail before it is sent, and everybody who would get it in these words.
struct MailPreview {
    /// Names, never addresses.
    var readers: [String]
    /// Nil where it cannot be composed.
    var words: LetterWords?

    /// Mails that say the same stand together: one for each language, and for each who is told something else.
    ///
    /// - Parameter compose: Without a link that opens anything.
    static func of(
        _ drafts: [MessageDraft], about view: CaseView, compose: (MessageDraft) -> LetterWords?
    ) -> [MailPreview] {
        var all: [MailPreview] = []
        for draft in drafts {
            let words = compose(draft)
            let reader = reader(of: draft, view)
            let same = all.firstIndex { other in
                other.words?.locale == words?.locale && other.words?.subject == words?.subject
                    && other.words?.text == words?.text
            }
            if let same {
                all[same].readers.append(reader)
            } else {
                all.append(MailPreview(readers: [reader], words: words))
            }
        }
        return all
    }

    private static func reader(of draft: MessageDraft, _ view: CaseView) -> String {
        switch draft.facts.role {
        case .claimant: view.claim.claimant?.shown ?? "the claimant"
        case .admin: view.claim.assignee ?? "the admin who has the case"
        default:
            view.owners.first { $0.account.number == draft.account }?.account.username.text ?? "an owner"
        }
    }
}

extension HTMLWriter {
    /// What a mail says, and to whom.
    mutating func preview(_ preview: MailPreview) {
        html("<p class=\"soft\">To ")
        for (index, reader) in preview.readers.enumerated() {
            if index > 0 { html(", ") }
            name(reader)
        }
        html("</p>\n")
        guard let words = preview.words else {
            return html("<p>It cannot be shown: no template of it is at hand.</p>\n")
        }
        html("<p><b>")
        text(words.subject)
        html("</b></p>\n<pre dir=\"auto\" lang=\"")
        text(words.locale)
        html("\">")
        text(words.text)
        html("</pre>\n")
    }
}
