import Model

// What states, reasons and channels are called for admins.

extension RecoveryState {
    var words: String {
        switch self {
        case .submitted: "Not confirmed"
        case .open: "Open"
        case .contacting: "Contacting"
        case .waiting: "Waiting"
        case .granted: "Granted"
        case .denied: "Denied"
        case .objected: "Objected"
        case .withdrawn: "Withdrawn"
        }
    }

    var tone: Tone {
        switch self {
        case .submitted, .withdrawn, .denied: .quiet
        case .open, .contacting, .waiting: .info
        case .granted: .good
        case .objected: .bad
        }
    }
}

extension RecoveryDue {
    /// What is to be done.
    var words: String {
        switch self {
        case .unassigned: "Nobody has it"
        case .contact: "Try the owners"
        case .evidence: "Complete the checklist"
        case .undeliverable: "A mail did not arrive"
        case .decision: "Decide"
        case .objection: "An owner objects"
        case .invitation: "The invitation is not answered"
        case .account: "Accepted: the gallery is to name the account"
        case .unanswered: "The invitation came to nothing"
        case .settled: "The claimant is an owner by now"
        }
    }

    var tone: Tone {
        switch self {
        case .unassigned, .contact, .evidence, .account: .info
        case .undeliverable, .objection, .unanswered: .bad
        case .decision, .invitation: .warn
        case .settled: .good
        }
    }
}

extension ContactChannel {
    var words: String {
        switch self {
        case .email: "Mail"
        case .projectURL: "The project’s site"
        case .social: "A social network"
        case .phone: "Telephone"
        case .other: "Another way"
        }
    }
}

extension ContactOutcome {
    var words: String {
        switch self {
        case .underway: "On its way"
        case .noAnswer: "No answer"
        case .delivered: "Delivered"
        case .undeliverable: "Not delivered"
        case .answered: "Answered"
        case .refused: "Refused"
        case .agreed: "Agreed"
        case .objected: "Objected"
        case .other: "Something else"
        }
    }

    var tone: Tone {
        switch self {
        case .underway: .info
        case .noAnswer, .delivered, .other: .quiet
        case .undeliverable, .refused, .objected: .bad
        case .answered, .agreed: .good
        }
    }
}
