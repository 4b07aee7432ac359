import Foundation
import HTTPTypes
import Model
import Testing

@testable import Web

/// The document and the router know the same calls.
@Suite struct RouteCoverageTests {
    /// The path of an operation with its examples in it.
    private static func path(_ operation: Web.Operation) -> String {
        operation.parameters.reduce(operation.path) { path, parameter in
            guard parameter.place == .path, case .string(let example)? = parameter.example else { return path }
            return path.replacing("{\(parameter.name)}", with: PercentCoding.encode(example))
        }
    }

    private static func route(_ operation: Web.Operation) throws -> Route? {
        try Route(RequestTarget(path(operation), base: ""), operation.method)
    }

    private static let ofAPI = APIDescription.operations.filter { $0.path.hasPrefix("/v1/") }

    @Test(arguments: APIDescription.operations)
    func whatIsDescribedIsRouted(_ operation: Web.Operation) throws {
        // Answered before the routes are asked, because it can have a port of its own.
        guard operation.path != MetricsPage.path else { return }
        let route = try #require(try Self.route(operation))
        #expect(route.methods.contains(operation.method))
        guard case .api(let call) = route else { return #expect(operation.scope == nil) }
        #expect(call.scopes(operation.method) == operation.scopes)
        #expect(operation.method != .get || call.isOneThing == operation.isTagged)
    }

    @Test(arguments: APIRoute.samples)
    func whatIsRoutedIsDescribed(_ call: APIRoute) throws {
        let described = try Self.ofAPI.filter { operation in
            guard case .api(let found)? = try Self.route(operation) else { return false }
            return Self.kind(found) == Self.kind(call)
        }
        #expect(Set(described.map(\.method)) == Set(call.methods))
        #expect(described.count == call.methods.count)
    }

    @Test func samplesAreOneOfEachKind() {
        #expect(Set(APIRoute.samples.map(Self.kind)).count == APIRoute.samples.count)
    }

    /// A call without what its path names, but with which of several calls it is.
    private static func kind(_ call: APIRoute) -> String {
        switch call {
        case .invitationCall(_, let word): "invitation \(word)"
        case .messageCall(_, let word): "message \(word)"
        case .webhookCall(_, let word): "webhook \(word)"
        default: String("\(call)".prefix { $0 != "(" })
        }
    }
}
