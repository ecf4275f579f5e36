import ArgumentParser
import Theming

/// `skep theme`: looks after theme files.
struct ThemeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme",
        abstract: "Check and list themes, or print one to begin with.",
        subcommands: [
            ThemeCheckCommand.self, ThemeListCommand.self, ThemeTemplateCommand.self,
        ]
    )
}

/// `skep theme check [NAME|FILE …]`: says what is wrong with themes; exit code 1 if anything is.
struct ThemeCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find unknown keys, bad colours, missing slots and weak contrast."
    )

    @Argument(
        help: "Themes by name, or files; all that can be found when none is given.",
        completion: .themes
    )
    var themes: [String] = []

    func run() async throws {
        let library = ThemeLibrary.ofThisProgram
        let names = themes.isEmpty ? library.names : themes
        var isFine = true
        for name in names {
            let problems = library.problems(ofThemeNamed: name)
            if problems.isEmpty {
                print("\(name): ok")
            } else {
                isFine = false
                for problem in problems { print(problem.description) }
            }
        }
        if !isFine { throw ExitCode.failure }
    }
}

/// `skep theme list`: the names that `--theme` and `:theme` take.
struct ThemeListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the themes that can be used."
    )

    func run() async throws {
        for name in ThemeLibrary.ofThisProgram.names { print(name) }
    }
}

/// `skep theme template`: a theme with every slot explained, to copy from.
struct ThemeTemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print a theme with every slot explained, to copy from."
    )

    func run() async throws { print(BuiltInThemes.template, terminator: "") }
}
