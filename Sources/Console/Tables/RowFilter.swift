import SwarmModel

/// What the user typed to narrow a list.
///
/// Plain words must be found in a row; `!words` must not; `-f wds` need only come in that order;
/// `-l key=value` (or `-l key`) is about labels.
struct RowFilter: Hashable, Sendable {
    private enum Mode: Hashable, Sendable {
        case words, fuzzy
        case label(key: String, value: String?)
    }

    /// As it was typed.
    let text: String
    /// What is looked for.
    let pattern: String
    let isInverse: Bool
    private let mode: Mode
    private let search: ByteSearch

    init(_ text: String = "") {
        self.text = text
        if text.hasPrefix("-l ") || text.hasPrefix("-f ") {
            isInverse = false
            pattern = String(text.dropFirst(3).drop { $0 == " " })
        } else {
            isInverse = text.hasPrefix("!")
            pattern = isInverse ? String(text.dropFirst()) : text
        }
        mode = Self.mode(text, pattern: pattern)
        search = ByteSearch(pattern)
    }

    private static func mode(_ text: String, pattern: String) -> Mode {
        if text.hasPrefix("-f ") { return .fuzzy }
        guard text.hasPrefix("-l ") else { return .words }
        let key = String(pattern.prefix { $0 != "=" })
        let value = key.count < pattern.count ? String(pattern.dropFirst(key.count + 1)) : nil
        return .label(key: key, value: value)
    }

    static let none = RowFilter()

    /// A filter that is only begun (`!`, `-l `) keeps everything.
    var isEmpty: Bool { search.isEmpty }

    /// Whether it looks at labels instead of words.
    var looksAtLabels: Bool {
        if case .label = mode { return true }
        return false
    }

    /// Whether a row with these words stays.
    func keeps(_ words: [String]) -> Bool {
        isEmpty || words.contains { isFound(in: $0) } != isInverse
    }

    /// Whether an object with these labels stays.
    func keeps(labels: [String: String]) -> Bool {
        guard case .label(let key, let value) = mode, !key.isEmpty else { return true }
        guard let found = labels[key] else { return false }
        return value.map { $0 == found } ?? true
    }

    /// Whether a text has the pattern.
    func isFound(in text: String) -> Bool {
        mode == .fuzzy ? search.isScattered(in: text) : search.isFound(in: text)
    }

    /// Where the text is found in a shown cell, as UTF-8 offsets.
    func highlights(in text: String) -> [Range<Int>] {
        isInverse || isEmpty || mode != .words ? [] : search.ranges(in: text)
    }
}
