import ConfigFile
import FoundationEssentials
import Theming

/// The configuration of this user, as it lies on disk.
struct UserConfig {
    let configuration: UserConfiguration
    let problems: [ConfigProblem]

    /// `$XDG_CONFIG_HOME/skep/config.yml`, or the same below `~/.config`.
    static var path: String? {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return folder + "/skep/config.yml"
        }
        return environment["HOME"].map { $0 + "/.config/skep/config.yml" }
    }

    /// What the user has written; nothing if there is no file.
    static func load() -> UserConfig {
        guard let path, FileManager.default.fileExists(atPath: path) else {
            return UserConfig(configuration: UserConfiguration(), problems: [])
        }
        return read(path)
    }

    /// Reads one file.
    static func read(_ path: String) -> UserConfig {
        guard let data = FileManager.default.contents(atPath: path) else {
            let problem = ConfigProblem(file: path, line: 1, message: "this file cannot be read")
            return UserConfig(configuration: UserConfiguration(), problems: [problem])
        }
        let (configuration, problems) = ConfigReader.read(
            String(decoding: data, as: UTF8.self),
            file: path,
            themes: ThemeLibrary.ofThisProgram.names
        )
        return UserConfig(configuration: configuration, problems: problems)
    }

    /// The first thing that is wrong, and how many more there are; `nil` if nothing is.
    var summary: String? {
        problems.first.map {
            problems.count > 1 ? "\($0) (and \(problems.count - 1) more)" : "\($0)"
        }
    }

    /// What the user should know when the console opens.
    var notes: [String] { summary.map { ["\($0): skep config check"] } ?? [] }
}
