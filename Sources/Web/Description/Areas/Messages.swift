import HTTPTypes
import Model

extension Area {
    static let messages = Area(
        name: "Messages",
        words: """
            A message is one mail to one address: `queued`, `sending`, then `sent`, or `deferred` until the next \
            attempt, or `failed`. `unknown` means that the relay may have it. Every attempt is kept, with the relay's \
            answer. For a key without the scope `admin` there are no mails of recovery cases and none to admins.
            """,
        operations: [
            listMessages, getMessage,
            call("retry", "Send a message once more", "Where it has failed, or nobody knows whether it arrived."),
            call(
                "cancel", "Do not send a message",
                "Where it waits; what a relay has cannot be called back, and no gallery calls an admin's link to sign in back."
            ),
        ])

    private static let listMessages = Operation(
        id: "listMessages", method: .get, path: "/v1/messages", summary: "List messages",
        words: ["Those of the gallery, oldest first."], scope: .read,
        parameters: [
            .query(
                "about", .id, "About this invitation, publication or other thing.",
                example: Example.invitationID),
            .query("state", .choice(of: MessageState.self), "In this state."),
        ] + Parameter.page,
        answers: [.page("A page of messages.", of: .message, named: "MessagePage", example: Example.message)])

    private static let getMessage = Operation(
        id: "getMessage", method: .get, path: "/v1/messages/{id}", summary: "Look at a message",
        words: ["With all attempts to send it."], scope: .read, parameters: [.id(Example.messageID)],
        answers: [.json("The message.", .message, example: Example.message, headers: [.tag])],
        refusals: [.unknownMessage])

    private static func call(_ call: String, _ summary: String, _ words: String) -> Operation {
        Operation(
            id: "\(call)Message", method: .post, path: "/v1/messages/{id}/\(call)", summary: summary, words: [words],
            scope: .notify, parameters: [.id(Example.messageID)],
            body: .nothing,
            answers: [.json("The message as it is now.", .message, example: Example.message)],
            refusals: [
                .unknownMessage, .messageQueued, .messageSending, .messageSent, .messageDeferred, .messageFailed,
                .messageUnknown, .messageSuppressed, .messageCancelled,
            ])
    }
}
