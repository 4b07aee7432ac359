import CountersignClient
import Foundation

extension RequestTests {
    static let cases: [Sample] = [
        Sample(
            "POST /v1/recovery-cases",
            #"{"claimant":{"email":"e@x.org","name":"Eve"},"confirmed":true,"package":"P","why":"mine"}"#
        ) {
            _ = try await $0.recovery.open(
                "P", for: Claimant(name: "Eve", email: "e@x.org"), why: "mine", confirmed: true)
        },
        Sample("POST /v1/reports/i/case", #"{"by":"ann"}"#) { _ = try await $0.recovery.open(report: "i", by: "ann") },
        Sample("GET /v1/recovery-cases/i") { _ = try await $0.recovery.find("i") },
        Sample("GET /v1/recovery-cases?state=open&assignee=ann&package=P&dueBy=1970-01-01T00%3A00%3A00Z&limit=7") {
            _ = try await $0.recovery.list(
                state: .open, assignee: "ann", package: "P", dueBy: Date(timeIntervalSince1970: 0)
            ).page(limit: 7)
        },
        Sample("GET /v1/recovery-cases?order=due&limit=7") {
            _ = try await $0.recovery.list(asQueue: true).page(limit: 7)
        },
        Sample("GET /v1/reports/i") { _ = try await $0.reports.find("i") },
        Sample("POST /v1/reports/i/close", #"{"by":"ann","reason":"r"}"#) {
            try await $0.reports.close("i", reason: "r", by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/assign", #"{"assignee":"bob","by":"ann"}"#) {
            try await $0.recovery.assign("i", to: "bob", by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/notes", #"{"by":"ann","text":"t"}"#) {
            try await $0.recovery.note("t", on: "i", by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/evidence", #"{"by":"ann","item":"identity","ticked":false}"#) {
            try await $0.recovery.tick("identity", of: "i", ticked: false, by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/attempts", #"{"by":"ann","channel":"email"}"#) {
            try await $0.recovery.mailOwners(about: "i", by: "ann")
        },
        Sample(
            "POST /v1/recovery-cases/i/attempts",
            #"{"by":"ann","channel":"phone","outcome":"no-answer","whom":"bob"}"#
        ) {
            try await $0.recovery.logAttempt(on: "i", by: .phone, outcome: .noAnswer, whom: "bob", admin: "ann")
        },
        Sample("POST /v1/recovery-cases/i/grant", #"{"by":"ann","keepOwners":false,"override":true,"reason":"r"}"#) {
            try await $0.recovery.grant("i", reason: "r", keepOwners: false, override: true, by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/deny", #"{"by":"ann","reason":"r"}"#) {
            try await $0.recovery.deny("i", reason: "r", by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/reopen", #"{"by":"ann","reason":"r"}"#) {
            try await $0.recovery.reopen("i", reason: "r", by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/lock", #"{"by":"ann","reason":"r"}"#) {
            try await $0.recovery.lock("i", reason: "r", by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/unlock", #"{"by":"ann","reason":"r"}"#) {
            try await $0.recovery.unlock("i", reason: "r", by: "ann")
        },
        Sample("POST /v1/recovery-cases/i/claimant", #"{"by":"ann","claimant":{"email":"e@x.org","username":"eve"}}"#) {
            try await $0.recovery.name(Claimant(username: "eve", email: "e@x.org"), in: "i", by: "ann")
        },
    ]
}
