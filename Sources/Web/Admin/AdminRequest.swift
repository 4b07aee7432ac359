import HTTPTypes
import Model
import Workflows

/// A request that a signed-in admin makes about one of their galleries: what every page of a gallery gets.
///
/// Whoever holds one has been let in: signed in with both factors, an admin of this gallery and, where it is a POST, from
/// a form of ours.
struct AdminRequest: Sendable {
    let visitor: AdminVisitor
    /// The gallery that the path names, and what the visitor may do there.
    let role: AdminRole
    let place: AdminRoute.Place
    let method: HTTPRequest.Method
    let target: RequestTarget
    let exchange: Exchange
    /// Goes into every form of ours: `<input type="hidden" name="nonce" value="…">`.
    let nonce: String
    /// What was sent, for a POST.
    var form: FormBody?

    var gallery: Gallery { role.gallery }

    /// `/admin`, with the path of the public address in front.
    var site: String { exchange.configuration.basePath + "/admin" }

    /// `/admin/g/SLUG`, likewise.
    var base: String { "\(site)/g/\(gallery.slug)" }

    /// The parameters of the query, decoded; none where the encoding is broken.
    var query: FormBody { FormBody(Array((target.query ?? "").utf8)) ?? FormBody(fields: []) }
}
