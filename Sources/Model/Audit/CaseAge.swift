/// How old a recovery case is, in steps that people think in.
package enum CaseAge: Int, Sendable, CaseIterable {
    case week, month, quarter, older

    /// The first age that is too old for it; nil for the last.
    package var end: Duration? {
        switch self {
        case .week: .seconds(7 * 86_400)
        case .month: .seconds(30 * 86_400)
        case .quarter: .seconds(90 * 86_400)
        case .older: nil
        }
    }

    /// For people.
    package var words: String {
        switch self {
        case .week: "under 1 week"
        case .month: "1–4 weeks"
        case .quarter: "1–3 months"
        case .older: "over 3 months"
        }
    }
}
