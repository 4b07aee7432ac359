import Model
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "0:0:0:0:0:0:0:0"),
        ("::1", "0:0:0:0:0:0:0:1"), ("1::", "1:0:0:0:0:0:0:0"), ("2001:DB8::a:b", "2001:db8:0:0:0:0:a:b"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("::ffff:1.2.3.4", "0:0:0:0:0:ffff:102:304"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ])
    func isRead(text: String, whole: String) throws {
        let address = try #require(HostAddress(text))
        #expect(address.description == whole)
        #expect(HostAddress(whole) == address)
    }

    @Test(arguments: [
        "", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.-4", "1.2.3.4 ", "a.b.c.d", "0x1.2.3.4",
        ":",
        ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::",
        "g::", "::1%1", "1.2.3.4::", "::1.2.3.4:1", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "::+1", "::1.2.3",
    ])
    func isNone(text: String) {
        #expect(HostAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3", "10.1.2.3", true),
        ("10.1.2.3", "10.1.2.4", false), ("0.0.0.0/0", "255.1.2.3", true), ("10.1.2.3/31", "10.1.2.2", true),
        ("fc00::/7", "fdff::1", true), ("fc00::/7", "fe00::1", false), ("::1", "::1", true), ("::/0", "ffff::", true),
        ("::/0", "1.2.3.4", false), ("0.0.0.0/0", "::1", false), ("2001:db8::/64", "2001:db8::ffff:1", true),
        ("2001:db8::/64", "2001:db8:0:1::", false), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
    ])
    func aBlockHolds(block: String, address: String, isIn: Bool) throws {
        #expect(try #require(AddressBlock(block)).contains(try #require(HostAddress(address))) == isIn)
    }

    @Test(arguments: ["", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/8/8", "10/8", "::/ 8"])
    func isNoBlock(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test(
        arguments: [
            ("0.1.2.3", .unspecified), ("127.0.0.1", .loopback), ("127.255.255.254", .loopback), ("10.0.0.1", .private),
            ("172.16.0.1", .private), ("172.31.255.255", .private), ("192.168.1.1", .private),
            ("169.254.169.254", .linkLocal), ("100.64.0.1", .carrier), ("100.127.255.255", .carrier),
            ("224.0.0.1", .multicast), ("239.1.2.3", .multicast), ("240.0.0.1", .reserved),
            ("255.255.255.255", .reserved), ("192.0.2.1", .documentation), ("198.51.100.7", .documentation),
            ("203.0.113.9", .documentation), ("198.18.0.1", .reserved), ("192.0.0.8", .reserved),
            ("192.88.99.1", .reserved), ("::", .unspecified), ("::1", .loopback), ("::ffff:127.0.0.1", .embedded),
            ("::ffff:8.8.8.8", .embedded), ("::127.0.0.1", .embedded), ("::ffff:0:127.0.0.1", .embedded),
            ("64:ff9b::10.0.0.1", .embedded), ("64:ff9b::8.8.8.8", .embedded), ("64:ff9b:1::1", .embedded),
            ("2002:7f00:1::1", .embedded), ("2002:0808:0808::1", .embedded), ("2001::1", .embedded),
            ("2001:0:4136:e378:8000:63bf:f5ff:fffe", .embedded), ("2001:10::1", .reserved), ("2001:20::1", .reserved),
            ("2001:db8::1", .documentation), ("3fff::1", .documentation), ("fc00::1", .private), ("fd12::1", .private),
            ("fe80::1", .linkLocal), ("fec0::1", .private), ("ff02::1", .multicast), ("100::1", .reserved),
            ("4000::1", .reserved), ("5f00::1", .reserved), ("1::1", .reserved), ("8000::", .reserved),
        ] as [(String, AddressClass)])
    func isNobodysOnTheInternet(text: String, kind: AddressClass) throws {
        #expect(AddressClass(try #require(HostAddress(text))) == kind)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
        "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2000::1", "2606:4700::1111",
        "2a00:1450::1", "2001:200::1", "2001:4860:4860::8888", "2003::1", "3ffe::1",
    ])
    func isSomebodysOnTheInternet(text: String) throws {
        #expect(AddressClass(try #require(HostAddress(text))) == nil)
    }
}
