import ArgumentParser
import ConfigFile
import Console
import FoundationEssentials

/// `skep config`: looks after the configuration, and never writes it.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check the configuration, or print one to begin with.",
        subcommands: [
            ConfigCheckCommand.self, ConfigKeysCommand.self, ConfigPathCommand.self,
            ConfigTemplateCommand.self,
        ]
    )
}

/// `skep config check [FILE]`: says what is wrong; exit code 1 if anything is.
struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find unknown keys, bad values, and keys that two actions want."
    )

    @Argument(help: "A file instead of the usual one.", completion: .file(extensions: ["yml"]))
    var file: String?

    func run() async throws {
        guard let path = file ?? UserConfig.path else {
            throw ValidationError("neither XDG_CONFIG_HOME nor HOME is set: name a file")
        }
        guard FileManager.default.fileExists(atPath: path) else {
            guard file == nil else { throw ValidationError("there is no file \(path)") }
            return print("\(path): not there, which is fine; skep config template prints one")
        }
        let problems = UserConfig.read(path).problems
        for problem in problems { print(problem) }
        guard problems.isEmpty else { throw ExitCode.failure }
        print("\(path): ok")
    }
}

/// `skep config keys`: the actions by their ids, with the keys that they have now.
struct ConfigKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List the ids that keys can be given to, with the keys they have now."
    )

    func run() async throws {
        let keymap = UserConfig.load().configuration.keymap
        for line in KeyDocs.list(keymap) { print(line) }
    }
}

/// `skep config path`: where the configuration is looked for.
struct ConfigPathCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "path",
        abstract: "Print where the configuration is looked for."
    )

    func run() async throws {
        guard let path = UserConfig.path else {
            throw ValidationError("neither XDG_CONFIG_HOME nor HOME is set")
        }
        print(path)
    }
}

/// `skep config template`: a configuration with everything explained.
struct ConfigTemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print a configuration with everything explained and nothing said."
    )

    func run() async throws { print(ConfigTemplate.text, terminator: "") }
}
