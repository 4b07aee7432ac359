import Model
import Workflows

/// All that happened in a case, the newest first, whoever did it.
struct CaseTimeline {
    let view: CaseView
    let frame: AdminFrame

    private struct Entry {
        var at: Timestamp
        var style: StaticString
        var write: (inout HTMLWriter) -> Void
    }

    func write(_ out: inout HTMLWriter) {
        out.html("<ol class=\"timeline\">\n")
        for entry in entries.sorted(by: { $0.at > $1.at }) {
            out.html("<li class=\"")
            out.html(entry.style)
            out.html("\">")
            entry.write(&out)
            out.html("<p class=\"soft\">")
            out.when(entry.at, now: frame.now)
            out.html("</p></li>\n")
        }
        out.html("</ol>\n")
    }

    private var entries: [Entry] {
        let claim = view.claim
        var entries = [plain(claim.createdAt, claim.report == nil ? "The claim was made" : "A report became a case")]
        if let confirmed = claim.confirmedAt, claim.report == nil {
            entries.append(plain(confirmed, "The claimant’s address was confirmed"))
        }
        entries += view.attempts.map(attempt)
        entries += view.notes.map { note in
            Entry(at: note.at, style: "") { out in
                out.html("<p>")
                out.name(note.by)
                out.html(" noted:</p>\n")
                out.quote(note.text)
            }
        }
        entries += view.checklist.compactMap(\.tick).map { tick in
            Entry(at: tick.at, style: "good") { out in
                out.html("<p>")
                out.name(tick.by)
                out.html(" found proven: ")
                out.text(tick.item.spelledOut)
                out.html("</p>\n")
            }
        }
        entries += view.answers.map(answer)
        if let decided = claim.decidedAt { entries.append(decision(at: decided)) }
        if let completed = claim.completedAt {
            entries.append(plain(completed, "The claimant accepted the invitation", style: "good"))
        }
        return entries
    }

    private func plain(_ at: Timestamp, _ words: String, style: StaticString = "") -> Entry {
        Entry(at: at, style: style) { out in
            out.html("<p>")
            out.text(words)
            out.html("</p>\n")
        }
    }

    private func answer(_ answer: OwnerAnswer) -> Entry {
        Entry(at: answer.at, style: answer.word == .agree ? "good" : "bad") { out in
            out.html("<p>The owner ")
            out.name(answer.username)
            out.html(answer.word == .agree ? " agrees, by link</p>\n" : " objects, by link</p>\n")
            if let reason = answer.reason { out.quote(reason) }
        }
    }

    private func decision(at moment: Timestamp) -> Entry {
        let claim = view.claim
        return Entry(at: moment, style: claim.state == .granted ? "good" : "") { out in
            out.html("<p>")
            if let decision = claim.decision {
                out.name(decision.by)
                out.html(claim.state == .granted ? " granted the case" : " denied the case")
                if decision.overridden { out.html(", before its time") }
                out.html("</p>\n")
                out.quote(decision.reason)
            } else {
                out.text(claim.state == .withdrawn ? "The claimant withdrew the case" : "The case ended")
                out.html("</p>\n")
            }
        }
    }

    private func attempt(_ shown: CaseView.Attempt) -> Entry {
        let attempt = shown.attempt
        let counts = attempt.outcome.counts && attempt.at >= view.claim.countsFrom
        return Entry(at: attempt.at, style: attempt.outcome == .undeliverable ? "warn" : "") { out in
            out.html("<p>Attempt ")
            out.text("\(attempt.number)")
            out.html(" by ")
            out.name(attempt.by)
            out.html(": ")
            out.text(attempt.channel.words)
            out.html(" ")
            out.badge(attempt.outcome.words, attempt.outcome.tone)
            if !counts { out.html(" <span class=\"soft\">does not count towards the waiting time</span>") }
            out.html("</p>\n")
            if let whom = attempt.whom {
                out.html("<p>To: ")
                out.name(whom)
                out.html("</p>\n")
            }
            if let evidence = attempt.evidence {
                out.html("<p>Shown by: ")
                out.text(evidence)
                out.html("</p>\n")
            }
            if let note = attempt.note { out.quote(note) }
            mails(of: shown, &out)
        }
    }

    private func mails(of shown: CaseView.Attempt, _ out: inout HTMLWriter) {
        guard !shown.messages.isEmpty else { return }
        out.html("<ul class=\"plain\">\n")
        for message in shown.messages {
            out.html("<li>")
            out.link("\(frame.path(.messages))/\(message.id)") { $0.name(message.recipient.masked) }
            out.html(" ")
            out.badge(message.state)
            if message.state != .sent, let detail = message.detail {
                out.html(" <small class=\"soft\">")
                out.text(detail)
                out.html("</small>")
            }
            out.html("</li>\n")
        }
        out.html("</ul>\n")
    }
}
