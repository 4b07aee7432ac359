extension SMTPSession {
    /// Asks the fault plan; false where a fault took the place of the usual.
    mutating func passes(_ phase: FaultPhase, recipients: [String] = []) -> Bool {
        carryOut(faults.decide(phase, recipients: recipients), phase)
    }

    /// Does what a plan decided; false where the usual must not happen any more.
    mutating func carryOut(_ actions: [FaultAction], _ phase: FaultPhase) -> Bool {
        for action in actions {
            tally.faults += 1
            note("fault at \(phase.rawValue): \(action.name)")
            switch action {
            case .delay(let seconds): act(.pause(seconds))
            case .reply(let code, let text):
                say(SMTPReply(scripted: code, text))
                return false
            case .replyAndClose(let code, let text):
                say(SMTPReply(scripted: code, text))
                end(.close)
                return false
            case .drop, .dropAfterStoring:
                end(.drop)
                return false
            case .reset:
                end(.reset)
                return false
            case .silence:
                state = .deaf
                forgetInput()
                return false
            case .garbage:
                act(.send(FaultAction.garbageOctets))
                return false
            }
        }
        return true
    }
}
