import HTTPTypes
import Model
import Workflows

/// How much is left of the tightest limit, as draft-ietf-httpapi-ratelimit-headers has it.
enum RateHeaders {
    static func fields(_ standing: RateSlot.Standing) -> [(name: HTTPField.Name, value: String)] {
        let room = standing.room
        let name = "\"\(standing.limit.rawValue)\""
        return [
            (ExtraField.rateLimitPolicy, "\(name);q=\(room.quota);w=\(room.window.secondsRoundedUp)"),
            (ExtraField.rateLimit, "\(name);r=\(room.left);t=\(max(0, room.resets.secondsRoundedUp))"),
        ]
    }
}

extension Reply {
    func telling(_ rates: RateSlot) -> Reply {
        guard let standing = rates.standing else { return self }
        var reply = self
        for field in RateHeaders.fields(standing) { reply.fields[field.name] = field.value }
        return reply
    }
}

extension Problem {
    func telling(_ rates: RateSlot) -> Problem {
        guard kind == .rateLimited, let standing = rates.standing else { return self }
        var problem = self
        for field in RateHeaders.fields(standing) { problem.headers[field.name] = field.value }
        return problem
    }
}
