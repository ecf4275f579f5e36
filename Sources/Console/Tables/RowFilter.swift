import SwarmModel

/// What the user typed to narrow a list.
///
/// Each word must be found in some column of a row, but not in an age, which passes; `-r` takes a
/// regular expression and `-f wds` letters that come in that order, each for one column. `-l key=value` (or `-l key`,
/// `-l key!=value`, several with commas) is about labels. A `!` before any of them keeps the other
/// rows instead.
struct RowFilter: Hashable, Sendable {
    /// One thing that must be found in a row.
    struct Term: Hashable, Sendable {
        /// As it was typed, without its flag.
        let text: String
        let search: TextSearch
    }

    /// As it was typed.
    let text: String
    let isInverse: Bool
    /// Whether it is a regular expression.
    let isExpression: Bool
    /// What must be found, each in a column of its own or in the same; none for labels.
    let terms: [Term]
    /// What labels must say, all of it.
    private let labels: [LabelTerm]
    /// Why the filter is not in effect, in words.
    let problem: Phrase?

    private static let flags = ["-l", "-f", "-r"]

    init(_ text: String = "") {
        self.text = text
        let typed = text.drop { $0 == " " }
        isInverse = typed.hasPrefix("!")
        let rest = isInverse ? typed.dropFirst() : typed
        let flag = Self.flags.first { rest == $0 || rest == "-" || rest.hasPrefix($0 + " ") }
        let pattern = String(flag == nil ? rest : rest.dropFirst(2).drop { $0 == " " })
        isExpression = flag == "-r"
        var terms: [Term] = []
        var labels: [LabelTerm] = []
        var problem: Phrase?
        switch flag {
        case "-l":
            let read = pattern.split(separator: ",").map { LabelTerm(String($0)) }
            if read.contains(nil) {
                problem = "a label has a name before its ="
            } else {
                labels = read.compactMap(\.self)
            }
        case "-f":
            terms = [Term(text: pattern, search: TextSearch(scattered: pattern))]
        case "-r":
            let search = TextSearch(pattern: pattern)
            problem = search.problem
            terms = [Term(text: pattern, search: search)]
        default:
            terms = pattern.split(separator: " ").map {
                Term(text: String($0), search: TextSearch(words: String($0)))
            }
        }
        self.terms = terms.filter { !$0.search.isEmpty }
        self.labels = labels
        self.problem = problem
    }

    static let none = RowFilter()

    /// A filter that is only begun (`!`, `-l`, `-r [`) keeps everything.
    var isEmpty: Bool { terms.isEmpty && labels.isEmpty }

    /// Whether the user sees it: it is in effect, or something is wrong with it.
    var isShown: Bool { !isEmpty || problem != nil }

    /// Whether it looks at labels instead of words.
    var looksAtLabels: Bool { !labels.isEmpty }

    /// Whether something that is looked for is written as ages are: `12m`.
    var looksForAge: Bool {
        !isExpression
            && terms.contains { term in
                term.text.last.map { "smhd".contains($0) } == true && term.text.count > 1
                    && term.text.dropLast().allSatisfy(\.isNumber)
            }
    }

    /// Whether a row with these words stays.
    func keeps(_ words: [String]) -> Bool {
        isEmpty
            || terms.allSatisfy { term in words.contains { term.search.isFound(in: $0) } }
                != isInverse
    }

    /// Whether an object with these labels stays.
    func keeps(labels: [String: String]) -> Bool {
        isEmpty || self.labels.allSatisfy { $0.holds(of: labels) } != isInverse
    }

    /// Where something that is looked for is in a shown cell, as UTF-8 offsets.
    func highlights(in text: String) -> [Range<Int>] {
        isInverse ? [] : terms.flatMap { $0.search.ranges(in: text) }
    }
}

/// What one label must be: `key`, `key=value` or `key!=value`.
private struct LabelTerm: Hashable, Sendable {
    let key: String
    /// `nil` = any.
    let value: String?
    /// Whether it must be another value, or none.
    let isOther: Bool

    /// - Returns: `nil` if there is no name.
    init?(_ text: String) {
        let text = text.drop { $0 == " " }
        let name = text.prefix { $0 != "=" }
        isOther = name.hasSuffix("!") && name.count < text.count
        key = String(isOther ? name.dropLast() : name)
        value = name.count < text.count ? String(text.dropFirst(name.count + 1)) : nil
        if key.isEmpty { return nil }
    }

    func holds(of labels: [String: String]) -> Bool {
        let isThere = labels[key].map { $0 == value ?? $0 } ?? false
        return isThere != isOther
    }
}
