/// What holds for all calls: the beginning of the page, and the document's own description.
enum Guide {
    struct Chapter: Sendable {
        /// Its anchor.
        var id: String
        var title: String
        var parts: [Part]
    }

    /// Code stands between backticks in texts.
    enum Part: Sendable {
        case text(String)
        case list([String])
        /// Lines as they are typed.
        case code(String)

        var markdown: String {
            switch self {
            case .text(let text): text
            case .list(let items): items.map { "- \($0)" }.joined(separator: "\n")
            case .code(let code): "```\n\(code)\n```"
            }
        }
    }

    static let chapters = [
        authentication, exchange, repetition, lists, conditions, limits, errors, events, webhooks, changes,
    ]

    private static let authentication = Chapter(
        id: "authentication", title: "Authentication",
        parts: [
            .text(
                """
                Every call under `/v1` needs a key of the gallery as `Authorization: Bearer cs_…`. `countersign key \
                add GALLERY --scope notify --scope read` makes one and shows it once; with `--expires 90d` it ends by \
                itself, and is 401 from then on. A key sees its own gallery and nothing of any other. A key in the address is refused, because addresses end in logs.
                """),
            .list([
                "`read` looks: GET.",
                "`notify` changes owners, invitations, publications and preferences, and so causes mail.",
                "`admin` does what both do, and sees to webhooks, suppressions and reports.",
                "`override` allows `asAdmin`: to act over the owners' heads; beside `admin`, to grant a case before its time. It includes nothing else.",
            ]),
        ])

    private static let exchange = Chapter(
        id: "requests", title: "Requests and answers",
        parts: [
            .text(
                """
                Bodies are JSON objects in UTF-8, with `Content-Type: application/json`. A field or parameter that is \
                not known is refused, and so is a name that stands twice; a field that is null, or a parameter that is \
                empty, counts as left out. A body may have 64 KiB.
                """),
            .text(
                """
                Times are UTC (RFC 3339). Ids are UUIDs of version 7. Usernames and package ids compare without \
                regard to case and are shown as first written. Answers may gain fields, and events types: pass over \
                what you do not know.
                """),
        ])

    private static let repetition = Chapter(
        id: "idempotency", title: "Repeating a request",
        parts: [
            .text(
                """
                GET, PUT and DELETE can be sent again as they are. For a POST, send an `Idempotency-Key` of your own, \
                such as a UUID: the first answer that is a 2xx is kept for 24 hours, and the same key with the same \
                body gets it again, with `Idempotency-Replayed: true`. Nothing is mailed twice.
                """),
            .text(
                """
                The same key with another body is 422; while the first is under way it is 409. Refusals are not kept: \
                what was wrong can be put right under the same key.
                """),
        ])

    private static let lists = Chapter(
        id: "lists", title: "Lists",
        parts: [
            .text(
                """
                A list is answered in pages: `{"items": […], "next": …}`, with `limit` items at most (100, or up to \
                200). Ask again with `after` and the value of `next`, until `next` is null; the `Link` header has the \
                whole address. What is added meanwhile neither shifts nor repeats anything.
                """)
        ])

    private static let conditions = Chapter(
        id: "conditions", title: "Two who change one thing",
        parts: [
            .text(
                """
                One thing comes with an `ETag`. Sent back as `If-None-Match`, it saves the body: 304 where nothing \
                has changed. Sent as `If-Match` with a PUT, PATCH or DELETE, it lets the change be made of that state \
                alone: 412 says that somebody else was faster. Preferences that are stored and webhooks are changed so \
                and not otherwise: 428 says that the header is missing. `If-Match: *` takes whatever there is, and \
                `If-None-Match: *` with a PUT makes what is not there yet (RFC 9110, 13.1).
                """)
        ])
}
