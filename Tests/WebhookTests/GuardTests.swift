import Endpoints
import Model
import NIOHTTP1
import Testing
import Webhook

/// What is not to be reached is not connected to: a listener there sees nobody.
@Suite(.timeLimit(.minutes(15))) struct GuardTests {
    private static let name = "hooks.example.org"

    /// One address of each kind, as a name server could give it.
    @Test(arguments: [
        "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "0.1.2.3", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1",
        "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::", "2001:0:4136:e378::", "fc00::1",
        "fd00::1", "fe80::1", "ff02::1", "2001:db8::1",
    ])
    func noNameLeadsThere(address: String) async throws {
        try await Listener.run(host: "::") { listener in
            for addresses in [[address], ["127.0.0.2", address], [address, "127.0.0.2"]] {
                let resolver = ScriptedResolver(addresses)
                // The one that is allowed makes no difference to the other.
                let outcome = try await Sending.run(
                    allow: ["127.0.0.2"], ports: [listener.port], resolver: resolver
                ) { try await $0.send(Sending.request("https://\(Self.name):\(listener.port)/")) }
                guard case .blocked = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
                #expect(resolver.count == 1)
            }
            #expect(listener.connections == 0)
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:PORT/", "https://127.0.0.1:PORT/", "https://[::1]:PORT/", "https://localhost:PORT/",
        "https://2130706433:PORT/", "https://0x7f000001:PORT/", "https://0177.0.0.1:PORT/", "https://127.1:PORT/",
        "https://127.0.0.1.:PORT/", "https://user@127.0.0.1:PORT/", "https://hooks.example.org@127.0.0.1:PORT/",
        "https://[::ffff:127.0.0.1]:PORT/", "https://[::]:PORT/", "https://0.0.0.0:PORT/", "ftp://127.0.0.1:PORT/",
        "http+unix://%2ftmp%2fsocket/", "unix:///tmp/socket",
    ])
    func noSpellingLeadsThere(url: String) async throws {
        try await Listener.run(host: "::") { listener in
            let url = url.replacing("PORT", with: "\(listener.port)")
            let outcome = try await Sending.run(ports: [listener.port]) { try await $0.send(Sending.request(url)) }
            guard case .blocked = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(listener.connections == 0)
        }
    }

    @Test func aPortThatIsNotNamedIsNotConnectedTo() async throws {
        try await Listener.run { listener in
            let outcome = try await Sending.run(allow: ["127.0.0.0/8"], ports: [443]) {
                try await $0.send(Sending.request("http://127.0.0.1:\(listener.port)/"))
            }
            #expect(outcome == .blocked("names port \(listener.port); allowed are: 443"))
            #expect(listener.connections == 0)
        }
    }

    /// The name is looked up at each attempt: one that moves inside is found out, also where a connection is open.
    @Test func aNameThatMovesIsFollowedNoFurtherThanItMay() async throws {
        try await Listener.runTwo(hosts: ("127.0.0.2", "127.0.0.1")) { outside, inside in
            let resolver = ScriptedResolver(["127.0.0.2"], ["127.0.0.1"])
            try await Sending.run(allow: ["127.0.0.2"], ports: [outside.port], resolver: resolver) { sender in
                let request = Sending.request("http://\(Self.name):\(outside.port)/")
                #expect(try await sender.send(request) == .delivered(status: 204))
                let second = try await sender.send(request)
                #expect(second == .blocked("leads to no address that is public"))
            }
            #expect(resolver.count == 2)
            #expect(outside.heard.map { $0.head.headers.first(name: "host") } == ["\(Self.name):\(outside.port)"])
            #expect(inside.connections == 0)
        }
    }

    @Test func whatWasCheckedIsConnectedToAndTheNextWhereThatFails() async throws {
        try await Listener.run(host: "127.0.0.3") { listener in
            let resolver = ScriptedResolver(["127.0.0.2", "127.0.0.3"])
            let outcome = try await Sending.run(
                allow: ["127.0.0.0/8"], ports: [listener.port], resolver: resolver
            ) { try await $0.send(Sending.request("http://\(Self.name):\(listener.port)/")) }
            #expect(outcome == .delivered(status: 204))
            #expect(resolver.count == 1, "the client itself looks nothing up")
        }
    }

    @Test func aNameThatNobodyKnowsLeadsNowhere() async throws {
        let outcome = try await Sending.run(ports: [443]) {
            try await $0.send(Sending.request("https://\(Self.name)/"))
        }
        #expect(outcome == .blocked("leads to no address that is public"), "the same as of one that leads inside")
    }

    @Test func theSystemsResolverIsAsked() async throws {
        let found = try await SystemResolver().addresses(of: "localhost")
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { AddressClass($0) == .loopback })
        await #expect(throws: ResolvingError.self) { try await SystemResolver().addresses(of: "nowhere.invalid") }
    }
}
