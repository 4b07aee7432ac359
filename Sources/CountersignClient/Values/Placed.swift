/// What a call that creates something answers: the new thing (201), or the one that was there already (200).
///
/// Asking twice for the same thing is no error. The value's own properties can be read through this one.
@dynamicMemberLookup
public struct Placed<Value: Sendable>: Sendable {
    /// The thing.
    public var value: Value
    /// Whether this call created it.
    ///
    /// A retry whose first attempt did it is told so as well: the service answers a repeated `Idempotency-Key` as it
    /// answered first.
    public var isNew: Bool

    /// Puts both together.
    public init(_ value: Value, isNew: Bool) {
        self.value = value
        self.isNew = isNew
    }

    /// Reads a property of the value.
    public subscript<Part>(dynamicMember path: KeyPath<Value, Part>) -> Part { value[keyPath: path] }
}

extension Placed: Equatable where Value: Equatable {}
