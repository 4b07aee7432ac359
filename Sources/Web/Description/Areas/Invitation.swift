import Model

extension Schema {
    static let invitationRequest = Schema.component(
        Component(
            "InvitationRequest", "Who is to become an owner, and who asks for it.",
            .request(
                [
                    .required("invitee", .invitee, "Whom to invite."),
                    .required("invitedBy", .username, "The owner who invites; with `asAdmin` the admin."),
                    .optional("note", .note, "What the inviter writes to the invitee; shown as a quotation."),
                    .optional("transfer", .boolean, "Whether the inviter leaves on acceptance; not with `asAdmin`."),
                    .optional("asAdmin", .boolean, "Whether an admin invites; the key needs the scope `override`."),
                    .optional("reason", .note, "Why an admin does; kept in the event."),
                ],
                rule: .whyAsAdmin(
                    ["reason", "note"], without: ["transfer"],
                    "With `asAdmin`, `reason` or `note` has to say why, and `transfer` cannot be true."))))

    static let invitation = Schema.component(
        Component(
            "Invitation", "An owner's request that somebody become an owner.",
            .answer([
                .required("id", .id, "Its id."),
                .required("package", .name, "The package, as first written."),
                .required(
                    "invitee",
                    .answer([
                        .required("username", .nullable(.name), "Null for somebody without an account."),
                        .required("email", .email, "Where its mail goes."),
                    ]), "Who is invited."),
                .required("invitedBy", .name, "Who invites."),
                .required("note", .nullable(.note), "What they wrote to the invitee."),
                .required("transfer", .boolean, "Whether the inviter leaves on acceptance."),
                .required("asAdmin", .boolean, "Whether an admin invites."),
                .required("state", .choice(of: InvitationState.self), "All but `pending` are final."),
                .required(
                    "generation", .integer(least: 1, most: nil), "Raised by each resend: only the newest link acts."),
                .required("createdAt", .time, "When it was made."),
                .required("expiresAt", .time, "When it and its link end."),
                .optional("decidedAt", .time, "When it was decided."),
                .optional("reason", .note, "The words of who declined."),
                .required(
                    "delivery",
                    .answer([
                        .required("state", .choice(of: MessageState.self), "Where the mail with its link stands."),
                        .required("at", .time, "Since when."),
                        .optional("detail", .anyText, "What the relay said last."),
                    ]), "Whether its mail has arrived."),
            ]), example: Example.invitation))
}

extension Example {
    static let invitationRequest: JSONValue = ["invitee": bob, "invitedBy": "ann", "note": note]

    static let invitation: JSONValue = [
        "id": invitationID, "package": package,
        "invitee": ["username": "bob", "email": "bob@example.org"],
        "invitedBy": "ann", "note": note, "transfer": false, "asAdmin": false, "state": "pending", "generation": 1,
        "createdAt": createdAt, "expiresAt": "2026-11-28T07:03:12.345Z",
        "delivery": ["state": "sent", "at": sentAt],
    ]
}
