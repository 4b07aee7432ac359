extension RawRepresentable where RawValue == String, Self: CaseIterable {
    /// The case that is spelled so, byte for byte.
    ///
    /// `init(rawValue:)` holds canonically equivalent texts equal. To find that out it sorts whatever marks a stranger
    /// has piled up, in more than linear time.
    init?(spelled text: String) {
        guard let found = Self.allCases.first(where: { $0.rawValue.isSpelled(text) }) else { return nil }
        self = found
    }
}

extension String {
    /// Whether a text is this one byte for byte, which costs no more than the shorter of them is long.
    func isSpelled(_ text: String) -> Bool { utf8.count == text.utf8.count && utf8.elementsEqual(text.utf8) }
}
