import HTTPTypes
import NIOCore
import Testing

@testable import Web

@Suite struct AddressTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false), ("::1", "::1", true),
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "2001:db8::1", false),
        ("192.168.1.128/25", "192.168.1.127", false), ("2001:db8::/64", "2001:db8::ffff:0:0:1", true),
        ("2001:db8::5/128", "2001:db8::5", true), ("2001:db8::5/127", "2001:db8::4", true),
    ])
    func networks(network: String, address: String, contains: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == contains)
    }

    @Test(arguments: ["", "10.0.0.0/33", "::/129", "10.0.0", "10.0.0.1/", "10.0.0.1/x", "example.org", "10.0.0.1/-1"])
    func notNetworks(text: String) {
        #expect(IPNetwork(text) == nil)
        #expect(throws: WebConfiguration.Flaw.self) { try WebConfiguration(trustedProxies: [text]) }
    }

    @Test func limitsCountIPv6BySubnet() throws {
        let one = try #require(IPAddress("2001:db8:1:2:3::4")), two = try #require(IPAddress("2001:db8:1:2:5::6"))
        #expect(one.limitKey == two.limitKey)
        #expect(try #require(IPAddress("2001:db8:1:3::1")).limitKey != one.limitKey)
        #expect(try #require(IPAddress("192.0.2.1")).limitKey != (try #require(IPAddress("192.0.2.2"))).limitKey)
    }

    /// Only what trusted proxies have written counts, from the right.
    @Test(arguments: [
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["1.2.3.4, 198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["1.2.3.4, 198.51.100.7, 10.0.0.9"], "198.51.100.7"),
        ("10.0.0.1", ["1.2.3.4", "198.51.100.7 , 10.0.0.9"], "198.51.100.7"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["garbage, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["198.51.100.7, garbage"], "10.0.0.1"),
        ("10.0.0.1", ["[2001:db8::1]:443"], "2001:db8::1"),
        ("10.0.0.1", ["198.51.100.7:5000"], "198.51.100.7"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("203.0.113.5", ["198.51.100.7"], "203.0.113.5"),
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
    ])
    func forwardedFor(peer: String, headers: [String], client: String) throws {
        var fields = HTTPFields()
        for header in headers { fields.append(HTTPField(name: ExtraField.forwardedFor, value: header)) }
        let found = ClientAddress.find(
            fields, peer: try SocketAddress(ipAddress: peer, port: 1),
            trusted: [try #require(IPNetwork("10.0.0.0/8"))])
        #expect(found == IPAddress(client))
    }

    @Test func nobodyIsTrustedByDefault() throws {
        let found = ClientAddress.find(
            [ExtraField.forwardedFor: "198.51.100.7"], peer: try SocketAddress(ipAddress: "127.0.0.1", port: 1),
            trusted: [])
        #expect(found == IPAddress("127.0.0.1"))
    }
}
