import Mail
import Model
import Workflows

/// One message with every attempt at it, and what it says.
struct MessagePage {
    let frame: AdminFrame
    let view: MessageView
    /// What it says; nil where that cannot be composed.
    let words: LetterWords?
    var refusal: String?
    var done: AdminDone?

    private var message: Message { view.message }

    func html() -> [UInt8] {
        AdminDocument.write(
            frame, title: message.kind.words, current: .messages, trail: .messages, done: done
        ) { out in
            if let refusal { out.alert(refusal) }
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Message", facts)
            out.panel("act", "What can be done", act)
            out.html("</div>\n")
            attempts(&out)
            preview(&out)
        }
    }

    private func facts(_ out: inout HTMLWriter) {
        out.html("<dl>\n")
        out.fact("State") { out in
            out.badge(message.state)
            if let detail = message.detail {
                out.html(" ")
                out.text(detail)
            }
        }
        out.fact("Recipient") { $0.name(message.recipient.text) }
        if !message.facts.package.isEmpty { out.fact("Package") { $0.name(message.facts.package) } }
        if let version = message.facts.version { out.fact("Version", version) }
        out.fact("About") { out in
            if let path = thing { out.link(path) { $0.id(message.about) } } else { out.id(message.about) }
            out.html(" ")
            let path = ListPath(frame.path(.messages), [("about", message.about.description)])
            out.link(path.text, "All mail about it")
        }
        out.fact("Queued", message.createdAt, now: frame.now)
        out.fact("State since", message.changedAt, now: frame.now)
        if let next = message.nextAttemptAt { out.fact("Next try", next, now: frame.now) }
        out.fact("Worth sending until", message.until, now: frame.now)
        out.fact("Language", message.locale ?? "the gallery’s")
        out.fact("Message-ID") { out in
            out.html("<code>")
            out.text("<\(message.id)@\(view.domain)>")
            out.html("</code>")
        }
        out.html("</dl>\n")
    }

    /// The page of the thing that it is about, where that has one.
    private var thing: String? {
        switch message.kind.area {
        case .invitation: "\(frame.path(.approvals))/\(message.about)"
        case .publication: "\(frame.path(.publications))/\(message.about)"
        // A report of the public form is asked about in the same words as a claim.
        case .recovery: message.facts.role == .sender ? nil : "\(frame.path(.cases))/\(message.about)"
        case .none: nil
        }
    }

    private func act(_ out: inout HTMLWriter) {
        let path = "\(frame.path(.messages))/\(message.id)"
        let canRetry = if case .success = MessageMachine.retryNow(message, now: frame.now) { true } else { false }
        let canCancel = message.nextAttemptAt != nil
        guard canRetry || canCancel else { return out.html(nothing) }
        if canRetry {
            out.html("<p>One more try, now, whatever the schedule says.</p>\n")
            out.button("Try again now", to: "\(path)/retry", nonce: frame.nonce)
        }
        if canRetry, canCancel { out.html("<hr>\n") }
        if canCancel {
            out.html("<p>No more tries. What a relay has taken already cannot be called back.</p>\n")
            out.button("Cancel the message", to: "\(path)/cancel", nonce: frame.nonce, style: "danger")
        }
    }

    private var nothing: StaticString {
        switch message.state {
        case .sent: "<p class=\"soft\">A relay has taken it; there is nothing left to do.</p>\n"
        case .sending: "<p class=\"soft\">It is on its way just now. Open the page again in a moment.</p>\n"
        case .suppressed:
            """
            <p class="soft">It was kept back from the beginning: by a limit, or by its reader’s own wish. Nobody goes past that by \
            asking again.</p>\n
            """
        case .cancelled, .queued, .deferred, .failed, .unknown: "<p class=\"soft\">There is nothing left to do.</p>\n"
        }
    }

    private func attempts(_ out: inout HTMLWriter) {
        out.html("<section aria-labelledby=\"attempts\">\n<h2 id=\"attempts\">Attempts</h2>\n")
        if view.attempts.isEmpty {
            out.empty("No relay was spoken to about it.")
        } else {
            out.table(
                "Attempts", view.attempts,
                [
                    Column("When", isHeader: true) { attempt, out in out.stamp(attempt.at, now: frame.now) },
                    Column("Relay", .wide) { attempt, out in out.text(attempt.relay) },
                    Column("Outcome") { attempt, out in
                        out.badge(attempt.outcome.rawValue, attempt.outcome.tone)
                    },
                    Column("Phase") { attempt, out in out.text(attempt.phase?.rawValue ?? "–") },
                    Column("Code") { attempt, out in
                        out.text(attempt.code.map { String($0) } ?? "–")
                        if let status = attempt.status {
                            out.html("<small>")
                            out.text("\(status)")
                            out.html("</small>")
                        }
                    },
                    Column("Answer", .wide) { attempt, out in out.text(attempt.text) },
                ])
        }
        out.html("</section>\n")
    }

    private func preview(_ out: inout HTMLWriter) {
        out.html("<section aria-labelledby=\"words\">\n<h2 id=\"words\">What it says</h2>\n")
        if let words {
            out.lead(
                "Written again from what is kept, without links that work: those are in the mail alone.")
            out.html("<div class=\"panel\">\n<p><b>")
            out.text(words.subject)
            out.html("</b></p>\n<pre dir=\"auto\" lang=\"")
            out.text(words.locale)
            out.html("\">")
            out.text(words.text)
            out.html("</pre></div>\n")
        } else {
            out.empty("What it was made from was forgotten, or no template is there for it any more.")
        }
        out.html("</section>\n")
    }
}

extension DeliveryAttempt.Outcome {
    var tone: Tone {
        switch self {
        case .accepted: .good
        case .refused, .failed: .bad
        case .unknown: .warn
        }
    }
}
