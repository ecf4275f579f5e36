import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// What the user typed to narrow a list: words that a row must have, or with `!` must not have.
struct RowFilter: Hashable, Sendable {
    let text: String
    private let isInverse: Bool
    private let search: ByteSearch

    init(_ text: String = "") {
        self.text = text
        isInverse = text.hasPrefix("!")
        search = ByteSearch(isInverse ? String(text.dropFirst()) : text)
    }

    static let none = RowFilter()

    var isEmpty: Bool { search.isEmpty }

    /// Whether a row with these words stays.
    func keeps(_ words: [String]) -> Bool {
        guard !isEmpty else { return true }
        return words.contains { search.isFound(in: $0) } != isInverse
    }

    /// Where the text is found in a shown cell, as UTF-8 offsets.
    func highlights(in text: String) -> [Range<Int>] {
        isInverse || isEmpty ? [] : search.ranges(in: text)
    }

    /// Whether everything this filter keeps, `shorter` keeps too.
    func narrows(_ shorter: RowFilter) -> Bool {
        !isInverse && !shorter.isInverse && text.hasPrefix(shorter.text)
    }
}
