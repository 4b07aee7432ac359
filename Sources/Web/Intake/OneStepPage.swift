import Model

/// What a public form answers whatever is known of what was typed: the address has to be confirmed.
enum OneStepPage {
    /// - Parameter thing: What was sent.
    static func write(for thing: StaticString, to address: EmailAddress, _ gallery: Gallery, _ theme: Theme) -> [UInt8]
    {
        Document.write(theme, title: "One step is left", gallery: gallery) { out in
            Document.state(&out, .done, role: "status") { out in
                out.html("One step is left: confirm your address")
            } body: { out in
                out.html("<p>If ")
                out.name(address.text)
                out.html(" can be mailed, a mail with a link is on its way there. Nobody reads the ")
                out.html(thing)
                out.html(
                    """
                     before you have opened that link and confirmed.</p>\n<p class="soft">It has not come after a quarter of \
                    an hour? Look into the folder for spam, check the address above, and send the form again.</p>\n
                    """)
                Document.wayOut(to: gallery, &out)
            }
        }
    }
}
