import Model
import Workflows

/// One webhook, and what it was sent.
struct WebhookPage {
    let frame: AdminFrame
    let webhook: Webhook
    let deliveries: Listing<WebhookDeliveryView>
    let state: WebhookDeliveryState?
    /// Whether the admin has proved a moment ago who they are.
    let isFresh: Bool
    var refusal: String?
    var done: AdminDone?

    private var path: String { "\(frame.path(.webhooks))/\(webhook.id)" }

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: "Webhook", current: .webhooks, trail: .webhooks, done: done) { out in
            if let refusal { out.alert(refusal) }
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Endpoint", facts)
            out.panel("act", "What can be done", act)
            out.html("</div>\n<section aria-labelledby=\"sent\">\n<h2 id=\"sent\">Deliveries</h2>\n")
            let list = ListPath(path)
            out.tabs(
                "Deliveries by state",
                [("All", list.text, state == nil)]
                    + WebhookDeliveryState.allCases.map {
                        ($0.rawValue.capitalizedFirst, list.with("state", $0.rawValue).text, $0 == state)
                    })
            if deliveries.items.isEmpty {
                out.empty(
                    state == nil
                        ? "Nothing was sent to it yet. It is sent the next event that it asks for."
                        : "No delivery is in this state.")
            } else {
                table(&out)
                out.pager(list.with("state", state?.rawValue), deliveries)
            }
            out.html("</section>\n")
        }
    }

    private func facts(_ out: inout HTMLWriter) {
        out.html("<dl>\n")
        out.fact("Endpoint") { out in
            out.html("<code>")
            out.text(webhook.url)
            out.html("</code>")
        }
        out.fact("State") { out in
            WebhookPages.state(webhook, &out)
            if let reason = webhook.disabledReason {
                out.html(" ")
                out.text(reason)
            }
        }
        if let since = webhook.failingSince { out.fact("Failing since", since, now: frame.now) }
        out.fact("Events", WebhookPages.types(webhook))
        if let description = webhook.description { out.fact("Description", description) }
        out.fact("Added", webhook.createdAt, now: frame.now)
        out.fact("Id") { $0.id(webhook.id) }
        out.html("</dl>\n")
    }

    private func act(_ out: inout HTMLWriter) {
        switch webhook.state {
        case .active:
            out.html("<p>Nothing more is sent to it, and nothing is kept for it, until it is enabled again.</p>\n")
            out.button("Disable", to: "\(path)/disable", nonce: frame.nonce, style: "danger")
        case .disabled, .deleted:
            out.html("<p>It is sent what happens from then on, and what waited when it was disabled.</p>\n")
            out.button("Enable", to: "\(path)/enable", nonce: frame.nonce)
        }
        out.html("<hr>\n<p>A new secret to sign with. The one that it has signs beside it for one more day.</p>\n")
        if isFresh {
            out.button("Make a new secret", to: "\(path)/rotate", nonce: frame.nonce)
        } else {
            out.proof(frame, back: path, "Prove that it is you")
        }
    }

    private func table(_ out: inout HTMLWriter) {
        out.table(
            "Deliveries", deliveries.items,
            [
                Column("Event", isHeader: true) { view, out in
                    out.text(view.delivery.eventType.rawValue)
                    out.html("<small>no. ")
                    out.text(String(view.delivery.event))
                    out.html("</small>")
                },
                Column("State", .wide) { view, out in
                    out.badge(view.delivery.state.rawValue, view.delivery.state.tone)
                    if let detail = view.delivery.detail {
                        out.html("<small>")
                        out.text(detail)
                        out.html("</small>")
                    }
                },
                Column("Queued") { view, out in out.stamp(view.delivery.createdAt, now: frame.now) },
                Column("Next try") { view, out in
                    guard let next = view.delivery.nextAttemptAt else { return out.html("–") }
                    out.stamp(next, now: frame.now)
                },
                Column("Attempts", .wide) { view, out in attempts(view, &out) },
                Column("Again") { view, out in
                    // What is under way is left alone by the workflow; so there is nothing to press.
                    guard view.delivery.state != .pending else { return out.html("–") }
                    out.form(to: "\(path)/redeliver", nonce: frame.nonce)
                    out.hidden("delivery", view.delivery.id.description)
                    out.html("<button class=\"quiet small\">Send again<span class=\"unseen\">: event no. ")
                    out.text(String(view.delivery.event))
                    out.html("</span></button></form>")
                },
            ])
    }

    private func attempts(_ view: WebhookDeliveryView, _ out: inout HTMLWriter) {
        guard !view.attempts.isEmpty else { return out.html("none") }
        out.html("<details><summary>")
        out.text(view.attempts.count == 1 ? "1 attempt" : "\(view.attempts.count) attempts")
        out.html("</summary>\n<ul>\n")
        for attempt in view.attempts {
            out.html("<li>")
            out.badge(attempt.outcome.rawValue, attempt.outcome.tone)
            if let status = attempt.status {
                out.html(" ")
                out.text(String(status))
            }
            out.html("<small>")
            out.time(attempt.at)
            out.text(", \(attempt.took.milliseconds) ms")
            out.html("</small>")
            if let detail = attempt.detail {
                out.html("<small>")
                out.text(detail)
                out.html("</small>")
            }
            out.html("</li>\n")
        }
        out.html("</ul></details>")
    }
}

extension WebhookDeliveryState {
    var tone: Tone {
        switch self {
        case .pending: .info
        case .succeeded: .good
        case .failed: .bad
        }
    }
}

extension WebhookAttempt.Outcome {
    var tone: Tone {
        switch self {
        case .delivered: .good
        case .refused, .failed, .blocked: .bad
        }
    }
}
