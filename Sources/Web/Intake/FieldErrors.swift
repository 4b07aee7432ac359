/// What is wrong with fields of a form, by their names; in sentences.
struct FieldErrors: Sendable, Equatable {
    private(set) var all: [(name: String, words: String)] = []

    var isEmpty: Bool { all.isEmpty }

    subscript(name: String) -> String? { all.first { $0.name == name }?.words }

    mutating func add(_ name: String, _ words: String) { all.append((name, words)) }

    /// A value that passes a check; nil, with the flaw as a sentence, for one that does not.
    ///
    /// - Parameter subject: What the flaw's clause is about; nil where the flaw names it itself.
    mutating func check<Value, Flaw: Error & CustomStringConvertible>(
        _ name: String, _ subject: String? = nil, _ make: () throws(Flaw) -> Value
    ) -> Value? {
        do throws(Flaw) {
            return try make()
        } catch {
            let words = (subject.map { $0 + " " } ?? "") + error.description
            add(name, words.prefix(1).uppercased() + words.dropFirst() + ".")
            return nil
        }
    }

    static func == (one: FieldErrors, other: FieldErrors) -> Bool {
        one.all.elementsEqual(other.all) { $0 == $1 }
    }
}

/// A form that is not right.
struct FormFlaws: Error, Equatable {
    var errors: FieldErrors
}

extension HTMLWriter {
    /// What is wrong, all in one place, with links to the fields; said aloud when the page comes.
    ///
    /// - Parameter prefix: Of the fields' ids.
    mutating func wrong(_ errors: FieldErrors, in prefix: StaticString) {
        guard !errors.isEmpty else { return }
        html("<div class=\"wrong\" role=\"alert\">\n<h2>Nothing was sent yet</h2>\n<ul>\n")
        for error in errors.all {
            html("<li><a href=\"#")
            html(prefix)
            html("-")
            text(error.name)
            html("\">")
            text(error.words)
            html("</a></li>\n")
        }
        html("</ul></div>\n")
    }
}
