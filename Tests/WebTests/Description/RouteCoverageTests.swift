import Foundation
import HTTPTypes
import Model
import Testing

@testable import Web

/// The document and the router know the same calls.
@Suite struct RouteCoverageTests {
    private static func route(_ operation: Web.Operation) throws -> Route? {
        try Route(RequestTarget(Described.path(operation), base: ""), operation.method)
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
            return Described.kind(found) == Described.kind(call)
        }
        #expect(Set(described.map(\.method)) == Set(call.methods))
        #expect(described.count == call.methods.count)
    }

    /// What every test of an answer rests on: what is not told is found.
    @Test func anAnswerThatIsNotDescribedIsFound() {
        func flaw(_ status: Int, _ slug: String?) -> String? {
            let body = #"{"type": "https://confirm.example.org/problems/\#(slug ?? "")", "status": \#(status)}"#
            let headers: HTTPFields = slug == nil ? [:] : [.contentType: "application/problem+json"]
            return Described.flaw(
                .delete, "/v1/packages/P/owners/u?by=x",
                Answer(status: status, headers: headers, body: Data(body.utf8)))
        }
        #expect(flaw(204, nil) == nil)
        #expect(flaw(409, "last-owner") == nil)
        #expect(flaw(412, "precondition-failed") == nil)
        #expect(flaw(200, nil) == "removeOwner does not tell of 200")
        #expect(flaw(409, "invitation-expired") == "removeOwner does not tell of 409 invitation-expired")
        #expect(flaw(404, "last-owner") != nil, "with another status")
        #expect(flaw(409, nil) != nil, "no problem at all")
    }

    @Test func samplesAreOneOfEachKind() {
        #expect(Set(APIRoute.samples.map(Described.kind)).count == APIRoute.samples.count)
    }
}
