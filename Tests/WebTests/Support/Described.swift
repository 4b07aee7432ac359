import HTTPTypes
import Model

@testable import Web

/// Holds each answer that a test gets to what the document says of the call: refusals are listed there by hand, beside
/// what refuses, and would drift.
enum Described {
    /// What the document does not say; nil where it says all, or is not about such a request.
    static func flaw(_ method: HTTPRequest.Method, _ path: String, _ answer: Answer) -> String? {
        let method: HTTPRequest.Method = method == .head ? .get : method
        guard let target = try? RequestTarget(path, base: ""),
            case .api(let call)? = try? Route(target, method), let operation = operations[kind(call, method)]
        else { return nil }
        guard answer.status >= 400 else {
            let isKnown = operation.allAnswers.contains { $0.status == answer.status }
            return isKnown ? nil : "\(operation.id) does not tell of \(answer.status)"
        }
        // The answer to HEAD has no body to look at.
        guard !answer.body.isEmpty else { return nil }
        guard let problem = answer.problem else { return "\(operation.id) is refused with \(answer.text)" }
        let isKnown = operation.problems.contains { $0.rawValue == problem && $0.status == answer.status }
        return isKnown ? nil : "\(operation.id) does not tell of \(answer.status) \(problem)"
    }

    private static let operations: [String: Web.Operation] = {
        var found: [String: Web.Operation] = [:]
        for operation in APIDescription.operations {
            guard let target = try? RequestTarget(path(operation), base: ""),
                case .api(let call)? = try? Route(target, operation.method)
            else { continue }
            found[kind(call, operation.method)] = operation
        }
        return found
    }()

    /// The path of an operation with its examples in it.
    static func path(_ operation: Web.Operation) -> String {
        operation.parameters.reduce(operation.path) { path, parameter in
            guard parameter.place == .path, case .string(let example)? = parameter.example else { return path }
            return path.replacing("{\(parameter.name)}", with: PercentCoding.encode(example))
        }
    }

    private static func kind(_ call: APIRoute, _ method: HTTPRequest.Method) -> String { "\(method) \(kind(call))" }

    /// A call without what its path names, but with which of several calls it is.
    static func kind(_ call: APIRoute) -> String {
        switch call {
        case .invitationCall(_, let word): "invitation \(word)"
        case .messageCall(_, let word): "message \(word)"
        case .webhookCall(_, let word): "webhook \(word)"
        case .recoveryCall(_, let word): "recovery \(word)"
        default: String("\(call)".prefix { $0 != "(" })
        }
    }
}
