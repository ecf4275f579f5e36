/// The words of one language for the console's English texts.
package struct Catalogue: Sendable {
    /// By the English text with `%@` for each value, without blanks at its ends.
    private let templates: [String: Template]
    /// Keys that stand there more than once.
    package let repeated: [String]

    package static let korean = Catalogue(KoreanTexts.all)

    /// The words of a language; English is what the texts are written in, and has none.
    static func of(_ language: Language) -> Catalogue? {
        switch language {
        case .english: nil
        case .korean: korean
        }
    }

    /// Reads entries: an English line, then the translation, indented by four blanks.
    ///
    /// Empty lines and lines that begin with `#` are passed over. A translation of `=` says that
    /// the English word stays.
    init(_ texts: [String]) {
        var templates: [String: Template] = [:]
        var repeated: [String] = []
        for text in texts {
            var key: Substring?
            for line in text.split(separator: "\n") where !line.hasPrefix("# ") {
                guard line.hasPrefix("    ") else {
                    key = line
                    continue
                }
                guard let english = key.map(String.init) else { continue }
                let words = String(line.dropFirst(4))
                let template = Template(words == "=" ? english : words)
                if templates.updateValue(template, forKey: english) != nil {
                    repeated.append(english)
                }
                key = nil
            }
        }
        self.templates = templates
        self.repeated = repeated
    }

    /// All English texts, in order.
    package var keys: [String] { templates.keys.sorted() }

    /// Which values the translation shows, counted from 0, in its own order.
    package func arguments(of key: String) -> [Int] { templates[key]?.arguments ?? [] }

    func text(_ key: String, _ arguments: [String], gaps: Gaps?) -> String? {
        let key = key.trimmed
        guard let template = templates[key.text] else {
            if let gaps, Self.needsWords(key.text) { gaps.note(key.text) }
            return nil
        }
        return "\(key.before)\(template.text(with: arguments))\(key.after)"
    }

    /// Whether a text is more than signs, numbers and values.
    ///
    /// One that has Korean letters is translated already.
    private static func needsWords(_ key: String) -> Bool {
        var letters = 0
        for scalar in key.unicodeScalars {
            if scalar.value >= 0xAC00, scalar.value <= 0xD7A3 { return false }
            letters = scalar.properties.isAlphabetic ? letters + 1 : 0
            if letters == 2 { return true }
        }
        return false
    }
}

extension String {
    /// The text without blanks at its ends, and the blanks.
    fileprivate var trimmed: (before: Substring, text: String, after: Substring) {
        let before = prefix { $0 == " " }
        guard before.endIndex < endIndex else { return (before, "", "") }
        var end = endIndex
        while self[index(before: end)] == " " { end = index(before: end) }
        return (before, String(self[before.endIndex..<end]), self[end...])
    }
}
