/// Comparing secrets in a time that does not tell how far they are alike.
package enum ConstantTime {
    /// Whether both are the same bytes; only the length shows in the time.
    package static func isEqual(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        // The brackets matter: | and ^ bind alike in Swift.
        return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
