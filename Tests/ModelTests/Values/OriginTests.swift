import Model
import Testing

@Suite struct OriginTests {
    private static let id = Identifier(high: 0x0192_0000_0000_7000, low: 5)

    @Test func everyOriginIsReadAsItIsKept() {
        let all: [Origin] = [
            .key(Self.id, address: nil), .key(Self.id, address: "192.0.2.1"), .admin(Self.id, address: "2001:db8::1"),
            .link, .command, .service,
        ]
        #expect(Set(all.map(\.kind)) == Set(Origin.Kind.allCases))
        for origin in all {
            #expect(Origin(origin.kind, id: origin.id, address: origin.address) == origin)
            #expect(Origin.Kind(rawValue: origin.kind.rawValue) == origin.kind)
        }
        #expect(Origin(.key, id: nil, address: "192.0.2.1") == nil && Origin(.admin, id: nil, address: nil) == nil)
    }

    @Test func itsTextSaysWho() {
        #expect("\(Origin.key(Self.id, address: "192.0.2.1"))" == "key \(Self.id) from 192.0.2.1")
        #expect("\(Origin.admin(Self.id, address: nil))" == "admin \(Self.id)")
        #expect("\(Origin.link)" == "link" && "\(Origin.service)" == "service")
    }
}
