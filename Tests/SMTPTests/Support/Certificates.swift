import Foundation

/// Certificates made once for a run of the tests, by `Tests/Support/make_certificates.sh`.
struct Certificates: Sendable {
    let directory: URL

    static let shared: Certificates? = {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("smtp-tests-\(ProcessInfo.processInfo.processIdentifier)")
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [Paths.support("make_certificates.sh"), directory.path]
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0 ? Certificates(directory: directory) : nil
        } catch {
            return nil
        }
    }()

    var authority: String { directory.appendingPathComponent("ca.pem").path }

    /// Script entries for a server that shows this certificate.
    func script(_ name: String, tls: String) -> Script {
        [
            "tls": tls,
            "cert": directory.appendingPathComponent("\(name).pem").path,
            "key": directory.appendingPathComponent("\(name).key").path,
        ]
    }
}
