import Foundation

@testable import Settings

/// A file that is gone when the test is.
func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).yaml").path
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

func load(_ yaml: String, _ environment: [String: String] = [:]) throws -> ServiceConfiguration {
    try withFile(yaml) { try ServiceConfiguration.load(file: $0, environment: environment) }
}

/// The problems of a configuration, with FILE for the file's path.
func problems(_ yaml: String, _ environment: [String: String] = [:]) throws -> [String] {
    try withFile(yaml) { path in
        do throws(ConfigurationError) {
            _ = try ServiceConfiguration.load(file: path, environment: environment)
            return []
        } catch {
            return error.problems.map { $0.description.replacingOccurrences(of: path, with: "FILE") }
        }
    }
}
