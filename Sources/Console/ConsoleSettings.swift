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
