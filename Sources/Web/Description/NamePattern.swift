/// Regular expressions for names, in what ECMAScript, Python and Rust all take: classes of characters by their
/// properties are not among it, so that scripts are spelt out.
///
/// They take the scripts that most people write; ``Name`` takes all.
enum NamePattern {
    static let username = pattern(punctuation: #"_.+@~\-"#)
    static let package = "^(?!.*//)" + pattern(punctuation: #"_.+@~/:\-"#).dropFirst()

    private static func pattern(punctuation: String) -> String {
        "^(?!.*[\(marks)]{5})[_@\(letters)][\(punctuation)\(letters)\(marks)]*$"
    }

    private static let letters = [
        #"0-9A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02AF\u1E00-\u1EFF"#,  // Latin
        #"\u0386\u0388-\u038A\u038C\u038E-\u03A1\u03A3-\u03CE"#,  // Greek
        #"\u0400-\u0481\u048A-\u052F\u0531-\u0556\u0561-\u0587"#,  // Cyrillic, Armenian
        #"\u05D0-\u05EA\u0620-\u064A\u0660-\u0669\u0671-\u06D3\u06F0-\u06F9"#,  // Hebrew, Arabic
        #"\u0904-\u0939\u0966-\u096F\u0E01-\u0E30\u0E32\u0E33\u0E40-\u0E46\u0E50-\u0E59"#,  // Devanagari, Thai
        #"\u10D0-\u10FA\u3041-\u3096\u30A1-\u30FA\u30FC"#,  // Georgian, Japanese
        #"\u3005\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3"#,  // Chinese, Korean
    ].joined()

    /// What joins the letter before it.
    private static let marks = [
        #"\u0300-\u034E\u0350-\u036F\u0900-\u0903\u093A-\u093C\u093E-\u094F"#,
        #"\u0E31\u0E34-\u0E3A\u0E47-\u0E4E"#,
    ].joined()
}
