import Model
import Testing

/// What people type of claimants and attempts: one rule for the form, the site and the API.
@Suite struct CheckingTests {
    private static func pointers(_ make: () throws(FieldFlaws) -> Void) -> [String] {
        do throws(FieldFlaws) {
            try make()
            return []
        } catch {
            return error.all.map(\.pointer)
        }
    }

    @Test(
        arguments: [
            (nil, nil, "eve@example.org", nil, ["/name"]), ("", "eve", "eve@example.org", nil, ["/name"]),
            ("two\nlines", nil, "eve@example.org", nil, ["/name"]), ("e\u{1}", nil, "eve@example.org", nil, ["/name"]),
            (String(repeating: "e", count: 129), nil, "eve@example.org", nil, ["/name"]),
            ("Eve", "not a name", "eve@example.org", nil, ["/username"]), ("Eve", nil, "eve", nil, ["/email"]),
            ("Eve", nil, "eve@example.org", "no tag", ["/locale"]),
            (nil, "-", "", "?", ["/username", "/email", "/locale"]),
            (String(repeating: "e", count: 128), nil, "eve@example.org", "de-AT", []),
            (nil, "eve", "eve@example.org", nil, []),
        ] as [(String?, String?, String, String?, [String])])
    func claimants(name: String?, username: String?, email: String, locale: String?, wrong: [String]) {
        let found = Self.pointers { () throws(FieldFlaws) in
            _ = try Claimant(checking: name, username: username, email: email, locale: locale)
        }
        #expect(found == wrong)
    }

    @Test(
        arguments: [
            (String(repeating: "w", count: 200), "https://example.org/x", String(repeating: "n", count: 4000), []),
            (String(repeating: "w", count: 201), nil, nil, ["/whom"]),
            (nil, "https://user:secret@example.org", nil, ["/evidence"]),
            (nil, "https://example.org/" + String(repeating: "x", count: 481), nil, ["/evidence"]),
            ("bell\u{7}", "x", String(repeating: "n", count: 4001), ["/whom", "/evidence", "/note"]),
        ] as [(String?, String?, String?, [String])])
    func attempts(whom: String?, evidence: String?, note: String?, wrong: [String]) {
        let found = Self.pointers { () throws(FieldFlaws) in
            _ = try AttemptReport(
                checking: .phone, at: Cases.opened, whom: whom, evidence: evidence, note: note, outcome: .noAnswer)
        }
        #expect(found == wrong)
    }
}
