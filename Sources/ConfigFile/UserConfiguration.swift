import Basics
package import Cells
package import Console

/// What a user has written in `config.yml`; what is not said there is `nil` or empty.
///
/// The program only reads it: what it remembers by itself goes elsewhere.
package struct UserConfiguration: Hashable, Sendable {
    /// What holds for one context, or for all of them.
    package struct Manners: Hashable, Sendable {
        package var theme: String?
        package var isReadOnly: Bool?

        package init(theme: String? = nil, isReadOnly: Bool? = nil) {
            self.theme = theme
            self.isReadOnly = isReadOnly
        }
    }

    package var manners = Manners()
    /// By the name of a context, or the address of an engine.
    package var contexts: [String: Manners] = [:]
    /// The command line that is carried out first, such as `services`.
    package var start: String?
    package var usesMouse: Bool?
    /// Whether hints for newcomers are shown.
    package var showsHints: Bool?
    /// `en` or `ko`; otherwise as `LANG` says.
    package var language: String?
    /// Keys by the ids of actions.
    package var keys: [String: [Key]] = [:]
    /// By name, in the order of the file.
    package var aliases: [CommandAlias] = []
    /// Columns by the noun of a table.
    package var columns: [String: [String]] = [:]
    package var plugins: [Plugin] = []

    package init() {}

    /// What holds for a context: its own manners first, then those of all.
    package func manners(for context: String) -> Manners {
        let own = contexts[context]
        return Manners(
            theme: own?.theme ?? manners.theme,
            isReadOnly: own?.isReadOnly ?? manners.isReadOnly
        )
    }

    package var keymap: Keymap { Keymap(overrides: keys, plugins: plugins) }
}

/// One thing that is wrong with a configuration.
package struct ConfigProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Counted from 1.
    package var line: Int
    package var message: String
    /// The valid word that is nearest to a wrong one.
    package var suggestion: String?

    package init(file: String, line: Int, message: String, suggestion: String? = nil) {
        self.file = file
        self.line = line
        self.message = message
        self.suggestion = suggestion
    }

    /// One line for people.
    ///
    /// Such as `config.yml:3: unknown key "teme"; did you mean "theme"?`
    package var description: String {
        let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
        return "\(file):\(line): \(message)\(hint)"
    }
}
