package import Foundation

extension FaultPlan {
    /// Why a plan could not be read, in one line.
    package struct Malformed: Error, CustomStringConvertible {
        /// Where, and what was expected.
        package let description: String
    }

    /// Reads a plan from JSON; the error names the key and what it may hold.
    package init(json: Data) throws(Malformed) {
        do {
            self = try JSONDecoder().decode(FaultPlan.self, from: json)
        } catch let error as DecodingError {
            throw Malformed(description: Self.describe(error))
        } catch {
            throw Malformed(description: "not JSON")
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        let (context, more): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "\(key.stringValue) is missing")
            case .valueNotFound(let type, let context): (context, "a value of type \(type) is missing")
            case .typeMismatch(let type, let context): (context, "\(type) is wanted")
            case .dataCorrupted(let context): (context, context.debugDescription)
            @unknown default: (.init(codingPath: [], debugDescription: ""), "not a fault plan")
            }
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
        return path.isEmpty ? more : "/\(path): \(more)"
    }
}
