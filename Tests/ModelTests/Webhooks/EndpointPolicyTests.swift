import Model
import Testing

@Suite struct EndpointPolicyTests {
    private static let standard = EndpointPolicy()

    private static func inside(_ blocks: String..., ports: Set<Int> = [80, 443]) -> EndpointPolicy {
        EndpointPolicy(allowed: blocks.compactMap { AddressBlock($0) }, ports: ports)
    }

    @Test(arguments: ["https://hooks.example.org/", "https://hooks.example.org:8443/", "https://1.1.1.1/"])
    func whatIsPublicMayBeSentTo(url: String) throws {
        #expect(Self.standard.flaw(of: try EndpointURL(url)) == nil)
    }

    @Test(arguments: [
        "http://hooks.example.org/", "http://hooks.example.org:443/", "https://hooks.example.org:80/",
        "https://hooks.example.org:22/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/", "https://localhost/", "https://a.LOCALHOST/",
        "https://[::ffff:169.254.169.254]/", "https://0.0.0.0/", "https://[64:ff9b::7f00:1]/",
    ])
    func whatIsNotPublicMayNot(url: String) throws {
        #expect(Self.standard.flaw(of: try EndpointURL(url)) != nil)
    }

    @Test func anAllowedNetworkTakesHTTPAndNothingElseDoes() throws {
        let policy = Self.inside("10.0.0.0/8", "127.0.0.1")
        #expect(policy.flaw(of: try EndpointURL("http://10.1.2.3/")) == nil)
        #expect(policy.flaw(of: try EndpointURL("https://10.1.2.3/")) == nil)
        #expect(policy.flaw(of: try EndpointURL("http://localhost/")) == nil)
        #expect(policy.flaw(of: try EndpointURL("http://hooks.example.org/")) == nil, "its address is yet to be seen")
        #expect(policy.flaw(of: try EndpointURL("http://1.1.1.1/")) != nil)
        #expect(policy.flaw(of: try EndpointURL("https://192.168.0.1/")) != nil)
        #expect(policy.flaw(of: try EndpointURL("http://10.1.2.3:22/")) != nil)
        #expect(policy.flaw(of: .v4(0x0101_0101), isSecure: false) != nil)
        #expect(policy.flaw(of: .v4(0x0101_0101), isSecure: true) == nil)
        #expect(policy.flaw(of: .v4(0x0A00_0001), isSecure: false) == nil)
        // Its disguise is another address.
        #expect(policy.flaw(of: try #require(HostAddress("::ffff:10.0.0.1")), isSecure: true) != nil)
    }
}
