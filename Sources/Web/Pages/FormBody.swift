/// The fields of a form (`application/x-www-form-urlencoded`, WHATWG URL, 5).
struct FormBody {
    private let fields: [(name: String, value: String)]

    init(fields: [(name: String, value: String)]) {
        self.fields = fields
    }

    /// Nil where an escape is broken, or where what comes out is not UTF-8.
    init?(_ bytes: [UInt8]) {
        var fields: [(name: String, value: String)] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0], plusIsSpace: true),
                let value = PercentCoding.decode(parts.count > 1 ? parts[1] : [], plusIsSpace: true)
            else { return nil }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// All values of a name, as check boxes send them.
    func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Nil where there is none of this name, or more than one: two answers are no answer.
    func value(_ name: String) -> String? {
        let found = fields.filter { $0.name.isSpelled(name) }
        return found.count == 1 ? found[0].value : nil
    }
}
