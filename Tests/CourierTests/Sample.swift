import Model
import Workflows

enum Sample {
    static let now = Timestamp(milliseconds: 1_795_000_000_000)

    /// Messages that differ by their number, which is their attempt as well.
    static func claimed(_ number: Int) -> ClaimedMessage {
        let id = Identifier(high: 0x7000, low: UInt64(number))
        let message = Message(
            id: id, gallery: gallery.id, kind: .ownerAdded, about: id, recipient: address, account: 1, locale: nil,
            generation: 1, facts: MailFacts(package: "Contoso.Utils", role: .owner, invitee: "bob"), state: .sending,
            createdAt: now, changedAt: now, nextAttemptAt: nil, until: now + .seconds(86_400), attempt: number)
        return ClaimedMessage(message: message, gallery: gallery)
    }

    static func completion(_ number: Int) -> Completion {
        Completion(message: claimed(number).message, attempt: nil, event: nil)
    }

    static let gallery = Gallery(
        id: Identifier(high: 1, low: 1), slug: "main", name: "Main Gallery", url: "https://gallery.example.com",
        from: address)

    private static var address: EmailAddress {
        guard let address = try? EmailAddress("no-reply@gallery.example.com") else {
            fatalError("this address is good")
        }
        return address
    }
}
