import Crypto
package import FoundationEssentials

/// The keyring as its file holds it: JSON, oldest key first.
package struct KeyringDocument: Sendable, Codable {
    /// One key of the file.
    package struct Entry: Sendable, Codable {
        /// 1 to 255; used again for another key only once all others have been.
        package var kid: Int
        /// 32 bytes in base 64.
        package var secret: Data
        /// RFC 3339; for people.
        package var createdAt: String
    }

    /// What is wrong with a keyring, in words that hold no key.
    package enum Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        case notJSON
        case empty
        case duplicate(Int)
        case badID(Int)
        case weak(Int)
        case unknownKey(Int)
        case lastKey(Int)
        case full
        case noRoot

        package var description: String {
            switch self {
            case .notJSON: "the keyring is not the JSON that 'countersign keyring init' writes"
            case .empty: "the keyring holds no key; 'countersign keyring rotate' adds one"
            case .duplicate(let kid): "the keyring has two keys with the id \(kid); remove one"
            case .badID(let kid): "the keyring names a key \(kid); ids are 1 to 255"
            case .weak(let kid): "key \(kid) of the keyring is not 32 bytes long"
            case .unknownKey(let kid): "the keyring has no key \(kid); 'countersign keyring list' shows which it has"
            case .lastKey(let kid): "key \(kid) is the only one; rotate first, so that links can still be signed"
            case .full: "all 255 key ids are in use; retire old keys first"
            case .noRoot: "the keyring has no root of 32 bytes; 'countersign keyring rotate' adds one"
            }
        }
    }

    package private(set) var keys: [Entry]
    /// The id that was given last, whether its key is still there or not.
    private var lastKid: Int?
    /// 32 bytes in base 64 from which ``ServiceSecrets`` are derived; never replaced.
    private var root: Data?

    /// A keyring with one fresh key.
    package init(createdAt: String) {
        keys = []
        lastKid = 1
        root = Self.random()
        keys.append(Self.entry(kid: 1, createdAt: createdAt))
    }

    /// Reads and checks a file's content.
    package init(json: Data) throws(Flaw) {
        guard let read = try? JSONDecoder().decode(Self.self, from: json) else { throw .notJSON }
        guard !read.keys.isEmpty else { throw .empty }
        var seen: Set<Int> = []
        for key in read.keys {
            guard (1...255).contains(key.kid) else { throw .badID(key.kid) }
            guard seen.insert(key.kid).inserted else { throw .duplicate(key.kid) }
            guard key.secret.count == 32 else { throw .weak(key.kid) }
        }
        if let last = read.lastKid, !(1...255).contains(last) { throw .badID(last) }
        guard read.root.map({ $0.count == 32 }) ?? true else { throw .noRoot }
        self = read
    }

    /// What the file is to hold.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Adds a key, which signs from now on, and returns its id.
    package mutating func rotate(createdAt: String) throws(Flaw) -> Int {
        let used = Set(keys.map(\.kid))
        let after = lastKid ?? keys.last?.kid ?? 0
        guard let kid = (1...255).lazy.map({ (after + $0 - 1) % 255 + 1 }).first(where: { !used.contains($0) }) else {
            throw .full
        }
        lastKid = kid
        root = root ?? Self.random()
        keys.append(Self.entry(kid: kid, createdAt: createdAt))
        return kid
    }

    /// Takes a key out: links that it signed no longer verify.
    package mutating func retire(_ kid: Int) throws(Flaw) {
        guard keys.contains(where: { $0.kid == kid }) else { throw .unknownKey(kid) }
        guard keys.count > 1 else { throw .lastKey(kid) }
        keys.removeAll { $0.kid == kid }
    }

    /// The keyring that signs with the last key of the file.
    package func keyring() throws(Flaw) -> Keyring {
        let all = keys.map { Keyring.Key(id: UInt8(truncatingIfNeeded: $0.kid), secret: Array($0.secret)) }
        guard let newest = all.last else { throw .empty }
        return Keyring(newest: newest, older: all.dropLast())
    }

    /// - Throws: ``Flaw/noRoot`` for a file that an early version wrote.
    package func secrets() throws(Flaw) -> ServiceSecrets {
        guard let root else { throw .noRoot }
        return ServiceSecrets(root: root)
    }

    private static func entry(kid: Int, createdAt: String) -> Entry {
        Entry(kid: kid, secret: random(), createdAt: createdAt)
    }

    private static func random() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }
}
