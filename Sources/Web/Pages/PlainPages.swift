import Model

/// Pages that belong to no invitation.
enum PlainPages {
    static func home(_ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "Countersign", gallery: nil) { out in
            out.html(
                """
                <h1>Confirmations for package galleries</h1>\n<p>This service mails confirmation links for \
                package galleries: who owns a package, and who is to own it.</p>\n<p class="soft">There is \
                nothing to do here. If you were sent a link, open it as it stands in the mail.</p>\n
                """)
        }
    }

    /// What one kind of problem means: behind each `type` of the API.
    static func problem(_ kind: ProblemKind, _ theme: Theme) -> [UInt8] {
        Document.write(theme, title: kind.title, gallery: nil) { out in
            out.html("<h1>")
            out.text(kind.title)
            out.html("</h1>\n<p>")
            out.text(kind.advice)
            out.html("</p>\n<dl><div><dt>Problem</dt><dd>")
            out.text(kind.rawValue)
            out.html("</dd></div>\n<div><dt>Status</dt><dd>")
            out.text(String(kind.status))
            out.html("</dd></div></dl>\n")
        }
    }

    /// A refusal for people.
    ///
    /// - Parameter admin: `/admin`, with the path of the public address in front, where it is met on the admin site: the
    ///   advice is for readers of mail and for programs.
    static func refusal(_ problem: Problem, _ theme: Theme, admin: String? = nil) -> [UInt8] {
        let title = admin == nil ? problem.kind.title : RefusalPage.title(problem.kind)
        return Document.write(theme, title: title, gallery: nil) { out in
            Document.state(&out, .attention, role: "alert") { out in
                out.text(title)
            } body: { out in
                out.html("<p>")
                out.text(problem.detail)
                out.html("</p>\n")
                if let admin {
                    out.html("<p><a class=\"button quiet\" href=\"")
                    out.text(admin)
                    return out.html("\">To the admin site</a></p>\n")
                }
                // The advice on limits is about a header field, which a reader does not see; the detail says when.
                guard problem.kind != .rateLimited else { return }
                out.html("<p class=\"soft\">")
                out.text(problem.kind.advice)
                out.html("</p>\n")
            }
        }
    }

    /// The same for every token that does not verify, whatever is wrong with it.
    static func unknownLink(_ theme: Theme, signIn: String? = nil) -> [UInt8] {
        Document.write(theme, title: "This link does not work", gallery: nil) { out in
            Document.state(&out, .attention) { out in
                out.html("This link does not work")
            } body: { out in
                out.html(
                    """
                    <p>A part of it may be missing: some mail programs break long links. Copy the whole line from \
                    the mail into your browser’s address bar.</p>\n
                    """)
                if let signIn {
                    out.html("<p><a class=\"button\" href=\"")
                    out.text(signIn)
                    return out.html("\">Ask for a new link</a></p>\n")
                }
                out.html(
                    """
                    <p class="soft">If that does not help, the link may be too old. Whoever had it sent to you can have a \
                    new one sent from the gallery.</p>\n
                    """)
            }
        }
    }

    /// A link that verifies and is about nothing that is still there.
    static func vanished(_ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "There is nothing behind this link any more", gallery: nil) { out in
            Document.state(&out, .ended) { out in
                out.html("There is nothing behind this link any more")
            } body: { out in
                out.html(
                    """
                    <p>What it was sent for has been removed. Nothing happens if you do nothing.</p>\n<p \
                    class="soft">If you expected something here, ask whoever had the link sent to you for a new \
                    one.</p>\n
                    """)
            }
        }
    }

    /// A form that does not say what to do, or asks what its link cannot do.
    static func wrongAction(_ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "That button does not belong here", gallery: nil) { out in
            Document.state(&out, .attention, role: "alert") { out in
                out.html("That button does not belong here")
            } body: { out in
                out.html(
                    """
                    <p>The form did not say what to do, or asked for something that this link cannot do. Nothing \
                    was changed.</p>\n<p><a class="button" href="">Open the page again</a></p>\n
                    """)
            }
        }
    }
}
