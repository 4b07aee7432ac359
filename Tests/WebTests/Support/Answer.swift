import Foundation
import HTTPTypes

/// What came back.
struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as Foundation reads it: not by the code that is tested.
    var object: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }

    func string(_ path: String...) -> String? { value(path) as? String }

    func value(_ path: [String]) -> Any? {
        path.reduce(object as Any?) { value, name in (value as? [String: Any])?[name] }
    }

    var items: [[String: Any]] { object["items"] as? [[String: Any]] ?? [] }

    /// The last part of a problem's type, where it is one and says the status that it came with.
    var problem: String? {
        guard headers[.contentType] == "application/problem+json", object["status"] as? Int == status else {
            return nil
        }
        return string("type")?.split(separator: "/").last.map(String.init)
    }

    /// The pointers of a problem's errors, sorted.
    var pointers: [String] {
        (object["errors"] as? [[String: Any]] ?? []).compactMap { ($0["pointer"] ?? $0["parameter"]) as? String }
            .sorted()
    }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}
