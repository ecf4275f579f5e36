import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// What the user typed to narrow a list: words that a row must have, or with `!` must not have.
struct RowFilter: Hashable, Sendable {
    let text: String
    let isInverse: Bool
    /// What is looked for.
    let pattern: String
    private let search: ByteSearch

    init(_ text: String = "") {
        self.text = text
        isInverse = text.hasPrefix("!")
        pattern = isInverse ? String(text.dropFirst()) : text
        search = ByteSearch(pattern)
    }

    static let none = RowFilter()

    var isEmpty: Bool { search.isEmpty }

    /// Whether a row with these words stays.
    func keeps(_ words: [String]) -> Bool {
        guard !isEmpty else { return true }
        return words.contains { search.isFound(in: $0) } != isInverse
    }

    /// Whether a text has the pattern.
    func isFound(in text: String) -> Bool { search.isFound(in: text) }

    /// Where the text is found in a shown cell, as UTF-8 offsets.
    func highlights(in text: String) -> [Range<Int>] {
        isInverse || isEmpty ? [] : search.ranges(in: text)
    }
}
