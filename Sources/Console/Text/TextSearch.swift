/// What somebody looks for in many texts: words, letters in an order, or a regular expression.
struct TextSearch: Hashable, Sendable {
    private enum Means: Hashable, Sendable {
        case words(ByteSearch)
        case scattered(ByteSearch)
        case pattern(Pattern)
    }

    private let means: Means
    /// Why a regular expression cannot be used, in words; nothing is then looked for.
    let problem: Phrase?

    /// Looks for words, without regard to the case of ASCII letters.
    init(words: String) {
        means = .words(ByteSearch(words))
        problem = nil
    }

    /// Looks for letters in this order, with others between them.
    init(scattered letters: String) {
        means = .scattered(ByteSearch(letters))
        problem = nil
    }

    /// Looks for what a regular expression says.
    init(pattern: String) {
        do throws(Pattern.Problem) {
            means = pattern.isEmpty ? .words(ByteSearch("")) : .pattern(try Pattern(pattern))
            problem = nil
        } catch {
            means = .words(ByteSearch(""))
            problem = error.words
        }
    }

    /// What was typed after `/`: words, or a regular expression after `-r`.
    init(typed text: String) {
        if text.hasPrefix("-r ") {
            self.init(pattern: String(text.dropFirst(3)))
        } else {
            self.init(words: text)
        }
    }

    /// Whether nothing is looked for.
    var isEmpty: Bool {
        switch means {
        case .words(let search), .scattered(let search): search.isEmpty
        case .pattern: false
        }
    }

    /// Whether it is a regular expression, which takes longer.
    var isPattern: Bool {
        if case .pattern = means { return true }
        return false
    }

    /// Whether it is in the text; nothing is in every text.
    func isFound(in text: String) -> Bool {
        switch means {
        case .words(let search): search.isFound(in: text)
        case .scattered(let search): search.isScattered(in: text)
        case .pattern(let pattern): pattern.isFound(in: text)
        }
    }

    /// Where it is, as UTF-8 offsets that do not overlap, ascending; nowhere for loose letters.
    func ranges(in text: String) -> [Range<Int>] {
        switch means {
        case .words(let search): search.ranges(in: text)
        case .scattered: []
        case .pattern(let pattern): pattern.ranges(in: text)
        }
    }
}
