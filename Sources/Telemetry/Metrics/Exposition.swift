/// A page in the text format of Prometheus, version 0.0.4.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
package struct Exposition: Sendable {
    /// What kind of number a family is.
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package private(set) var bytes: [UInt8] = []

    package init() {
        bytes.reserveCapacity(16_384)
    }

    /// Begins a family: all of its samples follow before the next one begins.
    package mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        add("# HELP \(name) ")
        escape(help, quotes: false)
        add("\n# TYPE \(name) \(kind.rawValue)\n")
    }

    /// One number without labels.
    package mutating func sample(_ name: String, _ value: Double) { sample(name, [], value) }

    /// One number.
    ///
    /// - Parameter labels: Their values are redacted like a line of the log: what slipped in does not come out.
    package mutating func sample(_ name: String, _ labels: [(name: String, value: String)], _ value: Double) {
        add(name)
        for (index, label) in labels.enumerated() {
            add(index == 0 ? "{" : ",")
            add("\(label.name)=\"")
            escape(Redaction.redact(label.value), quotes: true)
            add("\"")
        }
        add(labels.isEmpty ? " " : "} ")
        add(Self.text(value))
        add("\n")
    }

    /// A number as Go reads it; whole ones without a fraction.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value.magnitude < 1e15 && value == value.rounded() ? "\(Int64(value))" : "\(value)"
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Backslash and line feed are escaped everywhere, the quotation mark in the values of labels.
    private mutating func escape(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): add("\\\\")
            case UInt8(ascii: "\n"): add("\\n")
            case UInt8(ascii: "\"") where quotes: add("\\\"")
            default: bytes.append(byte)
            }
        }
    }
}
