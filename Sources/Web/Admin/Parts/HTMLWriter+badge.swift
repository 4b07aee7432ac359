import Model

/// What the colour of a badge says; its words and its shape say the same.
enum Tone: Sendable {
    case good, info, warn, bad, quiet

    fileprivate var name: StaticString {
        switch self {
        case .good: "good"
        case .info: "info"
        case .warn: "warn"
        case .bad: "bad"
        case .quiet: "quiet"
        }
    }
}

extension HTMLWriter {
    /// - Parameter words: Shown with a capital, as labels are.
    mutating func badge(_ words: String, _ tone: Tone) {
        html("<span class=\"badge ")
        html(tone.name)
        html("\">")
        text(words.capitalizedFirst)
        html("</span>")
    }

    mutating func badge(_ state: MessageState) { badge(state.rawValue, state.tone) }
}

extension MessageState {
    var tone: Tone {
        switch self {
        case .queued, .sending: .info
        case .sent: .good
        case .deferred, .unknown: .warn
        case .failed: .bad
        case .suppressed, .cancelled: .quiet
        }
    }
}
