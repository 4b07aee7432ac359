/// How long an invitation waited for an answer, in steps that people think in.
package enum PendingTime: Int, Sendable, CaseIterable {
    case withinAnHour, withinSixHours, withinADay, withinTwoDays, withinFourDays, withinAWeek, later

    /// The first length of time that is too long for it; nil for the last.
    package var end: Duration? {
        switch self {
        case .withinAnHour: .seconds(3600)
        case .withinSixHours: .seconds(6 * 3600)
        case .withinADay: .seconds(86_400)
        case .withinTwoDays: .seconds(2 * 86_400)
        case .withinFourDays: .seconds(4 * 86_400)
        case .withinAWeek: .seconds(7 * 86_400)
        case .later: nil
        }
    }

    package init(_ wait: Duration) {
        self = Self.allCases.first { $0.end.map { wait < $0 } ?? true } ?? .later
    }

    /// For people.
    package var words: String {
        switch self {
        case .withinAnHour: "under 1 h"
        case .withinSixHours: "1–6 h"
        case .withinADay: "6–24 h"
        case .withinTwoDays: "1–2 days"
        case .withinFourDays: "2–4 days"
        case .withinAWeek: "4–7 days"
        case .later: "over 7 days"
        }
    }
}
