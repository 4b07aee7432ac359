import Foundation

@testable import CountersignClient

/// A client whose waits take no time.
func withClient<Result>(
    _ url: String, retry: RetryPolicy = .standard, time: TestTime = TestTime(), random: Double = 0,
    _ test: (Countersign) async throws -> Result
) async throws -> Result {
    var transport = try Countersign(baseURL: url, key: "cs_test_key", retry: retry).transport
    transport.pace = time.pace(random: random)
    let client = Countersign(transport)
    do {
        let result = try await test(client)
        await client.close()
        return result
    } catch {
        await client.close()
        throw error
    }
}

/// What a call was refused with.
func whatRefused(_ call: () async throws -> Void) async throws -> Problem? {
    do {
        try await call()
        return nil
    } catch CountersignError.problem(let problem) {
        return problem
    }
}

/// Answers of the service, as they were recorded (`Fixtures/record.py`).
enum Fixture {
    static func text(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: folder.appendingPathComponent("Fixtures/\(name).json"), encoding: .utf8)
    }

    static func decode<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: text(name).utf8)
    }
}
