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

        enum CodingKeys: String, CodingKey {
            case number, from, to, subject, text, html, headers, tls, user, receivedAt, connection, size
        }

        /// Writes all keys, null where there is nothing, so that a test can tell that from a misspelt key.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(number, forKey: .number)
            try container.encode(from, forKey: .from)
            try container.encode(to, forKey: .to)
            try container.encode(subject, forKey: .subject)
            try container.encode(text, forKey: .text)
            try container.encode(html, forKey: .html)
            try container.encode(headers, forKey: .headers)
            try container.encode(tls, forKey: .tls)
            try container.encode(user, forKey: .user)
            try container.encode(receivedAt, forKey: .receivedAt)
            try container.encode(connection, forKey: .connection)
            try container.encode(size, forKey: .size)
        }
    }

    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
        // None of the shapes above has a value that JSON cannot hold.
        return (try? encoder.encode(value)).map(Array.init) ?? error("cannot be written as JSON")
    }

    static func error(_ text: String) -> [UInt8] {
        (try? JSONEncoder().encode(["error": text])).map(Array.init) ?? Array("{}".utf8)
    }
}
