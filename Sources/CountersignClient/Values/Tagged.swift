/// A resource with the tag of the state in which it was read.
///
/// A change names the tag (`If-Match`), so that it is refused where somebody else has changed the resource since. The
/// value's own properties can be read through this one.
@dynamicMemberLookup
public struct Tagged<Value: Sendable>: Sendable {
    /// The resource.
    public var value: Value
    /// Its entity tag, opaque; nil where the service sent none.
    public var etag: String?

    /// Puts a tag on a value.
    public init(_ value: Value, etag: String?) {
        self.value = value
        self.etag = etag
    }

    /// Reads a property of the value.
    public subscript<Part>(dynamicMember path: KeyPath<Value, Part>) -> Part { value[keyPath: path] }
}

extension Tagged: Equatable where Value: Equatable {}
