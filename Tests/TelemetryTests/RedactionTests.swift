import Foundation
import Testing

@testable import Telemetry

private let token = "AQ3kR9vTq0Zc-x_7bLmN2pQsWdEfGhJkAQ3kR9vTq0Zc-x_7bLmN2pQsWdEf"

@Suite("Redaction")
struct RedactionTests {
    @Test(
        "secrets are replaced",
        arguments: [
            ("GET /c/\(token)", "GET /c/***"),
            ("http://127.0.0.1:8080/c/\(token)?x=1", "http://127.0.0.1:8080/c/***?x=1"),
            ("/u/\(token).", "/u/***."),
            ("\"/recovery/status/\(token)\"", "\"/recovery/status/***\""),
            ("at /admin/in/\(token)?x", "at /admin/in/***?x"),
            ("next=%2Fc%2F\(token)&a=b", "next=%2Fc%2F***&a=b"),
            ("%2fRecovery%2fstatus%2f\(token)", "%2fRecovery%2fstatus%2f***"),
            ("/C/\(token)", "/C/***"),
            ("/c/\(token.prefix(40))", "/c/***"),
            ("/c/\(token)/c/\(token)", "/c/***/c/***"),
            ("Bearer cs_0123456789abcdefABCDEF-_0123", "Bearer cs_***"),
            ("key=cs_0123456789abcdefABCDEF", "key=cs_***"),
            ("key%3Dcs_0123456789abcdefABCDEF", "key%3Dcs_***"),
            ("(whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw+/==)", "(whsec_***)"),
            ("to ann@example.org.", "to a***@e***.org."),
            ("<ann.smith+tag@mail.example.co.uk>", "<a***@m***.uk>"),
            ("email=ann@example.org&x=1", "email=a***@e***.org&x=1"),
            ("?email=ann%40example.org", "?email=a***%40e***.org"),
            ("'ann@example.org'", "'a***@e***.org'"),
            ("müller@bücher.example", "m***@b***.example"),
            ("用户@例子.测试", "用***@例***.测试"),
            ("\"ann smith\"@example.org", "\"a***@e***.org"),
            ("ann@example.org,bob@example.net", "a***@e***.org,b***@e***.net"),
            ("smtp://ann:s3cret@relay.example:587", "smtp://***@relay.example:587"),
            ("smtps://ann%40example.org:p%40ss@relay.example", "smtps://***@relay.example"),
            ("postgres://u:a@b@c@host/db?sslmode=require", "postgres://***@host/db?sslmode=require"),
            ("smtp://u:pa/ss@relay.example:25 refused", "smtp://***@relay.example:25 refused"),
            ("postgres:///db?user=x&password=a%20b&c=d", "postgres:///db?user=x&password=***&c=d"),
            ("a://u:p@h1,b://u:p@h2", "a://***@h1,b://***@h2"),
        ])
    func secrets(_ given: String, _ expected: String) {
        #expect(Redaction.redact(given) == expected)
        #expect(Redaction.redact(expected) == expected, "redacting again changes nothing")
    }

    @Test(
        "innocent text comes back as it was",
        arguments: [
            "", "sent", "GET /c/ 404", "/c/readme.md", "/docs/c/library-name", "left-pad@1.3.0", "@angular/core",
            "@ann",
            "a***@e***.org", "ann @ example.org", "git@localhost", "https://example.org/@scope/pkg",
            "https://[2001:db8::1]:443/a@b", "http://127.0.0.1:8080/c/***", "docs_0123456789abcdefABCDEF",
            "cs_short", "xcs_0123456789abcdefABCDEF", "100% of /u/ and %2F", "018f3c2e-9b1a-7c3d-8e4f-0123456789ab",
            "password=required", "5.7.1 (reply 554) a_b_c", "smtp://127.0.0.1:2525", "x@", "@", "%4", "%", "://", "€@€",
            "sqlite:var/countersign.sqlite",
        ])
    func innocent(_ text: String) {
        #expect(Redaction.redact(text) == text)
    }

    @Test("every position of a token in a text is found", arguments: 0..<9)
    func position(_ offset: Int) {
        let padding = String(repeating: "-", count: offset)
        let redacted = Redaction.redact("\(padding)/c/\(token) \(padding)cs_\(token)")
        #expect(redacted == "\(padding)/c/*** \(padding)cs_***")
    }

    /// Processor time of this thread, so that a busy machine changes nothing: eight times the text takes some eight
    /// times as long, where a square would take 64 times.
    @Test(
        "time grows with length, not with its square",
        arguments: ["@", "/c/", "a@b.cd", "://a:b/", "cs_ ", "%40", "x@", "\"@", "a://b:c@", "&password= ", "aaaa"])
    func linear(_ unit: String) {
        func fastest(_ length: Int) -> Double {
            let text = String(repeating: unit, count: length / unit.utf8.count)
            return (0..<5).map { _ in
                let start = processorTime()
                let redacted = Redaction.redact(text)
                let end = processorTime()
                #expect(redacted.utf8.count <= text.utf8.count * 3)
                return end - start
            }.min() ?? 0
        }
        let short = fastest(2000)
        #expect(fastest(16_000) < max(short * 28, 0.01))
    }

    private func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
