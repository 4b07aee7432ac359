import Model
import Testing

@Suite struct EraseTests {
    private let later = Samples.now + .seconds(60)

    @Test(arguments: MessageState.allCases)
    func aMessageKeepsWhatHappenedAndNotWhatItSaid(state: MessageState) throws {
        let waits = [.queued, .deferred].contains(state)
        let message = try Samples.message {
            $0.state = state
            $0.nextAttemptAt = waits ? Samples.now : nil
            $0.facts.note = "Hi"
            $0.facts.inviter = "bob"
            $0.detail = "550 carol is unknown"
        }
        let (erased, event) = MessageMachine.erase(message, keepsRecipient: false, now: later)
        #expect(erased.recipient == .erased && erased.locale == nil && erased.nextAttemptAt == nil)
        #expect(erased.facts == MailFacts(package: "Left-Pad", role: .invitee))
        #expect(erased.until <= message.createdAt)
        switch state {
        case .sending:
            #expect(erased.state == .unknown && erased.wasUnknown && erased.attempt == message.attempt + 1)
            #expect(event?.type == .messageUnknown && event?.subject == message.id.description)
        case .queued, .deferred:
            #expect(erased.state == .cancelled && erased.detail == Erasure.reason && erased.changedAt == later)
            #expect(event?.type == .messageCancelled && event?.data.detail == Erasure.reason)
        default:
            #expect(erased.state == state && erased.detail == nil && erased.changedAt == message.changedAt)
            #expect(event == nil)
        }
        #expect(MessageMachine.erase(erased, keepsRecipient: false, now: later).event == nil)
    }

    @Test func aMessageThatMayHaveArrivedIsNotTriedAgain() throws {
        let message = try Samples.message {
            $0.state = .unknown
            $0.wasUnknown = true
            $0.nextAttemptAt = Samples.now
        }
        let (erased, event) = MessageMachine.erase(message, keepsRecipient: false, now: later)
        #expect(erased.state == .unknown && erased.nextAttemptAt == nil && event == nil)
    }

    @Test func whatWasWrittenToOthersLosesItsWordsAlone() throws {
        let message = try Samples.message {
            $0.state = .sent
            $0.kind = .contactOwners
            $0.facts.message = "I am Eve"
            $0.facts.replyTo = "eve@example.org"
        }
        let (erased, _) = MessageMachine.erase(message, keepsRecipient: true, now: later)
        #expect(erased.recipient == message.recipient && erased.locale == message.locale && erased.state == .sent)
        #expect(erased.facts.message == nil && erased.facts.replyTo == nil)
    }

    @Test func whatWasErasedCannotBeSent() throws {
        let failed = try Samples.message { $0.state = .failed }
        let (erased, _) = MessageMachine.erase(failed, keepsRecipient: false, now: later)
        let retried = try MessageMachine.retryNow(erased, now: later).get()
        #expect(MessageMachine.worth(retried, invitation: (.pending, 1), now: later) == .end)
    }

    @Test(arguments: InvitationState.allCases)
    func anInvitationIsCancelledWhereItIsPending(state: InvitationState) throws {
        let invitation = try Samples.invitation {
            $0.state = state
            $0.reason = "No"
            $0.decidedAt = state == .pending ? nil : Samples.now
        }
        let change = InvitationMachine.erase(invitation, at: later) { $0 == invitation.email }
        #expect(change.invitation.email == .erased && change.invitation.note == nil && change.invitation.reason == nil)
        #expect(change.messages.isEmpty && change.newOwner == nil)
        guard state == .pending else {
            #expect(change.invitation.state == state && change.events.isEmpty)
            #expect(change.invitation.decidedAt == Samples.now)
            return
        }
        #expect(change.invitation.state == .cancelled && change.invitation.decidedAt == later)
        #expect(change.invitation.remindAt == nil && change.dropsWaitingMail)
        #expect(change.events.map(\.type) == [.invitationCancelled])
        #expect(change.events.first?.data.reason == Erasure.reason)
    }

    @Test func anOrganizationWithOtherMailboxesKeepsIts() throws {
        let erased = try EmailAddress("one@example.org")
        let invitation = try Samples.invitation {
            $0.invitee = try Samples.account(
                5, "team", kind: .organization, members: ["one@example.org", "two@example.org"])
            $0.email = erased
        }
        let change = InvitationMachine.erase(invitation, at: later) { $0 == erased }
        #expect(change.invitation.email.text == "two@example.org" && change.invitation.state == .pending)
        #expect(change.invitation.note == "Hi" && change.events.isEmpty)
        let none = InvitationMachine.erase(invitation, at: later) { _ in true }
        #expect(none.invitation.state == .cancelled)
    }
}
