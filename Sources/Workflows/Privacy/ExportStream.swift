import JSONText

/// Writes an export piece by piece: one JSON object of lists, with a line for each item.
struct ExportStream {
    private let write: @Sendable ([UInt8]) throws -> Void
    private var isFirstItem = true

    /// - Parameter write: Takes what is ready.
    init(about address: String, to write: @escaping @Sendable ([UInt8]) throws -> Void) throws {
        self.write = write
        var writer = JSONWriter()
        writer.string(address)
        try write(Array("{\"address\":".utf8) + writer.bytes)
    }

    mutating func begin(_ section: StaticString) throws {
        isFirstItem = true
        try write(Array(",\n\"\(section)\":[".utf8))
    }

    mutating func item(_ render: (inout JSONWriter) throws -> Void) throws {
        var writer = JSONWriter()
        writer.open()
        try render(&writer)
        writer.close()
        try write(Array((isFirstItem ? "\n" : ",\n").utf8) + writer.bytes)
        isFirstItem = false
    }

    func end() throws { try write(Array("]".utf8)) }

    func finish() throws { try write(Array("}\n".utf8)) }
}
