@testable import MailCatcher

/// A session that is driven by hand: lines in, replies and other actions out.
struct Dialogue {
    var session: SMTPSession
    private(set) var stored: [SMTPSession.Delivery] = []

    init(
        rules: SMTPSession.Rules = .init(), plan: FaultPlan = FaultPlan(), tls: Bool = false, greets: Bool = true
    ) {
        session = SMTPSession(rules: rules, faults: FaultDesk(plan), tls: tls)
        session.open()
        if greets {
            _ = drain()
            _ = say("EHLO client.example")
        }
    }

    /// Sends a line with CRLF; answers what came back, actions other than text in angle brackets.
    mutating func say(_ line: String) -> String {
        raw(Array((line + "\r\n").utf8))
    }

    mutating func raw(_ bytes: [UInt8]) -> String {
        session.receive(bytes)
        return drain()
    }

    mutating func drain() -> String {
        var output = ""
        while let action = session.next() {
            switch action {
            case .send(let bytes): output += String(decoding: bytes, as: UTF8.self)
            case .pause(let seconds): output += "<pause \(seconds)>"
            case .store(let delivery):
                stored.append(delivery)
                output += "<store>"
            case .startTLS: output += "<tls>"
            case .close: output += "<close>"
            case .drop: output += "<drop>"
            case .reset: output += "<reset>"
            }
        }
        return output.replacing("\r\n", with: "\n")
    }

    /// A whole mail up to its final dot, whose reply it answers.
    mutating func mail(_ body: String = "Subject: x\r\n\r\nhi\r\n", to: String = "b@example.org") -> String {
        _ = say("MAIL FROM:<a@example.org>")
        _ = say("RCPT TO:<\(to)>")
        _ = say("DATA")
        return raw(Array((body + ".\r\n").utf8))
    }
}
