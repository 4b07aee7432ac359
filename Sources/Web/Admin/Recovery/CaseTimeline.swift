import Model
import Storage
import Workflows

/// All that happened in a case, the newest first, whoever did it: as its events tell it, with what else is known of each.
struct CaseTimeline {
    let view: CaseView
    /// The newest first.
    let history: [Event]
    let frame: AdminFrame

    /// How many events it goes back.
    static let most = 500

    private struct Entry {
        var at: Timestamp
        var style: StaticString
        var write: (inout HTMLWriter) -> Void
    }

    func write(_ out: inout HTMLWriter) {
        out.html("<ol class=\"timeline\">\n")
        // What happened at one moment stays in the order in which it was written down.
        let sorted = entries.enumerated().sorted { ($0.element.at, $1.offset) > ($1.element.at, $0.offset) }
        for (_, entry) in sorted {
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
        var notes = view.notes
        var attempts = view.attempts
        var entries = history.reversed().compactMap { event -> Entry? in
            switch event.type {
            case .recoveryNoted:
                let index = notes.firstIndex { $0.at == event.at && $0.by == event.actor }
                return index.map { note(notes.remove(at: $0)) } ?? other(event)
            case .recoveryAttempted:
                let index = attempts.firstIndex { $0.attempt.number == event.data.attempt }
                return index.map { attempt(attempts.remove(at: $0)) } ?? outcome(event)
            default: return entry(event)
            }
        }
        // What is older than the events that are kept.
        entries = attempts.map(attempt) + notes.map(note) + entries
        if !history.contains(where: { $0.type == .recoverySubmitted }) {
            entries.insert(plain(view.claim.createdAt, madeWords), at: 0)
        }
        return entries.reversed()
    }

    private var madeWords: String { view.claim.report == nil ? "The claim was made" : "A report became a case" }

    private func entry(_ event: Event) -> Entry? {
        switch event.type {
        case .recoverySubmitted: plain(event.at, madeWords)
        case .recoveryConfirmed: plain(event.at, "The claimant’s address was confirmed")
        // By what stands before it.
        case .recoveryOpened: nil
        case .recoveryAssigned: assigned(event)
        case .recoveryNamed:
            act(
                event,
                event.data.formerClaimant.map { "named another claimant, in place of \($0):" } ?? "named the claimant:",
                event.data.claimant)
        case .recoveryEvidence:
            act(
                event, event.data.ticked == false ? "found not proven after all:" : "found proven:",
                event.data.item?.spelledOut,
                style: event.data.ticked == false ? "" : "good")
        case .recoveryWaiting: plain(event.at, "Enough was tried: only time, or a decision, is missing")
        case .recoveryResumed:
            plain(event.at, "More is to be done again before it may be granted: what that depends on has changed")
        // By telephone, or otherwise: who objects is an owner, and who wrote it down an admin.
        case .recoveryObjected where event.data.attempt != nil:
            act(event, "wrote down that an owner objects", style: "bad")
        case .recoveryObjected: act(event, "objects, by link", reason: reason(.object, event), style: "bad")
        case .recoveryAgreed: act(event, "agrees, by link", reason: reason(.agree, event), style: "good")
        case .recoveryGranted: act(event, granted(event), style: "good")
        case .recoveryDenied: act(event, "denied the case")
        case .recoveryReopened: act(event, "reopened the case")
        case .recoveryWithdrawn where event.data.reason == RecoveryMachine.notTheirs:
            plain(event.at, "Whoever reads the mail of the address said that the claim was not theirs")
        case .recoveryWithdrawn: plain(event.at, "The claimant withdrew the case")
        case .recoveryCompleted: plain(event.at, "The claimant accepted the invitation", style: "good")
        case .recoveryLocked: act(event, "locked the package")
        case .recoveryUnlocked: act(event, "unlocked the package")
        default: other(event)
        }
    }

    private func assigned(_ event: Event) -> Entry {
        guard let assignee = event.data.assignee else { return act(event, "put the case back: nobody has it") }
        let isOwn = Name.fold(assignee) == Name.fold(event.actor)
        return isOwn ? act(event, "took the case") : act(event, "gave the case to", assignee)
    }

    private func granted(_ event: Event) -> String {
        let time = event.data.overridden == true ? "granted the case before its time" : "granted the case"
        switch event.data.keepsOwners {
        case true?: return time + "; the owners before stay"
        case false?: return time + "; the owners before are removed on acceptance"
        case nil: return time
        }
    }

    /// An owner's words, which stand in the case and not in the event: everybody reads that who reads the feed.
    private func reason(_ word: OwnerAnswer.Word, _ event: Event) -> String? {
        // Both are written by one act, whose clock is looked at more than once.
        func distance(_ answer: OwnerAnswer) -> Int64 { abs(answer.at.milliseconds - event.at.milliseconds) }
        let said = view.answers.filter { $0.word == word && $0.username == event.actor }
        return said.min { distance($0) < distance($1) }?.reason
    }

    /// What somebody did, with the reason that they gave.
    ///
    /// - Parameters:
    ///   - name: What they did it to.
    ///   - reason: Where the event does not have it.
    private func act(
        _ event: Event, _ words: String, _ name: String? = nil, reason: String? = nil, style: StaticString = ""
    ) -> Entry {
        Entry(at: event.at, style: style) { out in
            out.html("<p>")
            if event.actor == EventDraft.system { out.html("The service") } else { out.name(event.actor) }
            out.html(" ")
            out.text(words)
            if let name {
                out.html(" ")
                out.name(name)
            }
            out.html("</p>\n")
            if let reason = reason ?? event.data.reason, !reason.isEmpty { out.quote(reason) }
        }
    }

    /// What came of an attempt later.
    private func outcome(_ event: Event) -> Entry? {
        guard let outcome = event.data.outcome.flatMap({ ContactOutcome(rawValue: $0) }) else { return other(event) }
        return Entry(at: event.at, style: outcome == .undeliverable ? "warn" : "") { out in
            out.html("<p>Attempt ")
            out.text("\(event.data.attempt ?? 0)")
            out.html(": ")
            out.badge(outcome.words, outcome.tone)
            out.html("</p>\n")
        }
    }

    /// Whatever has no words of its own here.
    private func other(_ event: Event) -> Entry {
        act(event, event.type.rawValue.split(separator: ".").last.map(String.init) ?? event.type.rawValue)
    }

    private func note(_ note: CaseNote) -> Entry {
        Entry(at: note.at, style: "") { out in
            out.html("<p>")
            out.name(note.by)
            out.html(" noted:</p>\n")
            out.quote(note.text)
        }
    }

    private func plain(_ at: Timestamp, _ words: String, style: StaticString = "") -> Entry {
        Entry(at: at, style: style) { out in
            out.html("<p>")
            out.text(words)
            out.html("</p>\n")
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
            if !counts {
                out.html(" <span class=\"soft\">does not count for the clock</span>")
            } else if attempt.isWrittenLate {
                out.html(" <span class=\"soft\">written down late: counts from ")
                out.time(attempt.countedFrom)
                out.html("</span>")
            }
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
