/// Keys that go somewhere: a list of them, and the switch (WCAG 2.1.4).
enum ShortcutPage {
    static func write(_ frame: AdminFrame, done: AdminDone?) -> [UInt8] {
        AdminDocument.write(frame, title: "Keyboard shortcuts", done: done) { out in
            out.lead(
                frame.hasShortcuts
                    ? "On pages of a gallery. They need JavaScript; everything can be done without them."
                    : "They are switched off in this browser.")
            out.html("<div class=\"panel\"><dl>\n")
            fact(["/"], "Search", &out)
            fact(["?"], "This list", &out)
            for area in AdminArea.groups.flatMap(\.areas) {
                if let key = area.key { fact(["g", String(key)], area.title, &out) }
            }
            out.html("</dl></div>\n")
            out.form(to: "\(frame.root)/shortcuts", nonce: frame.nonce)
            out.hidden("shortcuts", frame.hasShortcuts ? "off" : "on")
            out.html("<button class=\"quiet\">")
            out.html(frame.hasShortcuts ? "Switch them off in this browser" : "Switch them on in this browser")
            out.html("</button></form>\n")
        }
    }

    private static func fact(_ keys: [String], _ words: String, _ out: inout HTMLWriter) {
        out.html("<div><dt>")
        for (index, key) in keys.enumerated() {
            if index > 0 { out.html(" then ") }
            out.html("<kbd>")
            out.text(key)
            out.html("</kbd>")
        }
        out.html("</dt><dd>")
        out.text(words)
        out.html("</dd></div>\n")
    }
}
