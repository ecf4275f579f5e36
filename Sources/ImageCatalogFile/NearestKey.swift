/// Finds the key that somebody who mistyped most likely meant.
enum NearestKey {
    /// The key with the fewest differing letters, if they are few enough to be a slip.
    static func find(_ typed: String, among keys: [String]) -> String? {
        let ranked = keys.map { (key: $0, distance: distance(Array(typed), Array($0))) }
        guard let best = ranked.min(by: { ($0.distance, $0.key) < ($1.distance, $1.key) }),
            best.distance <= max(1, typed.count / 3)
        else { return nil }
        return best.key
    }

    /// How many letters must be added, left out or changed to get from one word to the other.
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for position in 0..<other.count {
                let change = diagonal + (letter == other[position] ? 0 : 1)
                diagonal = row[position + 1]
                row[position + 1] = min(change, diagonal + 1, row[position] + 1)
            }
        }
        return row[other.count]
    }
}
