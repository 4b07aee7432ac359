import Model
import Testing

/// The one table of what mail counts towards.
@Suite struct MailRuleTests {
    /// Every kind, to every reader that it can have.
    private static let rules = MailKind.allCases.flatMap { kind in
        MailRole.allCases.map { (kind: kind, role: $0, rule: MailRule.of(kind, to: $0)) }
    }

    /// Nothing goes to a mailbox without a limit: of the address itself, or, for a copy, of who asks for it.
    @Test func everyKindIsBounded() {
        let ofAddress: Set<MailLimit> = [.recipient, .notices, .security, .hold, .confirm, .contact, .abuse]
        for (kind, role, rule) in Self.rules where kind != .adminSignIn {
            let isCopy = kind == .contactOwners && role != .owner
            #expect(isCopy || rule.bounds.filter(ofAddress.contains).count == 1, "\(kind) to \(role)")
            #expect(Set(rule.bounds).count == rule.bounds.count && Set(rule.bounds).isDisjoint(with: rule.counts))
        }
    }

    /// All mail counts towards domain, key and total, but for what comes with an invitation that does; a reminder has no
    /// key.
    @Test func everyKindCountsInAll() {
        for (kind, role, rule) in Self.rules where kind != .invitationNotice && kind != .adminSignIn {
            let counted = Set(rule.bounds + rule.counts)
            #expect(counted.isSuperset(of: [.domain, .total]), "\(kind) to \(role)")
            #expect(counted.contains(.key) || kind == .invitationReminder, "\(kind) to \(role)")
        }
    }

    /// What warns is stopped by its own limit alone: whoever uses the others up hides nothing.
    @Test(arguments: [
        MailKind.invitationNotice, .invitationAccepted, .ownerAdded, .ownerRemoved, .transferCompleted,
        .preferencesChanged,
    ])
    func whatWarnsHasALimitOfItsOwn(kind: MailKind) {
        for role in MailRole.allCases {
            let rule = MailRule.of(kind, to: role)
            #expect(rule.bounds == [.security] && rule.beyond == .suppressed)
        }
    }

    /// Links to sign in are counted where they are asked for: no gallery's mail takes their room.
    @Test func noGalleryKeepsAnAdminOut() {
        for role in MailRole.allCases {
            let rule = MailRule.of(.adminSignIn, to: role)
            #expect(rule.bounds.isEmpty && rule.counts.isEmpty)
        }
        #expect(!RateLimit.signIn.ceilings.isEmpty && !RateLimit.signIns.ceilings.isEmpty)
        #expect(MailKind.allCases.filter { !$0.heedsSuppressions } == [.adminSignIn])
    }

    /// Any stranger causes them, to whomever they name: few to one address, whatever others have used up.
    @Test func questionsOfStrangersAreFewAndStayOpenToOthers() {
        for role in MailRole.allCases {
            #expect(MailRule.of(.recoveryConfirmAddress, to: role).bounds == [.confirm, .key])
        }
        #expect(MailLimit.confirm.standard.ceilings == [.init(5, in: .seconds(3600)), .init(20, in: .seconds(86_400))])
        #expect(MailRule.Request.form.limits == [.sender], "what nobody has confirmed takes no room that others share")
    }

    /// Whoever may publish can cause questions and their answers without end: they take no room of what warns.
    @Test func questionsHideNoWarning() {
        for role in MailRole.allCases {
            for warns in [false, true] {
                let rule = MailRule.of(.publicationConfirm, to: role, warns: warns)
                #expect(rule.bounds == [.hold] && rule.beyond == .refused)
            }
            #expect(MailRule.of(.publicationConfirmed, to: role).bounds.first == .notices)
        }
    }

    @Test func anUnusualPublisherWarnsWhateverTheKind() throws {
        let stranger = try Versions.situation(publishedBefore: false)
        let drafts = try #require(try Versions.begin(.live, in: stranger).changed).messages
        #expect(!drafts.isEmpty && drafts.allSatisfy { $0.rule.bounds == [.security] })
        let usual = try #require(try Versions.begin(.live).changed).messages
        #expect(usual.allSatisfy { $0.rule.bounds.first == .notices && $0.rule.beyond == .rolledUp })
    }

    /// Only what somebody asks for is refused; what has happened is told otherwise, or recorded.
    @Test func whatIsRefusedIsWhatIsAskedFor() {
        for (kind, _, rule) in Self.rules {
            let isAskedFor = [
                .invitation, .publicationConfirm, .contactOwners, .abuseReport, .recoveryConfirmAddress,
                .recoveryContact, .recoveryInvitation,
            ].contains(kind)
            #expect((rule.beyond == .refused) == isAskedFor, "\(kind)")
        }
    }

    @Test func eachLimitIsSomebodysAndHasADefault() {
        let ofMail = Set(Self.rules.flatMap { $0.rule.bounds + $0.rule.counts })
        let ofRequests = Set(MailRule.Request.allCases.flatMap(\.limits))
        #expect(ofMail.union(ofRequests) == Set(MailLimit.allCases) && ofMail.isDisjoint(with: ofRequests))
        for limit in MailLimit.allCases {
            #expect(!limit.standard.ceilings.isEmpty)
            #expect(GalleryPolicy.keys.contains { $0.key == "limits.\(limit.rawValue)" })
            #expect(RateLimitName(rawValue: limit.rawValue) == .mail(limit))
        }
        #expect(MailLimit.security.standard.ceilings[0].count > MailLimit.notices.standard.ceilings[0].count)
        #expect(Set(RateLimitName.allCases.map(\.rawValue)).count == RateLimitName.allCases.count)
    }
}
