import Testing

@testable import Web

@Suite struct YAMLTests {
    @Test func everyTextStaysAText() {
        let value: JSONValue = [
            "no": "no", "plain": "yes", "1": "1", "a b": "# no comment", "-": ": ", "empty": "", "$ref": "~",
            "escaped": "\" \\ \t\u{7F}\u{85}\u{2028}\u{200B}", "accents": "Ωé…", "number": 1, "true": true,
            "none": .null,
        ]
        #expect(
            YAMLWriter.write(value) == #"""
                "no": "no"
                plain: "yes"
                "1": "1"
                "a b": "# no comment"
                "-": ": "
                empty: ""
                $ref: "~"
                escaped: "\" \\ \t\u007f\u0085\u2028\u200b"
                accents: "Ωé…"
                number: 1
                "true": true
                none: null

                """#)
    }

    @Test func listsAndObjectsAreBlocks() {
        let value: JSONValue = [
            "empty": [], "none": [:], "list": ["a", ["b", "c"], ["d": 1, "e": [2]]], "deep": ["f": ["g": ["h": [[:]]]]],
        ]
        #expect(
            YAMLWriter.write(value) == """
                empty: []
                none: {}
                list:
                  - "a"
                  - - "b"
                    - "c"
                  - d: 1
                    e:
                      - 2
                deep:
                  f:
                    g:
                      h:
                        - {}

                """)
    }

    /// Lines stand as they are where nothing of them would be lost, and in quotes otherwise.
    @Test func lines() {
        let value: JSONValue = ["a": "one\n\n  two: \"x\" #\nthree", "b": "one\n", "c": " one\ntwo", "d": "one \ntwo"]
        #expect(
            YAMLWriter.write(value) == #"""
                a: |-
                  one

                    two: "x" #
                  three
                b: "one\n"
                c: " one\ntwo"
                d: "one \ntwo"

                """#)
    }

    @Test func examplesAreReadable() {
        let value: JSONValue = [
            "short": ["a": 1], "long": ["text": .string(String(repeating: "x", count: 70)), "list": [1, true, .null]],
        ]
        #expect(
            value.prettyText == """
                {
                  "short": {"a": 1},
                  "long": {
                    "text": "\(String(repeating: "x", count: 70))",
                    "list": [1, true, null]
                  }
                }
                """)
    }
}
