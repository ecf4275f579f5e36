/// Finds what someone meant.
package enum NearestWord {
    /// The candidate with the fewest typing errors from `word`; `nil` when none is at all like it.
    package static func to(_ word: String, among candidates: [String]) -> String? {
        let typed = Array(word.lowercased())
        let rated = candidates.map { (word: $0, errors: distance(typed, Array($0.lowercased()))) }
        let limit = max(1, max(typed.count, 3) * 2 / 3)
        return rated.filter { $0.errors <= limit }.min { $0.errors < $1.errors }?.word
    }

    /// Insertions, deletions and replacements that turn one word into the other.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let replaced = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
