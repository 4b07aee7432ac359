/// Octets of a client that are not dealt with yet.
struct SMTPInput {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Up to here there is no line feed.
    private var searched = 0

    var count: Int { bytes.count - start }

    mutating func append(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: bytes.capacity <= 65_536)
        start = 0
        searched = 0
    }

    mutating func drop(_ count: Int) {
        start += count
        searched = max(searched, start)
        if start == bytes.count {
            removeAll()
        } else if start > 65_536 {
            // Not at every line: moving the rest each time would make many small commands slow.
            bytes.removeFirst(start)
            searched -= start
            start = 0
        }
    }

    /// The octets up to and with the next line feed; nil where there is none yet.
    mutating func line() -> ArraySlice<UInt8>? {
        guard let end = bytes[max(searched, start)...].firstIndex(of: 10) else {
            searched = bytes.count
            return nil
        }
        return bytes[start...end]
    }

    func withOctets<Answer>(_ work: (UnsafeBufferPointer<UInt8>) -> Answer) -> Answer {
        bytes.withUnsafeBufferPointer { work(UnsafeBufferPointer(rebasing: $0[start...])) }
    }
}
