import CountersignClient
import Foundation
import Hummingbird

/// Goes through the life of a package, and follows the feed until it is stopped.
///
///     COUNTERSIGN_URL=http://127.0.0.1:8080 COUNTERSIGN_KEY=cs_… swift run Gallery
///
/// With COUNTERSIGN_WEBHOOK_SECRET=whsec_… it also takes webhooks, on port 9000.
@main
struct GalleryApp {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let url = environment["COUNTERSIGN_URL"], let key = environment["COUNTERSIGN_KEY"] else {
            print("set COUNTERSIGN_URL and COUNTERSIGN_KEY")
            exit(2)
        }
        let countersign = try Countersign(baseURL: url, key: Secret(key))
        let gallery = try Gallery(countersign, store: Store(file: URL(fileURLWithPath: "gallery.json")))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Survives restarts of the service, and goes on where it was after one of ours.
                for try await event in countersign.events.follow(after: await gallery.cursor) {
                    try await gallery.apply(event)
                    print("\(event.seq) \(event.type) \(event.data.package ?? "") \(event.data.username ?? "")")
                }
            }
            if let secret = environment["COUNTERSIGN_WEBHOOK_SECRET"] {
                let verifier = try WebhookVerifier(secrets: [Secret(secret)])
                let router = Doorbell.router(verifier) { print("the doorbell: \($0.type)") }
                group.addTask {
                    let address = BindAddress.hostname("127.0.0.1", port: 9000)
                    try await Application(router: router, configuration: .init(address: address)).runService()
                }
            }
            do {
                try await story(gallery)
            } catch CountersignError.problem(let problem) {
                print("refused: \(problem.detail)")  // words that are safe to show to the person who asked
            }
            try await group.next()
            group.cancelAll()
        }
        await countersign.close()
    }

    private static func story(_ gallery: Gallery) async throws {
        for name in ["ann", "bob", "carol"] { try await gallery.addAccount(name, email: "\(name)@example.org") }
        try await gallery.push("1.0", of: "Contoso.Utils", by: "ann")
        try await gallery.invite("bob", to: "Contoso.Utils", by: "ann", note: "You wrote most of it.")
        for (username, mail) in try await gallery.pending("Contoso.Utils") {
            print("pending: \(username ?? "somebody"), the mail is \(mail)")
        }
        try await gallery.mute(.publicationLive, of: "Contoso.Utils", for: "ann")
        try await gallery.transfer("Contoso.Utils", from: "ann", to: "carol")
    }
}
