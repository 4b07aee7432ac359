/// Calls about what accounts do not want to be mailed about.
public struct PreferenceCalls: Sendable {
    let transport: Transport

    /// What an account muted, with the tag that a change of it names.
    public func find(_ username: String) async throws -> Tagged<Preferences> {
        let answer = try await transport.send(.get("preferences.find", ["preferences", username]))
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// Puts a list in place of what an account muted.
    ///
    /// - Parameters:
    ///   - muted: Everything that is to be muted; empty mutes nothing.
    ///   - username: The account.
    ///   - etag: The tag of the preferences that the change was made from.
    /// - Throws: with status 412 where they were changed since to something else, 428 where a tag is needed and none is
    ///   given, `unknown-account`, `unknown-package`.
    public func replace(
        _ muted: [Mute], of username: String, ifMatch etag: String?
    ) async throws -> Tagged<Preferences> {
        let answer = try await transport.send(
            .put("preferences.put", ["preferences", username], body: MutedBody(muted: muted), ifMatch: etag) { answer in
                let now = try answer.decode(Preferences.self).muted
                return now.isCovered(by: muted) && muted.isCovered(by: now)
            })
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// Mutes one kind of mail for an account, beside what it has muted.
    ///
    /// - Parameters:
    ///   - kind: The kind; only those in ``Preferences/mutable`` can be.
    ///   - package: The package; nil for all.
    ///   - username: The account.
    @discardableResult
    public func mute(_ kind: MailKind, package: String? = nil, for username: String) async throws -> Preferences {
        try await change(username) { muted in
            if !muted.contains(where: { $0.matches(kind, package) }) { muted.append(Mute(kind, package: package)) }
        }
    }

    /// Takes back what ``mute(_:package:for:)`` did with the same arguments.
    @discardableResult
    public func unmute(_ kind: MailKind, package: String? = nil, for username: String) async throws -> Preferences {
        try await change(username) { muted in
            muted.removeAll { $0.matches(kind, package) }
        }
    }

    /// Reads, changes and writes; again from the start where somebody else was quicker.
    private func change(_ username: String, _ change: (inout [Mute]) -> Void) async throws -> Preferences {
        var attempt = 0
        while true {
            attempt += 1
            let current = try await find(username)
            var muted = current.value.muted
            change(&muted)
            guard muted != current.value.muted else { return current.value }
            do {
                return try await replace(muted, of: username, ifMatch: current.etag).value
            } catch CountersignError.problem(let problem) where problem.status == 412 && attempt < 5 {
                continue
            }
        }
    }

    private struct MutedBody: Encodable {
        var muted: [Mute]
    }
}

extension [Mute] {
    /// Whether each of these is among others, whatever the order.
    fileprivate func isCovered(by others: [Mute]) -> Bool {
        allSatisfy { one in others.contains { $0.matches(one.kind, one.package) } }
    }
}

extension Mute {
    fileprivate func matches(_ kind: MailKind, _ package: String?) -> Bool {
        self.kind == kind && self.package?.lowercased() == package?.lowercased()
    }
}
