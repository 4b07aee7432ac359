import Foundation
import ServiceLifecycle

/// The JSON API for tests.
extension InboxSite {
    /// Longest wait of `wait=` in seconds.
    private static var longestWait: Double { 60 }

    func api(_ request: InboxRequest) async -> InboxAnswer {
        let path = request.path.dropFirst()
        switch (path.first, path.count) {
        case ("messages", 1):
            if ["GET", "HEAD"].contains(request.method) { return await messages(request) }
            return allowing("GET, HEAD, DELETE", request) {
                mailbox.clear()
                return .empty
            }
        case ("messages", 2), ("messages", 3):
            return allowing("GET, HEAD", request) { one(request) }
        case ("faults", 1):
            return allowing("GET, HEAD, PUT", request) {
                request.method == "PUT" ? replaceFaults(request) : .json(InboxJSON.encode(faults.plan))
            }
        case ("log", 1):
            return allowing("GET, HEAD", request) { .json(InboxJSON.encode(["connections": mailbox.commandLog])) }
        case ("stats", 1):
            return allowing("GET, HEAD", request) { .json(InboxJSON.encode(mailbox.counters)) }
        default:
            return refuse(404, "No such call", request)
        }
    }

    private func messages(_ request: InboxRequest) async -> InboxAnswer {
        let query = request.query
        guard let after = Int(query["after"] ?? "0") else { return refuse(422, "after is a number", request) }
        guard let wait = Double(query["wait"] ?? "0"), wait >= 0 else {
            return refuse(422, "wait is a number of seconds", request)
        }
        var found = mailbox.messages(after: after, to: query["to"])
        if found.isEmpty, wait > 0 {
            found = await waited(for: min(wait, Self.longestWait), after: after, to: query["to"])
        }
        if let limit = query["limit"] {
            guard let limit = Int(limit), limit > 0 else { return refuse(422, "limit is 1 or more", request) }
            found = Array(found.prefix(limit))
        }
        return .json(InboxJSON.encode(["items": found.map(InboxJSON.Message.init)]))
    }

    private func waited(for seconds: Double, after: Int, to recipient: String?) async -> [CaughtMessage] {
        await withTaskGroup(of: CaughtMessage?.self) { group in
            group.addTask {
                // A shutdown does not wait for a test that waits for a mail.
                await cancelWhenGracefulShutdown {
                    await mailbox.nextUnlessCancelled(after: after, to: recipient)
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first.map { [$0] } ?? []
        }
    }

    private func one(_ request: InboxRequest) -> InboxAnswer {
        guard let number = Int(request.path[2]), let message = mailbox.message(number) else {
            return refuse(404, "No such mail", request)
        }
        guard request.path.count == 4 else { return .json(InboxJSON.encode(InboxJSON.Message(message))) }
        guard request.path[3] == "raw" else { return refuse(404, "No such call", request) }
        return InboxAnswer(status: 200, type: "message/rfc822", body: message.raw)
    }

    private func replaceFaults(_ request: InboxRequest) -> InboxAnswer {
        do throws(FaultPlan.Malformed) {
            let plan = try FaultPlan(json: Data(request.body))
            faults.replace(plan)
            return .json(InboxJSON.encode(plan))
        } catch {
            return refuse(422, error.description, request)
        }
    }
}
