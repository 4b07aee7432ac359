import Model
import Workflows

/// The pages that ask for a code, and those of enrolment.
enum CodePages {
    /// How one can prove it.
    struct Ways {
        var code = true
        /// By an identity provider.
        var provider = false
    }

    enum Purpose {
        case signIn
        /// For what gives secrets away, with where to go then.
        case again(AdminPath?)
    }

    static func ask(
        _ purpose: Purpose, nonce: String, error: String? = nil, ways: Ways = Ways(), _ theme: Theme, site: String
    ) -> [UInt8] {
        Document.write(theme, title: "Your code", gallery: nil) { out in
            switch purpose {
            case .signIn:
                out.html("<h1>Your code</h1>\n<form method=\"post\" action=\"")
                out.text(site)
                out.html("/second\">\n")
            case .again(let next):
                out.html(
                    """
                    <h1>Show that it is you</h1>\n<p>What comes next concerns keys and secrets, so prove once more who you \
                    are.</p>\n
                    """)
                if ways.provider {
                    out.html("<p><a class=\"button\" href=\"")
                    SignInPages.provider(site, next: next, again: true, &out)
                    out.html("\">Sign in again with your organisation</a></p>\n")
                }
                guard ways.code else { return }
                out.html("<form method=\"post\" action=\"")
                out.text(site)
                out.html("/again\">\n")
                if let next {
                    out.html("<input type=\"hidden\" name=\"next\" value=\"")
                    out.text(next.text)
                    out.html("\">\n")
                }
            }
            SignInPages.nonce(nonce, &out)
            SignInPages.field(
                .init(
                    name: "code", label: "Code", attributes: codeAttributes,
                    hint: "The six digits that your authenticator app shows now, or one of your backup codes.",
                    error: error), &out)
            out.html(
                "<button>Continue</button>\n</form>\n<p class=\"soft\">Lost the phone and the backup codes? Whoever runs the service can let you set it up again.</p>\n"
            )
        }
    }

    private static let codeAttributes: StaticString =
        " class=\"code\" autocomplete=\"one-time-code\" inputmode=\"text\" autocapitalize=\"characters\" spellcheck=\"false\" required"

    /// Too many wrong codes, or too late.
    static func over(_ theme: Theme, site: String) -> [UInt8] {
        Document.write(theme, title: "Start again", gallery: nil) { out in
            Document.state(&out, .attention, role: "alert") {
                $0.html("Start again")
            } body: { out in
                out.html(
                    """
                    <p>Too many codes were wrong, or it took too long. Nothing is lost: ask for a new link.</p>\n<p><a \
                    class="button" href="
                    """)
                out.text(site)
                out.html("/sign-in\">Sign in</a></p>\n")
            }
        }
    }

    // MARK: Enrolment

    static func askSetup(_ admin: Admin, nonce: String, error: String? = nil, _ theme: Theme, site: String) -> [UInt8] {
        Document.write(theme, title: "Set up your second factor", gallery: nil) { out in
            out.html("<h1>Set up your second factor</h1>\n<p>Welcome, ")
            out.name(admin.name.text)
            out.html(
                """
                . You sign in with a link in your mail and a code of an authenticator app. To set it up, type the code that you \
                were given when you were made an admin.</p>\n<form method="post" action="
                """)
            out.text(site)
            out.html("/enrol\">\n")
            SignInPages.nonce(nonce, &out)
            SignInPages.field(
                .init(
                    name: "setup", label: "Setup code",
                    attributes:
                        " class=\"code\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" required",
                    hint: "Five groups of five letters and digits. Capitals, spaces and hyphens do not matter.",
                    error: error), &out)
            out.html("<button>Continue</button>\n</form>\n")
        }
    }

    static func askFirst(
        _ offer: AdminEnrolment.Offer, issuer: String, nonce: String, error: String? = nil, _ theme: Theme, site: String
    ) -> [UInt8] {
        Document.write(theme, title: "Set up your second factor", gallery: nil) { out in
            let uri = offer.uri(issuer: issuer)
            out.html(
                """
                <h1>Add the account to your app</h1>\n<p>Scan the picture with your authenticator app, or open the link on \
                the phone itself, or type the key.</p>\n
                """)
            QRPicture.write(uri, &out)
            out.html("<p><a href=\"")
            out.text(uri)
            out.html("\">Open in the app</a></p>\n<dl><div><dt>Key</dt><dd><code>")
            out.text(grouped(offer.secret))
            out.html(
                """
                </code></dd></div>\n<div><dt>Kind</dt><dd>by time, 6 digits, 30 seconds, SHA-1</dd></div></dl>\n<form \
                method="post" action="
                """)
            out.text(site)
            out.html("/enrol\">\n")
            SignInPages.nonce(nonce, &out)
            SignInPages.field(
                .init(
                    name: "code", label: "Code that the app shows now", attributes: codeAttributes,
                    error: error), &out)
            out.html("<button>Finish</button>\n</form>\n")
        }
    }

    /// The only time that the codes are shown.
    static func codes(_ codes: [String], next: AdminPath?, isNew: Bool, _ theme: Theme, site: String) -> [UInt8] {
        Document.write(theme, title: "Your backup codes", gallery: nil) { out in
            Document.state(&out, .done, role: "status") { out in
                out.html(isNew ? "Your second factor is set up" : "Your new backup codes")
            } body: { out in
                out.html(
                    """
                    <p>Keep these codes where you find them without your phone. Each signs you in once in place of the \
                    app’s code. They are shown now and never again.</p>\n
                    """)
            }
            out.html("<ul class=\"codes\">\n")
            for code in codes {
                out.html("<li><code>")
                out.text(code)
                out.html("</code></li>\n")
            }
            out.html("</ul>\n<p><a class=\"button\" href=\"")
            out.text(next.map { site + $0.text.dropFirst("/admin".count) } ?? site)
            out.html("\">I have kept them</a></p>\n")
        }
    }

    /// Groups of four, as people read them.
    private static func grouped(_ text: String) -> String {
        text.utf8.enumerated().reduce(into: "") { grouped, next in
            if next.offset > 0, next.offset % 4 == 0 { grouped += " " }
            grouped.unicodeScalars.append(Unicode.Scalar(next.element))
        }
    }
}
