import Model
import Workflows

/// Whether mail goes out, and what keeps it.
struct CourierPages {
    let frame: AdminFrame
    let relays: [RelayStatus]
    let queue: MailQueue
    let isOperator: Bool
    var done: AdminDone?

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.courier.title, current: .courier, done: done) { out in
            out.lead("Where mail goes out, what waits for it, and the switch that holds it back.")
            if queue.allIsPaused || queue.galleryIsPaused { out.note(held) }
            out.html("<div class=\"columns\">\n")
            out.panel("waits", "What waits", waiting)
            out.panel("switch", "Hold mail back", switches)
            out.html("</div>\n<section aria-labelledby=\"relays\">\n<h2 id=\"relays\">Relays</h2>\n")
            table(&out)
            out.html("</section>\n")
        }
    }

    private var held: String {
        if queue.allIsPaused {
            return queue.galleryIsPaused
                ? "The mail of all galleries is held back, and that of this one by itself, too."
                : "The mail of all galleries is held back, that of this one with it."
        }
        return "The mail of this gallery is held back. It waits, and goes out when it is let go."
    }

    private func waiting(_ out: inout HTMLWriter) {
        out.html("<dl>\n")
        for state in [MessageState.queued, .sending, .deferred] {
            let count = queue.counts[state] ?? 0
            out.fact(state.rawValue.prefix(1).uppercased() + state.rawValue.dropFirst()) { out in
                out.link(ListPath(frame.path(.messages), [("state", state.rawValue)]).text) { out in
                    out.text(count > MailQueue.most ? "more than \(MailQueue.most)" : "\(count)")
                    out.html("<span class=\"unseen\"> messages</span>")
                }
            }
        }
        out.fact("Waiting longest") { out in
            if let oldest = queue.oldest {
                out.html("since ")
                out.when(oldest, now: frame.now)
            } else {
                out.html("nothing waits")
            }
        }
        out.html("</dl>\n")
    }

    private func switches(_ out: inout HTMLWriter) {
        let path = frame.path(.courier)
        out.html("<h3>This gallery</h3>\n")
        if queue.galleryIsPaused {
            out.html("<p>What waits goes out at once, as fast as the relays take it.</p>\n")
            out.button("Let its mail go", to: "\(path)/resume", nonce: frame.nonce, style: "")
        } else {
            out.html("<p>Mail waits from now on, on all servers within seconds. Nothing is lost.</p>\n")
            out.button("Hold its mail back", to: "\(path)/pause", nonce: frame.nonce, style: "danger")
        }
        guard isOperator else { return }
        out.html("<h3>All galleries</h3>\n")
        if queue.allIsPaused {
            out.html("<p>Those that are held back by themselves stay so.</p>\n")
            out.button("Let all mail go", to: "\(path)/resume-all", nonce: frame.nonce, style: "")
        } else {
            out.html("<p>The links by which admins sign in wait then, too.</p>\n")
            out.button("Hold all mail back", to: "\(path)/pause-all", nonce: frame.nonce, style: "danger")
        }
    }

    private func table(_ out: inout HTMLWriter) {
        guard !relays.isEmpty else { return out.empty("This server sends no mail.") }
        out.table(
            "Relays, as this server sees them", relays,
            [
                Column("Relay", isHeader: true, .wide) { relay, out in out.text(relay.name) },
                Column("State") { relay, out in
                    switch relay.state {
                    case .closed: out.badge("in use", .good)
                    case .probing: out.badge("being tried", .warn)
                    case .open: out.badge("down", .bad)
                    }
                },
                Column("Since") { relay, out in out.stamp(relay.since, now: frame.now) },
                Column("Why", .wide) { relay, out in out.text(relay.reason ?? "–") },
                Column("Tried again") { relay, out in
                    guard case .open(let until) = relay.state else { return out.html("–") }
                    out.stamp(until, now: frame.now)
                },
            ])
        out.html("<p class=\"soft\">As this server sees them; another one may see them otherwise.</p>\n")
    }
}
