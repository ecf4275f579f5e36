import SwarmModel

/// What the user typed to narrow a list.
///
/// Plain words must be found in a row; `-r` takes a regular expression; `-f wds` need only come in
/// that order; `-l key=value` (or `-l key`) is about labels. A `!` before any of them keeps the
/// other rows instead.
struct RowFilter: Hashable, Sendable {
    private struct Label: Hashable, Sendable {
        var key: String
        /// `nil` = any.
        var value: String?
    }

    /// As it was typed.
    let text: String
    /// What is looked for.
    let pattern: String
    let isInverse: Bool
    /// Whether it is a regular expression.
    let isExpression: Bool
    private let label: Label?
    private let search: TextSearch

    init(_ text: String = "") {
        self.text = text
        isInverse = text.hasPrefix("!")
        let rest = isInverse ? text.dropFirst() : text[...]
        let flag = ["-l ", "-f ", "-r "].first { rest.hasPrefix($0) }
        pattern = String(flag == nil ? rest : rest.dropFirst(3).drop { $0 == " " })
        isExpression = flag == "-r "
        label = flag == "-l " ? Self.label(pattern) : nil
        search =
            switch flag {
            case "-f ": TextSearch(scattered: pattern)
            case "-r ": TextSearch(pattern: pattern)
            default: TextSearch(words: pattern)
            }
    }

    private static func label(_ pattern: String) -> Label {
        let key = String(pattern.prefix { $0 != "=" })
        let value = key.count < pattern.count ? String(pattern.dropFirst(key.count + 1)) : nil
        return Label(key: key, value: value)
    }

    static let none = RowFilter()

    /// A filter that is only begun (`!`, `-l `, `-r [`) keeps everything.
    var isEmpty: Bool { search.isEmpty }

    /// Why the filter is not in effect, in words.
    var problem: String? { search.problem }

    /// Whether it looks at labels instead of words.
    var looksAtLabels: Bool { label != nil }

    /// Whether a row with these words stays.
    func keeps(_ words: [String]) -> Bool {
        isEmpty || words.contains { isFound(in: $0) } != isInverse
    }

    /// Whether an object with these labels stays.
    func keeps(labels: [String: String]) -> Bool {
        guard let label, !label.key.isEmpty else { return true }
        let isFound = labels[label.key].map { $0 == label.value ?? $0 } ?? false
        return isFound != isInverse
    }

    /// Whether a text has the pattern.
    func isFound(in text: String) -> Bool { search.isFound(in: text) }

    /// Where the text is found in a shown cell, as UTF-8 offsets.
    func highlights(in text: String) -> [Range<Int>] {
        isInverse || isEmpty || looksAtLabels ? [] : search.ranges(in: text)
    }
}
