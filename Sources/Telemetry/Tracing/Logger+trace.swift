package import Logging

extension Logger.MetadataProvider {
    /// The id of the trace that the current task works for, with every line that it logs.
    package static let trace = Logger.MetadataProvider {
        guard let trace = TraceContext.current else { return [:] }
        return ["trace_id": "\(trace.traceID)"]
    }
}
