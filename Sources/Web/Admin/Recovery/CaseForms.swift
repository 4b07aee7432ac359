import Model
import Workflows

/// What an admin can do with a case as it stands.
struct CaseForms {
    let page: CasePage

    private var claim: RecoveryCase { page.claim }
    private var clock: RecoveryClock { page.view.clock }

    func write(_ out: inout HTMLWriter) {
        out.html("<section aria-labelledby=\"acts\">\n<h2 id=\"acts\">What you can do</h2>\n<div class=\"columns\">\n")
        work(&out)
        out.html("<div>\n")
        if claim.state.isRunning {
            contact(&out)
        } else if claim.hearsOwners {
            objection(&out)
        }
        decide(&out)
        out.html("</div></div>\n</section>\n")
    }

    // Who has it, and words about it.
    private func work(_ out: inout HTMLWriter) {
        out.html("<div class=\"panel\">\n")
        form(.assign, "Assign or hand over", "Assign", &out) { out in
            field(
                FormField(
                    name: "assignee", label: "To",
                    kind: .choice(
                        [("", "Nobody")] + assignable.map { ($0, $0 == page.frame.admin ? "\($0) (you)" : $0) }),
                    hint: "Everything that was done stays in the case, whoever has it.",
                    value: claim.assignee ?? page.frame.admin ?? ""), .assign, &out)
        }
        form(.note, "Add a note", "Add the note", &out) { out in
            field(
                FormField(
                    name: "text", label: "Note", kind: .area, hint: "Only admins see it.", isRequired: true,
                    most: CaseNote.longest), .note, &out)
        }
        if claim.state.isRunning {
            form(.name, claim.claimant == nil ? "Name the claimant" : "Correct the claimant", "Save", &out) { out in
                field(FormField(name: "name", label: "Name", value: claim.claimant?.name ?? "", most: 128), .name, &out)
                field(
                    FormField(
                        name: "username", label: "Account (optional)", value: claim.claimant?.username?.text ?? ""),
                    .name, &out)
                field(
                    FormField(
                        name: "email", label: "Address", kind: .email,
                        hint: "Links sent to the earlier address stop working. You vouch for the new one.",
                        value: claim.claimant?.email.text ?? "", isRequired: true), .name, &out)
                field(
                    FormField(
                        name: "locale", label: "Language (optional)",
                        hint: "Of their mails, such as de; empty for the gallery’s.",
                        value: claim.claimant?.locale ?? "", most: 35), .name, &out)
            }
        }
        if claim.locked {
            form(.unlock, "Unlock the package", "Unlock the package", &out) {
                reason(.unlock, "Kept in the audit log.", &$0)
            }
        } else if !claim.isOver {
            form(.lock, "Lock the package", "Lock the package", style: "danger", &out) { out in
                reason(
                    .lock,
                    "Invitations of its owners become void, and they can invite nobody until the case ends. Kept in the audit log.",
                    &out)
            }
        }
        out.html("</div>\n")
    }

    private var assignable: [String] {
        let known = page.admins
        guard let assignee = claim.assignee, !known.contains(assignee) else { return known }
        return known + [assignee]
    }

    private func contact(_ out: inout HTMLWriter) {
        out.html("<div class=\"panel\">\n")
        if !page.view.owners.isEmpty {
            out.html(
                "<h3>Mail the owners</h3>\n<p>Each owner gets a mail with a link to object or to agree. You see it first.</p>\n<p><a class=\"button quiet\" href=\""
            )
            out.text("\(page.path)/contact")
            out.html("\">See the mail</a></p>\n<hr>\n")
        }
        form(.attempt, "Log an attempt", "Log the attempt", &out) { out in
            how(.projectURL, whom: "To whom", &out)
            field(
                FormField(
                    name: "outcome", label: "What came of it",
                    kind: .choice(AttemptReport.outcomes.map { ($0.rawValue, $0.words) }),
                    value: ContactOutcome.noAnswer.rawValue), .attempt, &out)
            field(FormField(name: "note", label: "Note", kind: .area, most: CaseNote.longest), .attempt, &out)
        }
        out.html("</div>\n")
    }

    /// Of a case that is granted, an owner can still be heard who objects otherwise than by a link.
    private func objection(_ out: inout HTMLWriter) {
        out.html("<div class=\"panel\">\n")
        form(.attempt, "Log an objection", "Log the objection", style: "danger", &out) { out in
            out.html(
                """
                <p>Where an owner told you that they do not agree, by telephone or otherwise. The case stops, and the \
                claimant’s invitation is taken back.</p>\n
                """)
            how(.phone, whom: "Who objects", &out)
            out.hidden("outcome", ContactOutcome.objected.rawValue)
            field(FormField(name: "note", label: "Note", kind: .area, most: CaseNote.longest), .attempt, &out)
        }
        out.html("</div>\n")
    }

    /// How and when an owner was tried, or heard.
    private func how(_ channel: ContactChannel, whom: String, _ out: inout HTMLWriter) {
        field(
            FormField(
                name: "channel", label: "How", kind: .choice(ContactChannel.allCases.map { ($0.rawValue, $0.words) }),
                value: channel.rawValue), .attempt, &out)
        field(
            FormField(
                name: "at", label: "When (UTC)",
                hint: "Like 2026-11-21 14:30. Leave it empty if it was just now. "
                    + "For the clock, it counts as made \(ContactAttempt.writtenDownWithin.spelledOut) ago at the most.",
                most: 25), .attempt, &out)
        field(FormField(name: "whom", label: whom, most: AttemptReport.longestWhom), .attempt, &out)
        field(
            FormField(
                name: "evidence", label: "Where it can be seen", kind: .url, hint: "A web address, if there is one.",
                most: RecoveryCase.longestLink), .attempt, &out)
    }

    private func decide(_ out: inout HTMLWriter) {
        out.html("<div class=\"panel\">\n")
        switch claim.state {
        case .open, .contacting, .waiting:
            grant(&out)
            deny(&out)
        case .granted:
            if claim.completedAt == nil {
                // Also one that was accepted by address, until the gallery has named the account.
                if page.view.invitation?.invitation.isOpen(at: page.frame.now) != true { grant(&out) }
                deny(&out)
            } else {
                out.html("<p>The case is settled: there is nothing left to decide.</p>\n")
            }
        case .objected:
            reopen(&out)
            deny(&out)
        case .denied, .withdrawn:
            // Nobody ever confirmed it: there is nobody to write to.
            if claim.confirmedAt != nil { reopen(&out) }
        case .submitted: break
        }
        out.html("</div>\n")
    }

    private func grant(_ out: inout HTMLWriter) {
        let isInTime = clock.allows(at: page.frame.now)
        guard isInTime || page.mayOverride else {
            out.html("<h3>Grant</h3>\n<p class=\"soft\">Possible from ")
            out.time(clock.earliest)
            out.html(" at the earliest; before that, only by an admin who has the right to override.</p>\n")
            return
        }
        form(
            .grant, isInTime ? "Grant" : "Grant before its time",
            isInTime ? "Grant the package" : "Grant it now all the same",
            style: isInTime ? "" : "danger", &out
        ) {
            out in
            if !isInTime {
                out.html(
                    "<p class=\"error\">It is too early. What you do here is logged as an override, with your reason.</p>\n"
                )
                out.hidden("override", "yes")
            }
            if page.view.owners.isEmpty {
                out.hidden("owners", "keep")
            } else {
                // Nothing is chosen beforehand: one of them cannot be taken back.
                field(
                    FormField(
                        name: "owners", label: "The owners before",
                        kind: .choice([
                            ("", "Choose what becomes of them"), ("keep", "stay beside the claimant"),
                            ("remove", "are removed when the claimant accepts"),
                        ]), isRequired: true), .grant, &out)
            }
            reason(.grant, "The owners are told the reason, and it is kept in the audit log.", &out)
        }
    }

    private func deny(_ out: inout HTMLWriter) {
        form(.deny, "Deny", "Deny the claim", style: "danger", &out) { out in
            reason(.deny, "The claimant is told the reason, and it is kept in the audit log.", &out)
        }
    }

    private func reopen(_ out: inout HTMLWriter) {
        form(.reopen, "Reopen", "Reopen the case", &out) { out in
            reason(.reopen, "Kept in the audit log. The clock begins anew: nothing that was tried before counts.", &out)
        }
    }

    private func reason(_ form: CasePage.Form, _ hint: String, _ out: inout HTMLWriter) {
        field(
            FormField(
                name: "reason", label: "Reason", kind: .area, hint: hint, isRequired: true, most: PlainText.limit),
            form, &out)
    }

    private func field(_ field: FormField, _ form: CasePage.Form, _ out: inout HTMLWriter) {
        let filled = page.typed.flatMap { $0.form == form ? $0.values.filling(field) : nil }
        out.field(filled ?? field, in: form.prefix)
    }

    /// A form behind its heading; open where something is wrong with what was typed into it.
    private func form(
        _ form: CasePage.Form, _ title: String, _ button: String, style: StaticString = "quiet",
        _ out: inout HTMLWriter, _ fields: (inout HTMLWriter) -> Void
    ) {
        out.html("<details class=\"more\"")
        if page.typed?.form == form { out.html(" open") }
        out.html("><summary>")
        out.text(title)
        out.html("</summary>\n")
        out.form(to: "\(page.path)/\(form.rawValue)", nonce: page.frame.nonce, seen: page.seen)
        fields(&out)
        out.html("<button class=\"")
        out.html(style)
        out.html("\">")
        out.text(button)
        out.html("</button>")
        if form.mails {
            out.html(" <button class=\"quiet\" name=\"step\" value=\"preview\">See the mails first</button>")
        }
        out.html("</form></details>\n")
    }
}
