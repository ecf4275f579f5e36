package import Wording

/// A word that stands for a command line.
package struct CommandAlias: Hashable, Sendable {
    package var name: String
    /// The line without its colon; what is typed after the alias follows it.
    package var line: String
    package init(name: String, line: String) {
        self.name = name
        self.line = line
    }
}

/// What the console is told when it starts.
package struct ConsoleSettings: Hashable, Sendable {
    /// Whether every action that changes the cluster is refused.
    package var isReadOnly: Bool
    /// The themes that `:theme` offers.
    package var themeNames: [String]
    package var themeName: String
    /// What to show first: any line of the command line, such as `deck` or `services`.
    package var startScreen: String
    /// The program's version, for the header and the help.
    package var version: String
    /// The user's own short names for command lines.
    package var aliases: [CommandAlias] = []
    /// The docker contexts that a tab can be opened on.
    package var contexts: [String] = []
    package var keymap = Keymap.standard
    /// Whether hints for newcomers are shown.
    package var showsHints = false
    /// What the console's own texts are written in.
    package var language = Language.english
    /// How far local time is ahead of UTC, in seconds.
    package var secondsFromGMT = 0
    /// The columns of tables that are not to have the usual ones, by `services` and its like.
    package var columns: [String: [String]] = [:]

    /// Whether what is kept of the cluster goes when its console ends, as a demo's does.
    package var isForgotten = false

    /// How tables were arranged when the console ran the last time.
    package var memory = ViewMemory()

    package init(
        readOnly: Bool = false,
        themeNames: [String] = [],
        themeName: String = "",
        startScreen: String = "deck",
        version: String = ""
    ) {
        isReadOnly = readOnly
        self.themeNames = themeNames
        self.themeName = themeName
        self.startScreen = startScreen
        self.version = version
    }
}
