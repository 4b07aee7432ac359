import Model
import Workflows

/// Where events of a gallery go.
enum WebhookPages {
    static func list(_ frame: AdminFrame, _ webhooks: [Webhook], done: AdminDone?) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.webhooks.title, current: .webhooks, done: done) { out in
            out.lead("Endpoints that hear of what happens. The gallery’s backend adds and removes them by the API.")
            guard !webhooks.isEmpty else {
                return out.empty("There is no webhook yet. The gallery’s backend adds one by the API.")
            }
            out.table(
                "Webhooks", webhooks,
                [
                    Column("Endpoint", isHeader: true, .wide) { webhook, out in
                        out.link("\(frame.path(.webhooks))/\(webhook.id)") { $0.text(webhook.url) }
                        if let description = webhook.description {
                            out.html("<small>")
                            out.text(description)
                            out.html("</small>")
                        }
                    },
                    Column("State") { webhook, out in state(webhook, &out) },
                    Column("Events", .wide) { webhook, out in out.text(types(webhook)) },
                    Column("Failing since") { webhook, out in
                        guard let since = webhook.failingSince else { return out.html("–") }
                        out.stamp(since, now: frame.now)
                    },
                    Column("Added") { webhook, out in out.stamp(webhook.createdAt, now: frame.now) },
                ])
        }
    }

    static func state(_ webhook: Webhook, _ out: inout HTMLWriter) {
        switch webhook.state {
        case .active where webhook.failingSince != nil: out.badge("failing", .warn)
        case .active: out.badge("active", .good)
        case .disabled: out.badge("disabled", .bad)
        case .deleted: out.badge("deleted", .quiet)
        }
    }

    static func types(_ webhook: Webhook) -> String {
        webhook.filter.patterns.isEmpty ? "all" : webhook.filter.patterns.joined(separator: ", ")
    }

    /// The new secret, this once.
    static func secret(_ frame: AdminFrame, _ webhook: Webhook, _ secret: String) -> [UInt8] {
        AdminDocument.write(frame, title: "New secret", current: .webhooks, trail: .webhooks) { out in
            out.status("The webhook has a new secret.")
            out.html("<div class=\"panel\"><p>For <code>")
            out.text(webhook.url)
            out.html("</code>. Copy it now: it is shown this once and never again.</p>\n<code class=\"secret\">")
            out.text(secret)
            out.html(
                """
                </code>\n<p>The one before signs beside it for one more day. Give the endpoint the new one until then.</p>\n<p><a \
                class="button quiet" href="
                """)
            out.text("\(frame.path(.webhooks))/\(webhook.id)")
            out.html("\">Back to the webhook</a></p></div>\n")
        }
    }
}
