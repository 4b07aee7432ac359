import JSONText
import Model
import Storage
import Workflows

/// The forms in which the log can be taken along; each event is a line.
enum AuditExport: String, Sendable, CaseIterable {
    case csv, ndjson

    var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .ndjson: "application/x-ndjson"
        }
    }

    /// What comes before the first event.
    var head: [UInt8] {
        switch self {
        case .csv: Array("seq,id,at,type,actor,subject,origin,origin_id,origin_address,data\r\n".utf8)
        case .ndjson: []
        }
    }

    func write(_ event: Event, to bytes: inout [UInt8]) {
        switch self {
        case .csv:
            let cells = [
                "\(event.seq)", event.id.description, event.at.description, event.type.rawValue, event.actor,
                event.subject, event.origin?.kind.rawValue ?? "", event.origin?.id?.description ?? "",
                event.origin?.address ?? "", String(decoding: EventWords.data(event), as: UTF8.self),
            ]
            for (index, cell) in cells.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                CSV.append(cell, to: &bytes)
            }
            bytes.append(contentsOf: [0x0D, 0x0A])
        case .ndjson:
            var writer = JSONWriter()
            writer.open()
            writer.key("event")
            writer.event(event)
            writer.key("origin")
            if let origin = event.origin {
                writer.open()
                writer.field("kind", origin.kind.rawValue)
                writer.field("id", origin.id?.description)
                writer.field("address", origin.address)
                writer.close()
            } else {
                writer.null()
            }
            writer.close()
            bytes += writer.bytes
            bytes.append(0x0A)
        }
    }
}

/// Comma-separated values (RFC 4180).
enum CSV {
    /// A cell; every one is quoted.
    ///
    /// One that begins as a formula does gets an apostrophe in front: a table calculation would carry it out, whatever
    /// stands around it, and its words may be a stranger's.
    static func append(_ cell: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if let first = cell.utf8.first, formulas.contains(first) { bytes.append(UInt8(ascii: "'")) }
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// `=`, `+`, `-`, `@`, and what is passed over before them.
    private static let formulas = Set("=+-@\t\r\n ".utf8)
}
