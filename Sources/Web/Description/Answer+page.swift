extension Answer {
    /// A page of a list, with a link to the next where there is one.
    static func page(_ words: String, of item: Schema, named name: String, example: JSONValue) -> Answer {
        .json(
            words,
            .component(
                Component(
                    name, words,
                    .answer([
                        .required("items", .array(item), "The items."),
                        .required(
                            "next", .nullable(.anyText), "What to ask `after` for the next page; null at the end."),
                    ]))),
            example: ["items": [example], "next": .null], headers: [.link])
    }
}
