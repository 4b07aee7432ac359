extension String {
    /// The same words with `[address]` for each thing that looks like a mail address: what a relay says of one person's
    /// mailbox is shown to others, who may know that person by name only.
    package var withoutAddresses: String {
        guard utf8.contains(UInt8(ascii: "@")) else { return self }
        var kept: [UInt8] = []
        for word in utf8.split(omittingEmptySubsequences: false, whereSeparator: Self.endsAddress) {
            kept += word.contains(UInt8(ascii: "@")) ? Array("[address]".utf8) : Array(word)
            if word.endIndex < utf8.endIndex { kept.append(utf8[word.endIndex]) }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// White space, and the punctuation that stands around addresses in replies.
    private static func endsAddress(_ byte: UInt8) -> Bool {
        byte <= 0x20 || #"<>()[]{}"',;:="#.utf8.contains(byte)
    }
}
