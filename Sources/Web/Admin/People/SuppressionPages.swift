import Model

/// Addresses that must not be mailed.
enum SuppressionPages {
    /// - Parameter sought: The one address that is looked for, as it was typed.
    static func list(
        _ frame: AdminFrame, _ listing: Listing<Suppression>, sought: String?, typed: Typed, done: AdminDone?
    ) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.suppressions.title, current: .suppressions, done: done) { out in
            out.lead(
                "Addresses that this gallery does not mail: their mailboxes are gone, or their owners asked for it.")
            out.problems(typed, in: "add")
            out.filters(frame.path(.suppressions), "Look for an address", isFiltered: sought != nil) { out in
                out.field(FormField(name: "address", label: "Address", kind: .search, value: sought ?? "", most: 254))
            }
            if listing.items.isEmpty {
                out.empty(sought == nil ? "No address is suppressed." : "That address is not suppressed.")
            } else {
                table(frame, listing, &out)
            }
            add(frame, typed, &out)
        }
    }

    private static func table(_ frame: AdminFrame, _ listing: Listing<Suppression>, _ out: inout HTMLWriter) {
        out.table(
            "Suppressed addresses", listing.items,
            [
                Column("Address", isHeader: true, .wide) { one, out in
                    out.link("\(frame.path(.suppressions))/\(one.id)") { address(one, &$0) }
                },
                Column("Reason", .wide) { one, out in out.text(one.reason) },
                Column("Since") { one, out in out.stamp(one.at, now: frame.now) },
            ])
        out.pager(ListPath(frame.path(.suppressions)), listing)
    }

    private static func add(_ frame: AdminFrame, _ typed: Typed, _ out: inout HTMLWriter) {
        out.panel("new", "Suppress an address") { out in
            out.form(to: frame.path(.suppressions), nonce: frame.nonce)
            out.field(
                typed.filling(FormField(name: "address", label: "Address", kind: .email, isRequired: true, most: 254)),
                in: "add")
            out.field(
                typed.filling(
                    FormField(
                        name: "reason", label: "Reason", hint: "For the other admins; also kept in the audit log.",
                        isRequired: true, most: longestReason)),
                in: "add")
            out.html("<button>Suppress</button></form>\n")
        }
    }

    /// In characters; as the API has it.
    static let longestReason = 200

    /// One of them, and how it is lifted.
    static func show(_ frame: AdminFrame, _ one: Suppression, typed: Typed) -> [UInt8] {
        AdminDocument.write(
            frame, title: "Suppressed address", current: .suppressions, trail: .suppressions
        ) { out in
            out.problems(typed)
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Suppression") { out in
                out.html("<dl>\n")
                out.fact("Address") { address(one, &$0) }
                out.fact("Reason", one.reason)
                out.fact("Since", one.at, now: frame.now)
                out.html("</dl>\n")
            }
            out.panel("act", "Mail it again") { out in
                out.form(to: "\(frame.path(.suppressions))/\(one.id)/remove", nonce: frame.nonce)
                out.field(
                    typed.filling(
                        FormField(
                            name: "reason", label: "Reason",
                            hint: "Why it can be mailed again. The reason is kept in the audit log.", isRequired: true,
                            most: PlainText.limit)))
                out.html("<button class=\"danger\">Lift the suppression</button></form>\n")
            }
            out.html("</div>\n")
        }
    }

    private static func address(_ one: Suppression, _ out: inout HTMLWriter) {
        if let email = one.email { out.name(email.text) } else { out.html("An address that was forgotten") }
    }
}
