import Model

/// Values that stand in many places.
extension Schema {
    /// Any text.
    static let anyText = Schema.text(Text())

    static let username = Schema.component(
        Component(
            "Username", "An account's name in the gallery. Case does not matter; it is shown as first written.",
            .text(
                Text(
                    pattern: NamePattern.username, length: 1...128,
                    words: """
                        letters and digits of any script (the pattern has the most common ones) and `-_.+@~`; begins \
                        with a letter, a digit, `_` or `@`
                        """)), example: "ann"))

    static let packageID = Schema.component(
        Component(
            "PackageId", "A package's id in the gallery. Case does not matter; it is shown as first written.",
            .text(
                Text(
                    pattern: NamePattern.package, length: 1...128,
                    words: """
                        letters and digits of any script (the pattern has the most common ones) and `-_.+@~/:`, no \
                        two slashes together; begins with a letter, a digit, `_` or `@`
                        """)), example: "Contoso.Utils"))

    /// A username or a package id in an answer.
    static let name = Schema.text(Text(length: 1...128))

    static let email = Schema.component(
        Component(
            "EmailAddress",
            "An e-mail address. A domain in another script is kept in its ASCII form; quoted local parts are not taken.",
            .text(Text(format: "idn-email", length: 3...254)), example: "bob@example.org"))

    static let id = Schema.component(
        Component(
            "Id", "A UUID of version 7: ids sort by the time at which they were made.",
            .text(
                Text(
                    format: "uuid",
                    pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")),
            example: "01a1fea6-a9f8-77cd-a41e-27a78e495de3"))

    static let time = Schema.component(
        Component(
            "Time", "A moment in UTC (RFC 3339), to the millisecond.", .text(Text(format: "date-time")),
            example: "2026-11-21T07:03:12.345Z"))

    static let locale = Schema.component(
        Component(
            "LanguageTag", "The language that somebody reads (BCP 47); it chooses the words of mails.",
            .text(
                Text(
                    pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", length: 2...35,
                    words: "a language tag such as `en` or `de-AT`")),
            example: "de-AT"))

    /// A person's words, up to so many characters.
    static func words(_ limit: Int, least: Int = 0) -> Schema {
        .text(
            Text(
                pattern: #"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]*$"#,
                length: least...limit, words: "plain text, line breaks and tabs allowed"))
    }

    /// A note or a reason.
    static let note = Schema.component(
        Component(
            "Note", "What a person wrote to another; shown as quoted plain text, never as markup.",
            words(PlainText.limit), example: "You wrote half of the parser. Shall we look after it together?"))
}
