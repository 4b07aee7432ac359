import Model
import Workflows

/// The sentence that a case turns on: from when on it may be granted, and why.
struct CaseClockPanel {
    let view: CaseView
    let frame: AdminFrame

    func write(_ out: inout HTMLWriter) {
        guard view.claim.state.isRunning else { return ended(&out) }
        let clock = view.clock
        let isNow = clock.allows(at: frame.now)
        out.html(isNow ? "<div class=\"status\"><p><strong>" : "<div class=\"note\"><p><strong>")
        if clock.isComplete {
            out.html(isNow ? "May be granted since " : "May be granted from ")
        } else {
            out.html("May not be granted yet: at the earliest from ")
        }
        out.when(clock.earliest, now: frame.now)
        if !clock.isComplete { out.html(", if everything that is missing were done now") }
        out.html(".</strong></p>\n")
        list("Missing", clock.missing.map(\.words), &out)
        list("Because", clock.because.map(\.words), &out)
        out.html("</div>\n")
    }

    private func list(_ words: StaticString, _ clauses: [String], _ out: inout HTMLWriter) {
        guard !clauses.isEmpty else { return }
        out.html("<p>")
        out.html(words)
        out.html(":</p>\n<ul>\n")
        for clause in clauses {
            out.html("<li>")
            out.text(clause)
            out.html("</li>\n")
        }
        out.html("</ul>\n")
    }

    private func ended(_ out: inout HTMLWriter) {
        let words: String? =
            switch view.claim.state {
            case .objected: "An owner objects: nothing goes on until an admin reopens the case, or denies it."
            case .granted where view.claim.completedAt != nil: "The claimant has accepted: the case is settled."
            case .granted where view.invitation?.invitation.isUnnamed == true:
                """
                Granted, and the claimant has accepted: the package is theirs once the gallery has named their account. \
                Until then an owner can still object.
                """
            case .granted: "Granted: the claimant is invited, and an owner can still object."
            case .denied: "Denied. It can be reopened."
            case .withdrawn where view.claim.confirmedAt == nil:
                "Withdrawn before its address was confirmed: there is nothing to take up again."
            case .withdrawn: "The claimant has withdrawn it. It can be reopened."
            case .submitted, .open, .contacting, .waiting: nil
            }
        guard let words else { return }
        out.html("<p class=\"note\">")
        out.text(words)
        out.html("</p>\n")
    }
}
