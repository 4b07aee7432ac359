/// Why a sign-in at the identity provider did not do, in words for a log: nothing secret is in them, and no address.
package struct OpenIDFlaw: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
