import Synchronization

/// Which language texts are written in, for as long as a piece of work lasts.
///
/// It is handed down with the work (a task-local value), so that no function between the one that
/// knows the user's language and the one that writes a text has to pass it on.
package enum Wording {
    /// The language of the work in hand.
    @TaskLocal package static var language = Language.english

    /// Hears of texts that have no entry, in tests.
    @TaskLocal package static var gaps: Gaps?

    /// A text in the language of the work in hand.
    ///
    /// - Parameters:
    ///   - key: the English text with `%@` for each value.
    ///   - arguments: the values.
    /// - Returns: the text; in English where that language has no words for it.
    package static func text(_ key: String, _ arguments: [String]) -> String {
        Catalogue.of(language)?.text(key, arguments, gaps: gaps)
            ?? Template(key).text(with: arguments)
    }
}

/// Texts that were asked for in a language that has no words for them.
package final class Gaps: Sendable {
    private let keys = Mutex<Set<String>>([])

    package init() {}

    func note(_ key: String) { keys.withLock { _ = $0.insert(key) } }

    /// The keys, in order.
    package var all: [String] { keys.withLock { $0.sorted() } }
}
