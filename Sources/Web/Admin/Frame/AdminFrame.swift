import Model
import Workflows

/// What surrounds a page of the admin site: whose it is, who looks at it, and where its links lead.
struct AdminFrame: Sendable {
    let theme: Theme
    /// Whose page it is; nil for one of the admin alone, such as their account.
    let gallery: Gallery?
    /// The admin's name; nil where nobody is signed in.
    let admin: String?
    /// Goes into every form of ours.
    let nonce: String
    /// `/admin`, with the public address's path in front.
    let root: String
    /// Whether the admin may look at other galleries, too.
    var hasOthers = false
    /// Whether pressing a letter may go somewhere (WCAG 2.1.4).
    var hasShortcuts = true
    /// When the session ends where nothing is done until then; nil where that is not said.
    var ends: Timestamp?
    /// Whether it ends then whatever is done until then.
    var isLast = false
    /// What stands in the search box.
    var sought = ""
    let now: Timestamp

    /// Says when the session ends that the page is shown in.
    mutating func session(of visitor: AdminVisitor) {
        ends = min(now + visitor.idle, visitor.end)
        isLast = now + visitor.idle >= visitor.end
    }

    /// What the gallery's own pages begin with: `/admin/g/SLUG`.
    var base: String { gallery.map { "\(root)/g/\($0.slug)" } ?? root }

    /// A path of ours as the service has it: without that of the public address.
    func bare(_ path: String) -> String { String(path.dropFirst(root.count - "/admin".count)) }

    func path(_ area: AdminArea) -> String { "\(base)/\(area.rawValue)" }
}
