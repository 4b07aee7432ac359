import Foundation
import HTTPTypes
import Testing

@testable import Web

/// The description of the API as programs read it.
@Suite struct DocumentTests {
    /// `Docs/openapi.yaml` is what a server of the default address answers with.
    ///
    /// `COUNTERSIGN_UPDATE_SNAPSHOTS=1` writes it anew; read what changed before you commit.
    @Test func theFileIsWhatIsServed() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let file = root.appending(path: "Docs/openapi.yaml")
        let served = APIDescription(baseURL: "http://127.0.0.1:8080").yaml
        if ProcessInfo.processInfo.environment["COUNTERSIGN_UPDATE_SNAPSHOTS"] == "1" {
            try Data(served).write(to: file)
        }
        let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
        let lines = String(decoding: served, as: UTF8.self).split(separator: "\n")
        let difference = zip(recorded, lines).first { $0 != $1 }
        #expect(difference == nil, "run this test with COUNTERSIGN_UPDATE_SNAPSHOTS=1 where that is meant")
        #expect(recorded.count == lines.count)
    }

    @Test func namesAreGivenOnce() {
        let operations = APIDescription.operations
        #expect(Set(operations.map(\.id)).count == operations.count)
        #expect(Set(operations.map { "\($0.method) \($0.path)" }).count == operations.count)
        var documents: [String: JSONValue] = [:]
        let named =
            operations.flatMap { operation in
                operation.allParameters.map(\.schema) + [operation.body?.schema].compactMap { $0 }
                    + operation.allAnswers.compactMap { $0.content?.schema }
            }
            .flatMap(\.components)
        for component in named {
            #expect(documents[component.name, default: component.document] == component.document, "\(component.name)")
            documents[component.name] = component.document
        }
    }

    @Test(arguments: APIDescription.operations)
    func whatThePathNamesIsAParameter(_ operation: Web.Operation) {
        let inBraces = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        let parameters = operation.allParameters.filter { $0.place == .path }
        #expect(parameters.map(\.name) == inBraces)
        #expect(parameters.allSatisfy { $0.isRequired && $0.example != nil })
        #expect(operation.answers.contains { $0.status < 300 })
    }

    /// Each kind of problem is in the document, but those that belong to pages, to another method, or to nothing: no
    /// call is refused because an invitation is pending.
    @Test func everyProblemIsDescribed() {
        let described = Set(APIDescription.operations.flatMap(\.problems))
        let others: Set<ProblemKind> = [.foreignOrigin, .methodNotAllowed, .invitationPending]
        #expect(Set(ProblemKind.allCases).subtracting(others) == described)
    }

    @Test func whatIsServedNamesItsOwnAddress() throws {
        let text = String(
            decoding: APIDescription(baseURL: "https://confirm.example.org/x").yaml, as: UTF8.self)
        #expect(text.contains("- url: \"https://confirm.example.org/x\"\n"))
        #expect(text.contains("\"https://confirm.example.org/x/problems/not-found\""))
        #expect(!text.contains("127.0.0.1"))
    }
}

extension Web.Operation: CustomTestStringConvertible {
    public var testDescription: String { id }
}
