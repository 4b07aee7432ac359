import Foundation

/// The gallery's database: one file, replaced as a whole, so that an event's effect and the cursor change together.
struct Store: Sendable {
    struct State: Codable, Sendable {
        var addresses: [String: Address] = [:]
        var owners: [String: Set<String>] = [:]
        /// The last event that was applied.
        var cursor: Int64 = 0
    }

    struct Address: Codable, Sendable {
        var username: String
        var email: String
    }

    let file: URL

    func load() throws -> State {
        guard FileManager.default.fileExists(atPath: file.path) else { return State() }
        return try JSONDecoder().decode(State.self, from: Data(contentsOf: file))
    }

    func save(_ state: State) throws {
        try JSONEncoder().encode(state).write(to: file, options: .atomic)
    }
}
