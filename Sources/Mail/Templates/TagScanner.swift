/// The tags of a template, with their lines: for checks that a parser's tree no longer allows.
enum TagScanner {
    struct Tag: Equatable {
        enum Kind: Equatable { case variable, section, inverted, close }

        var kind: Kind
        var name: String
        var line: Int
    }

    struct Flaw: Error, Equatable {
        var line: Int
        var message: String
    }

    /// Every tag but comments, in order.
    ///
    /// - Throws: ``Flaw`` at the first tag that templates of mail may not hold.
    static func tags(of text: String) throws(Flaw) -> [Tag] {
        var tags: [Tag] = []
        let bytes = Array(text.utf8)
        var line = 1
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x0A { line += 1 }
            guard bytes[index...].prefix(2).elementsEqual("{{".utf8) else {
                index += 1
                continue
            }
            let start = index + 2
            guard let end = (start..<bytes.count).first(where: { bytes[$0...].prefix(2).elementsEqual("}}".utf8) })
            else {
                throw Flaw(line: line, message: "a tag is opened with '{{' and never closed; close it with '}}'")
            }
            let inner = bytes[start..<end]
            if let tag = try read(inner, line: line) { tags.append(tag) }
            line += inner.count { $0 == 0x0A }
            index = end + 2
        }
        try checkNesting(tags)
        return tags
    }

    private static func read(_ inner: ArraySlice<UInt8>, line: Int) throws(Flaw) -> Tag? {
        func refuse(_ message: String) -> Flaw { Flaw(line: line, message: message) }
        let sigil = inner.first.map { Character(Unicode.Scalar($0)) }
        let kind: Tag.Kind
        switch sigil {
        case "!": return nil
        case "#": kind = .section
        case "^": kind = .inverted
        case "/": kind = .close
        case "{", "&":
            throw refuse("unescaped tags ('{{{' or '{{&') are not allowed in mail templates; write '{{name}}'")
        case ">", "<", "$": throw refuse("mail templates have no partials or blocks; write the words here")
        case "=": throw refuse("mail templates keep the delimiters '{{' and '}}'")
        case "%": throw refuse("mail templates have no pragmas; take this tag out")
        default: kind = .variable
        }
        let rest = kind == .variable ? inner : inner.dropFirst()
        let name = String(decoding: rest, as: UTF8.self).split(separator: " ").joined(separator: " ")
        guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else {
            throw refuse(
                "'{{\(String(decoding: inner.prefix(40), as: UTF8.self))}}' is not a name; tags hold one name, without functions or dots"
            )
        }
        return Tag(kind: kind, name: name, line: line)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func checkNesting(_ tags: [Tag]) throws(Flaw) {
        var open: [Tag] = []
        for tag in tags {
            switch tag.kind {
            case .variable: break
            case .section, .inverted: open.append(tag)
            case .close:
                guard let last = open.popLast() else {
                    throw Flaw(
                        line: tag.line, message: "'{{/\(tag.name)}}' closes a section that is not open; take it out")
                }
                guard last.name == tag.name else {
                    throw Flaw(
                        line: tag.line,
                        message: "'{{/\(tag.name)}}' stands where '{{/\(last.name)}}' of line \(last.line) is due")
                }
            }
        }
        if let last = open.last {
            throw Flaw(line: last.line, message: "the section '\(last.name)' is never closed; add '{{/\(last.name)}}'")
        }
    }
}
