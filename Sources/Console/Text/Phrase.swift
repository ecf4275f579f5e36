package import Basics
import Wording

/// A text of the console's own, in English, with the values in it kept apart.
///
/// A literal with values in it is one: `"node \(name) is gone"` has the key `node %@ is gone`, by
/// which the other languages find their own words and put the value where it belongs.
package struct Phrase: Sendable {
    fileprivate enum Argument: Sendable {
        case value(String)
        case phrase(Phrase)

        var said: String {
            switch self {
            case .value(let text): text
            case .phrase(let phrase): phrase.said
            }
        }
    }

    /// The English text with `%@` for each value.
    private let key: String
    private let arguments: [Argument]
    /// The text with its values.
    package let english: String

    private init(key: String, arguments: [Argument], english: String) {
        self.key = key
        self.arguments = arguments
        self.english = english
    }

    /// A text without values that is known as a string only.
    package init(_ constant: String) {
        self.init(key: constant, arguments: [], english: constant)
    }

    /// A word that other languages find by another one, such as a column by its title.
    init(_ english: String, foundBy key: String) {
        self.init(key: key, arguments: [], english: english)
    }

    /// A name that somebody has given, which is the same in every language.
    package init(named name: some CustomStringConvertible) {
        self.init(key: "%@", arguments: [.value(name.description)], english: name.description)
    }

    /// A text that was made elsewhere, by its words with `%@` for each value.
    ///
    /// - Parameters:
    ///   - words: the key.
    ///   - word: the first value, if that is a word of the console's own.
    ///   - names: the other values, which are the same in every language.
    package init(words: String, word: String?, names: [String]) {
        let first = word.map { Argument.phrase(Phrase($0)) }
        let arguments = [first].compactMap(\.self) + names.map { .value($0) }
        let parts = words.split(separator: "%@", omittingEmptySubsequences: false)
        let values = [word].compactMap(\.self) + names
        var english = String(parts.first ?? "")
        for (value, part) in zip(values, parts.dropFirst()) { english += value + part }
        self.init(key: words, arguments: arguments, english: english)
    }

    /// A number of things: `1 task`, `3 tasks`.
    ///
    /// Its key is `%@ task`, whatever the number, since other languages count otherwise.
    init(counting number: Int, _ one: String, _ many: String) {
        self.init(
            key: "%@ " + one,
            arguments: [.value("\(number)")],
            english: "\(number) \(number == 1 ? one : many)"
        )
    }

    /// One phrase that is written in several pieces.
    package static func + (left: Phrase, right: Phrase) -> Phrase {
        Phrase(
            key: left.key + right.key,
            arguments: left.arguments + right.arguments,
            english: left.english + right.english
        )
    }

    /// The text in the language of the work in hand; in English where that has no words for it.
    package var said: String {
        guard Wording.language != .english else { return english }
        return Wording.text(key, arguments.map(\.said))
    }

    /// The same, fit for a cell.
    package var safe: SafeText { said.safe }

    var isEmpty: Bool { english.isEmpty }
}

/// A phrase in the language of the work in hand.
package func said(_ phrase: Phrase) -> String { phrase.said }

extension Phrase: CustomStringConvertible {
    package var description: String { english }
}

extension Phrase: Hashable {
    /// Phrases are the same when they read the same.
    package static func == (left: Phrase, right: Phrase) -> Bool { left.english == right.english }
    package func hash(into hasher: inout Hasher) { hasher.combine(english) }
}

extension Phrase: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(value) }

    package init(stringInterpolation: StringInterpolation) {
        self.init(
            key: stringInterpolation.key,
            arguments: stringInterpolation.arguments,
            english: stringInterpolation.english
        )
    }

    /// Collects what stands in a literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var key = ""
        fileprivate var arguments: [Argument] = []
        fileprivate var english = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            english.reserveCapacity(literalCapacity + interpolationCount * 8)
        }

        package mutating func appendLiteral(_ literal: String) {
            key += literal
            english += literal
        }

        package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            append(.value(value.description), english: value.description)
        }

        package mutating func appendInterpolation(_ phrase: Phrase) {
            append(.phrase(phrase), english: phrase.english)
        }

        /// A value that is a word of the console's own, such as `node`.
        package mutating func appendInterpolation(word: String) {
            appendInterpolation(Phrase(word))
        }

        private mutating func append(_ value: Argument, english word: String) {
            key += "%@"
            arguments.append(value)
            english += word
        }
    }
}

extension String {
    /// A text of the console's own that is known as a value only, in the user's language.
    var said: String { Phrase(self).said }
}

extension SafeText {
    /// A text of the console's own that is known as a value only, in the user's language.
    var said: SafeText { Wording.language == .english ? self : string.said.safe }
}
