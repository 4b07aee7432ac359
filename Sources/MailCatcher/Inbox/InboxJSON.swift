import Foundation

/// The JSON shapes of the API.
enum InboxJSON {
    struct Message: Encodable {
        let number: Int
        let from: String
        let to: [String]
        let subject: String
        let text: String?
        let html: String?
        let headers: [HeaderField]
        let tls: Bool
        let user: String?
        let receivedAt: Date
        let connection: Int
        let size: Int

        init(_ message: CaughtMessage) {
            let content = message.content
            number = message.number
            from = message.sender
            to = message.recipients
            subject = content.subject
            text = content.text
            html = content.html
            headers = content.headers
            tls = message.tls
            user = message.user
            receivedAt = message.receivedAt
            connection = message.connection
            size = message.raw.count
        }
    }

    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(.iso8601.time(includingFractionalSeconds: true)))
        }
        // None of the shapes above has a value that JSON cannot hold.
        return (try? encoder.encode(value)).map(Array.init) ?? error("cannot be written as JSON")
    }

    static func error(_ text: String) -> [UInt8] {
        (try? JSONEncoder().encode(["error": text])).map(Array.init) ?? Array("{}".utf8)
    }
}
