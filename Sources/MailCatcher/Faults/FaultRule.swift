/// One scripted fault: when it happens, to whom, how often, and what it does.
package struct FaultRule: Sendable, Equatable {
    /// Where in the conversation.
    package var phase: FaultPhase
    /// What happens.
    package var action: FaultAction
    /// An address that must be among the recipients, letter case aside; `*` stands for any run of characters.
    package var recipient: String?
    /// How many fitting occasions pass by unharmed first.
    package var skip: Int
    /// How many occasions it then hits; nil is all.
    package var times: Int?

    /// A rule that always hits, unless `recipient`, `skip` or `times` says otherwise.
    package init(
        _ phase: FaultPhase, _ action: FaultAction, recipient: String? = nil, skip: Int = 0, times: Int? = nil
    ) {
        self.phase = phase
        self.action = action
        self.recipient = recipient
        self.skip = skip
        self.times = times
    }

    /// Whether one of these recipients is meant; a rule without a recipient means all, and none as well.
    func concerns(_ recipients: [String]) -> Bool {
        guard let recipient else { return true }
        let pattern = Array(recipient.lowercased().utf8)
        return recipients.contains { Self.matches(pattern[...], Array($0.lowercased().utf8)[...]) }
    }

    /// Goes back to the last `*` only, so that no pattern takes more than the product of both lengths.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (place, index) = (pattern.startIndex, text.startIndex)
        var retry: (place: Int, index: Int)?
        while index < text.endIndex {
            if place < pattern.endIndex, pattern[place] == UInt8(ascii: "*") {
                place += 1
                retry = (place, index)
            } else if place < pattern.endIndex, pattern[place] == text[index] {
                place += 1
                index += 1
            } else if let last = retry {
                retry = (last.place, last.index + 1)
                (place, index) = (last.place, last.index + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
