import Model

/// Who refuses invitations and messages, and whose.
enum BlockPages {
    /// - Parameter sought: The one address that is looked for, as it was typed.
    static func list(
        _ frame: AdminFrame, _ listing: Listing<Block>, sought: String?, flaw: String?, done: AdminDone?
    ) -> [UInt8] {
        AdminDocument.write(frame, title: AdminArea.blocks.title, current: .blocks, done: done) { out in
            out.lead("People who refuse invitations and messages. They do so themselves, from the link in a mail.")
            out.filters(frame.path(.blocks), "Look for an address", isFiltered: sought != nil) { out in
                var field = FormField(
                    name: "address", label: "Address", kind: .search, value: sought ?? "", most: 254)
                field.error = flaw
                out.field(field)
            }
            guard flaw == nil else { return }
            guard !listing.items.isEmpty else {
                return out.empty(
                    sought == nil ? "Nobody has refused mail of this gallery." : "That address refuses nothing.")
            }
            out.table(
                "Blocks", listing.items,
                [
                    Column("Who refuses", isHeader: true, .wide) { block, out in
                        out.link("\(frame.path(.blocks))/\(block.id)") { who(block, &$0) }
                    },
                    Column("What", .wide) { block, out in what(block, &out) },
                    Column("Since") { block, out in out.stamp(block.createdAt, now: frame.now) },
                ])
            out.pager(ListPath(frame.path(.blocks), [("address", sought)]), listing)
        }
    }

    /// One of them, and how it is lifted.
    static func show(_ frame: AdminFrame, _ block: Block, typed: Typed) -> [UInt8] {
        AdminDocument.write(frame, title: "Block", current: .blocks, trail: .blocks) { out in
            out.problems(typed)
            out.html("<div class=\"columns\">\n")
            out.panel("facts", "Block") { out in
                out.html("<dl>\n")
                out.fact("Who refuses") { who(block, &$0) }
                out.fact("What") { what(block, &$0) }
                out.fact("Since", block.createdAt, now: frame.now)
                out.html("</dl>\n")
            }
            out.panel("act", "Lift it") { out in
                out.html(
                    """
                    <p>It is the reader’s own wish. Lift it where they have asked for that: they cannot do it themselves.</p>\n
                    """)
                out.form(to: "\(frame.path(.blocks))/\(block.id)/remove", nonce: frame.nonce)
                out.field(
                    typed.filling(
                        FormField(
                            name: "reason", label: "Reason", hint: "The reason is kept in the audit log.",
                            isRequired: true, most: PlainText.limit)))
                out.html("<button class=\"danger\">Lift the block</button></form>\n")
            }
            out.html("</div>\n")
        }
    }

    private static func who(_ block: Block, _ out: inout HTMLWriter) {
        if let account = block.account { out.name(account.username.text) } else { out.html("Somebody") }
        out.html(" (")
        out.text(block.masked)
        out.html(")")
    }

    private static func what(_ block: Block, _ out: inout HTMLWriter) {
        guard block.inviter != nil || block.package != nil else { return out.html("Everything from everybody") }
        if let inviter = block.inviter {
            out.html("Everything from ")
            out.name(inviter.username.text)
        } else {
            out.html("Everything from anybody")
        }
        guard let package = block.package else { return }
        out.html(" about ")
        out.name(package.id.text)
    }
}
