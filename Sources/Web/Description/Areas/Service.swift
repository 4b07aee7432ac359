import HTTPTypes

extension Area {
    static let service = Area(
        name: "Service", words: "For operators and programs; no key is asked for.",
        operations: [
            getHealth, getReadiness, getMetrics,
            Operation(
                id: "getDescription", method: .get, path: "/openapi.yaml", summary: "This description, for programs",
                words: [], scope: nil,
                answers: [
                    Answer(
                        status: 200, words: "OpenAPI 3.1.",
                        content: Answer.Content(
                            type: "application/yaml", schema: .answer([]), example: ["openapi": "3.1.0"]))
                ]),
        ])

    private static let getHealth = Operation(
        id: "getHealth", method: .get, path: "/healthz", summary: "Whether the process is alive",
        words: ["Looks at nothing else."], scope: nil,
        answers: [
            .json(
                "It is.", .answer([.required("status", .choice(["ok"]), "Always the same.")]), example: ["status": "ok"]
            )
        ])

    private static let getReadiness = Operation(
        id: "getReadiness", method: .get, path: "/readyz", summary: "Whether requests can be served",
        words: ["Writes to the database, and looks at the keyring and the courier."], scope: nil,
        answers: [
            .json("All parts are ready.", readiness, example: ready("ready", .null)),
            .json(
                503, "A part is not.", readiness, example: ready("not ready", "the database cannot be written")),
        ])

    private static let getMetrics = Operation(
        id: "getMetrics", method: .get, path: MetricsPage.path, summary: "Figures of the process and the queues",
        words: ["Where `http.metricsPort` is set, on that port and not on this one."], scope: nil,
        answers: [
            Answer(
                status: 200, words: "The text format of Prometheus.",
                content: Answer.Content(
                    type: "text/plain", schema: .anyText, example: "countersign_statistics_up 1"))
        ])

    private static let readiness = Schema.component(
        Component(
            "Readiness", "The parts that requests depend on.",
            .answer([
                .required("status", .choice(["ready", "not ready"]), "Of all of them."),
                .required(
                    "parts",
                    .array(
                        .answer([
                            .required("name", .anyText, "Which part."),
                            .required("status", .choice(["ready", "not ready"]), "Whether it is ready."),
                            .optional("detail", .anyText, "Why it is not."),
                        ])), "Each of them."),
            ])))

    private static func ready(_ status: JSONValue, _ detail: JSONValue) -> JSONValue {
        let database: JSONValue = ["name": "database", "status": status]
        return [
            "status": status,
            "parts": [
                detail == .null ? database : database.with("detail", detail), ["name": "keyring", "status": "ready"],
                ["name": "courier", "status": "ready"],
            ],
        ]
    }
}
