package import Logging

/// A swift-log handler that writes each event as one line, redacted (``Redaction``) and escaped.
///
/// Values that come from outside belong into metadata, where each has its key and its quotes; the message is for
/// words that are our own. Both are redacted all the same.
package struct RecordLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let sink: any LogSink
    private let clock: @Sendable () -> LogTime

    package init(
        label: String,
        level: Logger.Level,
        format: LogFormat,
        sink: any LogSink,
        metadataProvider: Logger.MetadataProvider? = nil,
        clock: @escaping @Sendable () -> LogTime = { LogTime.now() }
    ) {
        self.label = label
        self.logLevel = level
        self.format = format
        self.sink = sink
        self.metadataProvider = metadataProvider
        self.clock = clock
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let fields = fields(of: event)
        var line: [UInt8] = []
        line.reserveCapacity(320)
        switch format {
        case .text:
            LogLine.text(
                time: clock(), level: event.level, label: label, message: event.message.description, fields: fields,
                to: &line)
        case .json:
            LogLine.json(
                time: clock(), level: event.level, label: label, message: event.message.description, fields: fields,
                to: &line)
        }
        sink.write(line)
    }

    /// The handler's own metadata, then the provider's, then the event's, then its error; the later wins.
    private func fields(of event: LogEvent) -> [(key: String, value: Logger.MetadataValue)] {
        var merged = metadata
        if let provided = metadataProvider?.get() {
            merged.merge(provided) { _, new in new }
        }
        if let own = event.metadata {
            if merged.isEmpty { merged = own } else { merged.merge(own) { _, new in new } }
        }
        if let error = event.error {
            merged["error"] = .string(String(describing: error))
        }
        return merged.sorted { $0.key < $1.key }
    }
}
