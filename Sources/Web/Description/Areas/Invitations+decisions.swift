import HTTPTypes
import Model

extension Area {
    static let cancelInvitation = decision(
        "cancel", "Cancel an invitation",
        [
            "By any owner. The invitee is mailed if the invitation was; its link dies.",
            "What a granted recovery case has issued, owners cannot cancel: they object by the link in the mail about it.",
            asAdmin,
        ],
        by: "The owner who cancels, or with `asAdmin` the admin.", fields: adminFields,
        refusals: [.notAnOwner, .recoveryGranted] + decided)

    static let resendInvitation = decision(
        "resend", "Send an invitation anew",
        [
            """
            By any owner: a new link, and its time begins again; the old link dies. The first is free; then each has \
            to wait twice as long as the one before.
            """, asAdmin,
        ],
        by: "The owner who sends it, or with `asAdmin` the admin.", fields: adminFields,
        refusals: [.notAnOwner, .blocked, .rateLimited] + decided)

    static let acceptInvitation = decision(
        "accept", "Accept an invitation",
        [
            "On behalf of the invitee, whom the gallery has signed in; does what the button behind the link does.",
            """
            In a gallery whose policy `acceptance` is `signed-in` the invitee comes from the link with a ticket; send \
            it along.
            """,
            """
            Who was invited by address alone, and pressed the button, has accepted and owns nothing yet: this says \
            which account is theirs, and makes it an owner. It needs no ticket.
            """,
        ],
        by: "The account that was invited.",
        fields: [
            .optional("ticket", .anyText, "The `ticket` that the invitee came back with."),
            .optional("reason", .note, "Their words; kept in the event."),
        ],
        refusals: [.notTheInvitee, .alreadyOwner, .badTicket] + decided)

    static let declineInvitation = decision(
        "decline", "Decline an invitation", ["On behalf of the invitee. The inviter is mailed, with the reason."],
        by: "The account that was invited.",
        fields: [.optional("reason", .note, "Why; the inviter gets to read it.")],
        refusals: [.notTheInvitee] + decided)

    private static let asAdmin = "With `asAdmin` an admin does it over the owners' heads, with a reason."

    private static let decided: [ProblemKind] = [
        .unknownInvitation, .invitationAccepted, .invitationDeclined, .invitationCancelled, .invitationExpired,
        .invitationVoid,
    ]

    private static let adminFields: [Field] = [
        .optional("reason", .note, "Why; kept in the event. An admin has to say."),
        .optional("asAdmin", .boolean, "Whether an admin does this; the key needs the scope `override`."),
    ]

    private static func decision(
        _ call: String, _ summary: String, _ words: [String], by: String, fields: [Field], refusals: [ProblemKind]
    ) -> Operation {
        let name = call.prefix(1).uppercased() + call.dropFirst()
        let isInvitee = call == "accept" || call == "decline"
        return Operation(
            id: "\(call)Invitation", method: .post, path: "/v1/invitations/{id}/\(call)", summary: summary,
            words: words, scope: .notify, takesAdmins: !isInvitee, parameters: [.id(Example.invitationID)],
            body: Operation.Body(
                schema: .component(
                    Component(
                        "Invitation\(name)", "\(summary).",
                        .request(
                            [.required("by", .username, by)] + fields,
                            rule: isInvitee ? nil : .whyAsAdmin(["reason"], "With `asAdmin`, `reason` has to say why."))
                    )),
                example: ["by": isInvitee ? "bob" : "ann"]),
            answers: [
                .json(
                    "The invitation as it is now.", .invitation, example: Example.invitation)
            ],
            isCounted: true, refusals: refusals)
    }
}
