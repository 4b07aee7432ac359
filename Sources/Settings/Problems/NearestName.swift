/// Finds what a mistyped name was probably meant to be.
enum NearestName {
    /// The candidate with the fewest changed, missing, extra or swapped characters, in any case; the first of equals.
    static func of(_ name: String, among candidates: [String]) -> String? {
        let typed = Array(name.lowercased().unicodeScalars.prefix(100))
        return candidates.min { one, other in distance(typed, one) < distance(typed, other) }
    }

    private static func distance(_ typed: [Unicode.Scalar], _ candidate: String) -> Int {
        distance(typed, Array(candidate.lowercased().unicodeScalars))
    }

    /// Optimal string alignment: Levenshtein's distance, with the swap of two neighbours as one step.
    static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var above = Array(0...other.count)
        for row in 0..<one.count {
            var current = [row + 1]
            for column in 0..<other.count {
                var best = min(
                    above[column + 1] + 1, current[column] + 1, above[column] + (one[row] == other[column] ? 0 : 1))
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = above
            above = current
        }
        return above[other.count]
    }
}
