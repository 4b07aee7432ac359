import JSONText
import Model
package import Storage

/// The body that a webhook is sent: `{type, timestamp, data}` of Standard Webhooks 1.0.0.
package enum EventPayload {
    /// - Returns: the same bytes for the same event, always: a redelivery has the body of the first delivery.
    package static func bytes(_ event: Event) -> [UInt8] {
        var writer = JSONWriter(capacity: 640)
        writer.open()
        writer.field("type", event.type.rawValue)
        writer.field("timestamp", event.at)
        writer.key("data")
        writer.event(event)
        writer.close()
        return writer.bytes
    }
}
