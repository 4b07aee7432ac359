import CountersignClient
import HTTPTypes
import Hummingbird

/// Takes webhooks: for a gallery that cannot keep a request open, or wants several programs to hear of events.
enum Doorbell {
    /// - Parameter ring: Called for each genuine request; what it throws has the service send the event again.
    static func router(
        _ verifier: WebhookVerifier, ring: @escaping @Sendable (Event) async throws -> Void
    ) -> Router<BasicRequestContext> {
        let router = Router()
        router.post("hooks/countersign") { request, _ -> HTTPResponse.Status in
            let body = try await request.body.collect(upTo: 64 * 1024)
            let headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
            let event: Event
            do {
                event = try verifier.verify(body: body.readableBytesView, headers: headers)
            } catch {
                return .badRequest
            }
            try await ring(event)
            return .noContent
        }
        return router
    }
}
