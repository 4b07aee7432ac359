import Foundation
import Testing

/// Each call of the API's description is one that the client makes.
@Suite struct CoverageTests {
    /// A call as `Docs/openapi.yaml` has it.
    private struct Operation {
        var id: String
        var method: String
        /// `/v1/packages/{package}/owners`.
        var path: String

        func isAsked(by sample: RequestTests.Sample) -> Bool {
            let parts = sample.wanted.split(separator: " ")
            let segments = parts[1].prefix { $0 != "?" }.split(separator: "/")
            let own = path.split(separator: "/")
            return parts[0] == method && segments.count == own.count
                && zip(segments, own).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
        }
    }

    /// Line by line: the file is written by one writer, and held to the service by a test of its own.
    private static func operations() throws -> [Operation] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Docs/openapi.yaml")
        var found: [Operation] = []
        var (path, method) = ("", "")
        for line in try String(contentsOf: file.standardized, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("  /") || line.hasPrefix("  \"/") {
                path = line.filter { $0 != "\"" && $0 != " " }
                path.removeLast()
            } else if line.hasPrefix("    "), !line.hasPrefix("     "), line.hasSuffix(":") {
                method = line.dropFirst(4).dropLast().uppercased()
            } else if line.hasPrefix("      operationId: "), path.hasPrefix("/v1/") {
                found.append(Operation(id: line.dropFirst(19).filter { $0 != "\"" }, method: method, path: path))
            } else if line == "webhooks:" {
                break
            }
        }
        return found
    }

    @Test func everyCallIsThere() throws {
        let operations = try Self.operations()
        #expect(operations.count > 40)
        let samples = RequestTests.people + RequestTests.things + RequestTests.cases
        for operation in operations {
            #expect(samples.contains { operation.isAsked(by: $0) }, "\(operation.id)")
        }
        for sample in samples {
            #expect(operations.contains { $0.isAsked(by: sample) }, "\(sample.wanted)")
        }
    }
}
