package import Logging

/// Sends every logger of the process to standard error, redacted and escaped, with the id of the trace where a task has
/// one.
///
/// Once a process, before the first logger is made: swift-log stops the program on a second call.
/// Standard output is left to results (`CONTRACT.md`, command line).
package func bootstrapLogging(level: Logger.Level, format: LogFormat) {
    let sink = DescriptorSink.standardError
    LoggingSystem.bootstrap(
        { label, provider in
            RecordLogHandler(label: label, level: level, format: format, sink: sink, metadataProvider: provider)
        },
        metadataProvider: .trace
    )
}
