import FoundationEssentials
import Model

/// The folders that templates are looked for in; a file of an earlier one stands in for the same file of a later one.
struct TemplateFolders {
    struct Source {
        /// As findings name it.
        var file: String
        var text: String
    }

    let folders: [String]

    /// The first of the folders that has the file; nil where none has it.
    ///
    /// - Throws: a finding where there is a file that cannot be used.
    func read(_ name: String) throws(TemplateFinding) -> Source? {
        for folder in folders {
            let file = folder + "/" + name
            guard FileManager.default.fileExists(atPath: file) else { continue }
            guard let data = FileManager.default.contents(atPath: file) else {
                throw TemplateFinding(
                    file: file, message: "cannot be read; check that it is a file and its permissions")
            }
            guard data.count <= Self.longest else {
                throw TemplateFinding(
                    file: file, message: "is larger than \(Self.longest / 1024) KB, too large for a mail")
            }
            return Source(file: file, text: try Self.text(of: data, file: file))
        }
        return nil
    }

    /// In octets.
    private static let longest = 64 * 1024

    /// Valid UTF-8 with LF at the ends of lines and no character that a mail cannot carry.
    private static func text(of data: Data, file: String) throws(TemplateFinding) -> String {
        guard let raw = String(validating: data, as: UTF8.self) else {
            throw TemplateFinding(file: file, message: "is not valid UTF-8; save it in that encoding")
        }
        var text = String.UnicodeScalarView()
        var line = 1
        for scalar in raw.unicodeScalars where scalar != "\r" && scalar != "\u{FEFF}" {
            if scalar == "\n" { line += 1 }
            let isControl = scalar != "\n" && scalar != "\t" && scalar.properties.generalCategory == .control
            guard !isControl, !SlotMarker.isReserved(scalar) else {
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw TemplateFinding(
                    file: file, line: line, message: "holds the character U+\(code), which no mail can show; delete it")
            }
            text.append(scalar)
        }
        return String(text)
    }

    /// The language tags that some folder has a subfolder for, in order.
    func locales() throws(TemplateFinding) -> [String] {
        guard !folders.isEmpty else {
            throw TemplateFinding(
                file: "MailTemplates",
                message: "no such folder was found; put it beside the binary or set templates.path")
        }
        var found: Set<String> = []
        for folder in folders {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                throw TemplateFinding(
                    file: folder, message: "is not a folder that can be read; point templates.path at one")
            }
            for name in names where LanguageTag.isWellFormed(name) && isFolder(folder + "/" + name) {
                found.insert(name)
            }
        }
        return found.sorted()
    }

    /// The templates in a locale's subfolders, without their extension.
    func templates(in locale: String) -> [(file: String, name: String)] {
        folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + locale)) ?? []).sorted()
                .filter { $0.hasSuffix(Self.suffix) }
                .map { (folder + "/" + locale + "/" + $0, String($0.dropLast(Self.suffix.count))) }
        }
    }

    static let suffix = ".mustache"

    private func isFolder(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
    }
}

extension LanguageTag {
    /// The tag without its last subtag: `de-AT` → `de`; nil for a bare language.
    static func parent(of tag: String) -> String? {
        tag.utf8.lastIndex(of: UInt8(ascii: "-")).map { String(tag[..<$0]) }
    }
}
