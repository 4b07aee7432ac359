import HTTPTypes
import NIOCore

/// An answer before the fields that every answer has are added.
struct Reply: Sendable {
    /// What kind of content it has, which decides on its fixed fields.
    enum Content: Sendable {
        case json, problem, text, none
        /// Carries the policy that allows the page's own style and nothing else.
        case page(Theme)
        /// JSON that was rendered before, in the transaction that it tells of.
        case kept
    }

    var status: HTTPResponse.Status
    var content: Content
    var fields: HTTPFields
    var body: ByteBuffer
    /// Writes a body that is not made at once, in place of ``body``; what fails in the midst of it ends the connection.
    var stream: (@Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void)?

    init(_ status: HTTPResponse.Status, _ content: Content, _ body: [UInt8] = [], fields: HTTPFields = [:]) {
        self.status = status
        self.content = content
        self.fields = fields
        self.body = body.isEmpty ? ByteBuffer() : ByteBuffer(bytes: body)
    }
}
