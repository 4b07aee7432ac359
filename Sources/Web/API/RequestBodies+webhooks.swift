import Model
import Workflows

extension RequestBodies {
    /// The longest description of a webhook, in Unicode scalars.
    static let longestWebhookDescription = 200
    /// The most types that a webhook may name, and the most deliveries that a call may.
    static let mostWebhookTypes = 100
    static let mostRedeliveries = 200

    /// `POST /v1/webhooks`.
    ///
    /// - Parameter flaw: What is wrong with where a URL leads; nil where nothing is.
    static func webhook(_ reader: inout ObjectReader, flaw: (EndpointURL) -> String?) -> WebhookDescription? {
        let text = reader.required("url")
        let url = endpoint(&reader, text, flaw)
        let filter = filter(&reader)
        let description = webhookDescription(&reader)
        return url.map { WebhookDescription(url: $0, filter: filter ?? .all, description: description) }
    }

    /// `PATCH /v1/webhooks/{id}`.
    static func webhookChange(_ reader: inout ObjectReader, flaw: (EndpointURL) -> String?) -> WebhookChange? {
        let text = reader.string("url")
        var change = WebhookChange(url: endpoint(&reader, text, flaw), filter: filter(&reader))
        change.description = webhookDescription(&reader)
        if let word = reader.string("state") {
            let state = WebhookState(rawValue: word)
            if state == .active || state == .disabled {
                change.state = state
            } else {
                reader.flaw("state", "is to be active or disabled")
            }
        }
        return change
    }

    /// `POST /v1/webhooks/{id}/redeliver`.
    static func redelivery(_ reader: inout ObjectReader) -> Redelivery? {
        let before = reader.flaws.count
        let items = reader.array("deliveries", most: mostRedeliveries)
        if items?.isEmpty == true { reader.flaw("deliveries", "is empty") }
        let after = place(&reader, "after")
        let end = place(&reader, "before")
        guard reader.flaws.count == before else { return nil }
        switch (items, after) {
        case (let items?, nil) where end == nil:
            let ids = items.enumerated().compactMap { index, item -> Identifier? in
                guard case .string(let text) = item, let id = Identifier(text) else {
                    reader.add(FieldFlaw("/deliveries/\(index)", "is to be the id of a delivery"))
                    return nil
                }
                return id
            }
            return .deliveries(ids)
        case (nil, let after?): return .events(after: after, before: end)
        default:
            reader.flaw("deliveries", "is needed, or after with perhaps before; one of the two")
            return nil
        }
    }

    private static func endpoint(
        _ reader: inout ObjectReader, _ text: String?, _ flaw: (EndpointURL) -> String?
    ) -> EndpointURL? {
        guard let url = reader.checked("url", text, { try EndpointURL($0) }) else { return nil }
        if let flaw = flaw(url) { reader.flaw("url", flaw) }
        return url
    }

    private static func filter(_ reader: inout ObjectReader) -> EventFilter? {
        guard let items = reader.array("types", most: mostWebhookTypes) else { return nil }
        var patterns: [String] = []
        for (index, item) in items.enumerated() {
            let pointer = reader.pointer(to: "types") + "/\(index)"
            guard case .string(let pattern) = item else {
                reader.add(FieldFlaw(pointer, "is to be an event type, not \(item.kind)"))
                continue
            }
            do throws(EventFilter.Flaw) {
                _ = try EventFilter([pattern])
                if !patterns.contains(pattern) { patterns.append(pattern) }
            } catch {
                reader.add(FieldFlaw(pointer, error.description))
            }
        }
        return try? EventFilter(patterns)
    }

    private static func webhookDescription(_ reader: inout ObjectReader) -> String? {
        let text = reader.string("description")
        return reader.checked("description", text) { try PlainText($0, limit: longestWebhookDescription).text }
    }

    /// A place in the feed.
    private static func place(_ reader: inout ObjectReader, _ field: String) -> Int64? {
        switch reader.value(field) {
        case nil: return nil
        case .number(let text):
            // A number without a fraction is whole however it is written (JSON Schema 2020-12, 6.1.1).
            let number = Int64(text) ?? Double(text).flatMap { Int64(exactly: $0) }
            if let number, number >= 0 { return number }
        default: break
        }
        reader.flaw(field, "is to be the number of an event, a whole number of 0 or more")
        return nil
    }
}
