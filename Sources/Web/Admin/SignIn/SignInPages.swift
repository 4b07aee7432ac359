import Model
import OpenID
import Workflows

/// The pages on the way in by mail.
enum SignInPages {
    /// What the first form needs.
    struct Form {
        let nonce: String
        /// `/admin`, with the path of the public address in front.
        let site: String
        /// Where somebody was going.
        let next: AdminPath?
        /// Whether there is a way in by mail, and one by an identity provider.
        let mail: Bool
        let provider: Bool
        var error: String?
    }

    static func ask(_ form: Form, _ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "Sign in", gallery: nil) { out in
            out.html("<h1>Sign in to the admin site</h1>\n")
            if form.provider {
                out.html("<p><a class=\"button\" href=\"")
                provider(form.site, next: form.next, &out)
                out.html("\">Sign in with your organisation</a></p>\n")
            }
            guard form.mail else { return }
            out.html(
                """
                <p>Type your email address. If it is an admin’s, a link is mailed to it that \
                works for 10 minutes, once, and in this browser.</p>\n<form method="post" action="
                """)
            out.text(form.site)
            out.html("/sign-in\">\n")
            nonce(form.nonce, &out)
            if let next = form.next {
                out.html("<input type=\"hidden\" name=\"next\" value=\"")
                out.text(next.text)
                out.html("\">\n")
            }
            field(
                Field(
                    name: "address", label: "Email address", type: "email",
                    attributes: " autocomplete=\"username\" required",
                    error: form.error), &out)
            out.html("<button>Mail me a link</button>\n</form>\n")
        }
    }

    /// The address of the way by the identity provider.
    static func provider(_ site: String, next: AdminPath?, again: Bool = false, _ out: inout HTMLWriter) {
        out.text("\(site)/oidc/start\(again ? "?again=1" : "")")
        if let next { out.text("\(again ? "&" : "?")next=\(PercentCoding.encode(next.text))") }
    }

    static func providerFailed(_ flaw: OpenIDFlaw, _ theme: Theme, site: String) -> [UInt8] {
        Document.write(theme, title: "You are not signed in", gallery: nil) { out in
            Document.state(&out, .attention, role: "alert") {
                $0.html("You are not signed in")
            } body: { out in
                out.html("<p>It did not work: ")
                out.text(flaw.description)
                out.html(".</p>\n")
                way(site, &out)
            }
        }
    }

    /// The same for every address.
    static func sent(_ theme: Theme, site: String) -> [UInt8] {
        Document.write(theme, title: "Check your mail", gallery: nil) { out in
            Document.state(&out, .done, role: "status") {
                $0.html("Check your mail")
            } body: { out in
                out.html(
                    """
                    <p>If the address is an admin’s, a link is on its way to it. Open it in this browser within 10 \
                    minutes.</p>\n<p class="soft">Nothing came? Look in the folder for spam, and wait a few \
                    minutes before you ask again: only a few links are mailed in an hour.</p>\n<p><a href="
                    """)
                out.text(site)
                out.html("/sign-in\">Ask again</a></p>\n")
            }
        }
    }

    /// The button behind the link.
    static func press(_ admin: Admin, nonce: String, _ theme: Theme) -> [UInt8] {
        Document.write(theme, title: "Sign in", gallery: nil) { out in
            out.html("<h1>Sign in as ")
            out.name(admin.name.text)
            out.html(
                """
                </h1>\n<p>Next you are asked for a code of your authenticator app; the first time, for the code that you \
                were given.</p>\n<form method="post">\n
                """)
            Self.nonce(nonce, &out)
            out.html("<button>Continue</button>\n</form>\n")
        }
    }

    static func deadEnd(_ standing: AdminSignIn.Standing, _ theme: Theme, site: String) -> [UInt8] {
        let (title, words): (StaticString, StaticString) =
            switch standing {
            case .otherBrowser:
                (
                    "Open the link in the other browser",
                    """
                    <p>A link works only in the browser in which it was asked for. Copy it from the mail into that one’s \
                    address bar, or ask for a new link here.</p>
                    """
                )
            case .used:
                (
                    "This link was used already",
                    """
                    <p>A link signs in once. If it was not you who used it, ask for a new one, and tell whoever runs the \
                    service.</p>
                    """
                )
            case .expired: ("This link is too old", "<p>Links work for 10 minutes. Ask for a new one.</p>")
            case .open, .gone: ("This link does not work any more", "<p>Ask for a new one.</p>")
            }
        return ended(title, words, theme, site: site)
    }

    static func noCookie(_ theme: Theme, site: String) -> [UInt8] {
        ended(
            "The browser did not keep the cookie",
            """
            <p>Signing in needs cookies of this site, and a connection by https (or to this very machine). Allow them, and \
            try again.</p>
            """, theme, site: site)
    }

    static func sessionOver(_ theme: Theme, site: String) -> [UInt8] {
        ended(
            "You are signed out",
            """
            <p>Your session has ended, and nothing was done. Sign in in another tab, then go back here with the browser’s \
            button: what you typed may still be there.</p>
            """, theme, site: site)
    }

    static func signedOut(_ theme: Theme, site: String) -> [UInt8] {
        Document.write(theme, title: "You are signed out", gallery: nil) { out in
            Document.state(&out, .done, role: "status") {
                $0.html("You are signed out")
            } body: { out in
                out.html("<p>The session has ended on the server, too.</p>\n")
                way(site, &out)
            }
        }
    }

    private static func ended(
        _ title: StaticString, _ words: StaticString, _ theme: Theme, site: String
    ) -> [UInt8] {
        Document.write(theme, title: "\(title)", gallery: nil) { out in
            Document.state(&out, .attention, role: "alert") {
                $0.html(title)
            } body: { out in
                out.html(words)
                out.html("\n")
                way(site, &out)
            }
        }
    }

    private static func way(_ site: String, _ out: inout HTMLWriter) {
        out.html("<p><a class=\"button\" href=\"")
        out.text(site)
        out.html("/sign-in\">Sign in</a></p>\n")
    }
}

extension SignInPages {
    /// One line of a form.
    struct Field {
        let name: StaticString
        let label: StaticString
        var type: StaticString = "text"
        var attributes: StaticString = ""
        var hint: StaticString?
        var value: String?
        var error: String?
    }

    static func nonce(_ nonce: String, _ out: inout HTMLWriter) {
        out.html("<input type=\"hidden\" name=\"nonce\" value=\"")
        out.text(nonce)
        out.html("\">\n")
    }

    static func field(_ field: Field, _ out: inout HTMLWriter) {
        out.html("<div class=\"field\">\n<label for=\"")
        out.html(field.name)
        out.html("\">")
        out.html(field.label)
        out.html("</label>\n")
        if let hint = field.hint {
            out.html("<p class=\"hint\" id=\"")
            out.html(field.name)
            out.html("-hint\">")
            out.html(hint)
            out.html("</p>\n")
        }
        if let error = field.error {
            out.html("<p class=\"error\" role=\"alert\" id=\"")
            out.html(field.name)
            out.html("-error\">")
            out.text(error)
            out.html("</p>\n")
        }
        out.html("<input type=\"")
        out.html(field.type)
        out.html("\" id=\"")
        out.html(field.name)
        out.html("\" name=\"")
        out.html(field.name)
        out.html("\"")
        out.html(field.attributes)
        if let value = field.value {
            out.html(" value=\"")
            out.text(value)
            out.html("\"")
        }
        described(field, &out)
        out.html(">\n</div>\n")
    }

    private static func described(_ field: Field, _ out: inout HTMLWriter) {
        guard field.hint != nil || field.error != nil else { return }
        out.html(" aria-describedby=\"")
        if field.hint != nil {
            out.html(field.name)
            out.html("-hint")
        }
        if field.error != nil {
            if field.hint != nil { out.html(" ") }
            out.html(field.name)
            out.html("-error")
        }
        out.html(field.error == nil ? "\"" : "\" aria-invalid=\"true\" autofocus")
    }
}
