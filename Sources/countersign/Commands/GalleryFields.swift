import ArgumentParser
import Mail
import Model
import Settings

/// What the command line checks of a gallery before it bothers the database.
enum GalleryFields {
    /// The help of `--set`, with every policy.
    static let policyHelp = ArgumentHelp(
        "KEY=VALUE of a policy; may be repeated. Policies: "
            + GalleryPolicy.keys.map { "\($0.key) (\($0.takes))" }.joined(separator: "; ") + ".")

    static func address(_ text: String) throws -> EmailAddress {
        // A relay without SMTPUTF8 takes no other sender, and a domain that is typed in another script is easily not
        // the one that is meant.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw Failure("--from takes an address in ASCII; write the domain as xn--…", code: .wrongUsage)
        }
        do {
            return try EmailAddress(text)
        } catch {
            throw Failure("the From address \(error)", code: .wrongUsage)
        }
    }

    static func check(name: String?, url: String?) throws {
        if let name {
            guard !name.isEmpty, name.unicodeScalars.count <= 80,
                name.unicodeScalars.allSatisfy({
                    $0.properties.generalCategory != .control && $0 != "\u{2028}" && $0 != "\u{2029}"
                })
            else { throw Failure("the name takes 1 to 80 printable characters", code: .wrongUsage) }
        }
        if let url, !WebAddress.isPlain(url) {
            throw Failure(
                "the URL must be an absolute http or https address without spaces or a user name", code: .wrongUsage)
        }
    }

    /// - Parameter stored: The settings as they are: one that this version does not know can be taken back, too.
    static func check(unset keys: [String], _ stored: [String: String]) throws {
        let known = GalleryPolicy.keys.map(\.key)
        for key in keys where !known.contains(key) && stored[key] == nil {
            throw Failure(
                "unknown setting '\(key.printable)'; known are: \(known.joined(separator: ", "))", code: .wrongUsage)
        }
    }

    static func settings(_ pairs: [String]) throws -> [String: String] {
        var settings: [String: String] = [:]
        for pair in pairs {
            guard let equals = pair.firstIndex(of: "=") else {
                throw Failure("'\(pair.printable)' is not KEY=VALUE", code: .wrongUsage)
            }
            settings[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        do {
            _ = try GalleryPolicy(settings: settings)
        } catch {
            throw Failure(error.description, code: .wrongUsage)
        }
        return settings
    }

    /// Says where no mail is written in the language that a gallery was just set to.
    ///
    /// It is stored all the same: the templates may follow.
    static func remark(onLocale locale: String?, _ configuration: ServiceConfiguration) {
        guard let locale, let folders = try? TemplateLocations.all(configured: configuration.templatesPath),
            let templates = try? TemplateLibrary(folders: folders)
        else { return }
        let known = Set(templates.localeTags.map { $0.lowercased() })
        var tag = locale.lowercased()[...]
        while !known.contains(String(tag)) {
            guard let dash = tag.lastIndex(of: "-") else {
                let tags = templates.localeTags.joined(separator: ", ")
                return Terminal.remark("no templates are in '\(locale)', so mails are in English; there are: \(tags)")
            }
            tag = tag[..<dash]
        }
    }
}
