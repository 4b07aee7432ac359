import Model

extension HTMLWriter {
    /// Links to what is older and newer than the page; nothing where all of it is here.
    ///
    /// - Parameters:
    ///   - path: Of the list, with its filters.
    ///   - listing: The page.
    mutating func pager<Item>(_ path: ListPath, _ listing: Listing<Item>) {
        guard listing.newer != nil || listing.older != nil else { return }
        html("<nav class=\"pager\" aria-label=\"Pages\">")
        if let newer = listing.newer {
            html("<a class=\"button quiet small\" rel=\"prev\" href=\"")
            text(path.with("after", newer.description).text)
            html("\">Newer</a> ")
        }
        if let older = listing.older {
            html("<a class=\"button quiet small\" rel=\"next\" href=\"")
            text(path.with("before", older.description).text)
            html("\">Older</a>")
        }
        html("</nav>\n")
    }
}

/// A path of the site and the query that belongs to it.
struct ListPath: Sendable {
    private let path: String
    private var query: [(name: String, value: String)] = []

    init(_ path: String, _ query: [(name: String, value: String?)] = []) {
        self.path = path
        for (name, value) in query { if let value, !value.isEmpty { self.query.append((name, value)) } }
    }

    /// With one more parameter, or with another value of it.
    func with(_ name: String, _ value: String?) -> ListPath {
        var changed = self
        changed.query.removeAll { $0.name == name }
        if let value, !value.isEmpty { changed.query.append((name, value)) }
        return changed
    }

    /// Percent-encoded.
    var text: String {
        guard !query.isEmpty else { return path }
        return path + "?"
            + query.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }
}
