import HTTPTypes
import Model

extension Area {
    static let invitations = Area(
        name: "Invitations",
        words: """
            An owner invites somebody to become an owner; a mail brings them a link, and until they accept they are \
            pending. An invitation ends by itself after the gallery's `invitation.life`.
            """,
        operations: [
            createInvitation, createInvitations, listInvitations, getInvitation, cancelInvitation, resendInvitation,
            acceptInvitation, declineInvitation,
        ])

    private static let createInvitation = Operation(
        id: "createInvitation", method: .post, path: "/v1/packages/{package}/invitations", summary: "Invite somebody",
        words: [
            "Mails a link to the invitee and a notice to the other owners. 201 means that it is on the disk.",
            "Where the same invitation is pending already, that one is the answer, and nothing is sent.",
            """
            With `transfer` the inviter leaves as soon as it is accepted. With `asAdmin` an admin invites to any \
            package, even one without owners.
            """,
        ],
        scope: .notify, takesAdmins: true, parameters: [.package],
        body: Operation.Body(schema: .invitationRequest, example: Example.invitationRequest),
        answers: [
            .json(
                201, "The invitation.", .invitation, example: Example.invitation,
                headers: [.location(in: "/v1/invitations", Example.invitationID)]),
            .json("The one that is pending already.", .invitation, example: Example.invitation),
        ],
        isCounted: true,
        refusals: [.notAnOwner, .blocked, .unknownPackage, .alreadyOwner, .tooManyOwners, .packageLocked, .rateLimited])

    private static let listInvitations = Operation(
        id: "listInvitations", method: .get, path: "/v1/invitations", summary: "List invitations",
        words: ["Those of the gallery, oldest first; each parameter narrows them."], scope: .read,
        parameters: [
            .query("package", .anyText, "To this package.", example: Example.package),
            .query("invitee", .anyText, "Of this account."),
            .query("invitedBy", .anyText, "By this account."),
            .query("state", .choice(of: InvitationState.self), "In this state."),
        ] + Parameter.page,
        answers: [
            .page("A page of invitations.", of: .invitation, named: "InvitationPage", example: Example.invitation)
        ])

    private static let getInvitation = Operation(
        id: "getInvitation", method: .get, path: "/v1/invitations/{id}", summary: "Look at an invitation",
        words: ["With where its mail stands."], scope: .read, parameters: [.id(Example.invitationID)],
        answers: [.json("The invitation.", .invitation, example: Example.invitation, headers: [.tag])],
        refusals: [.unknownInvitation])
}

extension Parameter {
    /// The id in a path.
    static func id(_ example: JSONValue) -> Parameter { .path("id", .id, "Its id.", example: example) }
}
