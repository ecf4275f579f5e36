import ArgumentParser

/// The program: the console on the cluster of this user's own, unless a command says otherwise.
@main
struct Skep: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "skep",
        abstract: "A console for container clusters that work as Docker Swarm does.",
        discussion: """
            Without a command, skep opens the console on a cluster of its own that lives in this \
            process and is kept on disk. Its nodes and containers are simulated; its orchestration \
            follows Docker Swarm's rules. On the first start it asks what to begin with.
            """,
        version: "skep \(version)",
        subcommands: [
            DemoCommand.self, AttachCommand.self, ServeCommand.self, RecordCommand.self,
            ReplayCommand.self, ThemeCommand.self, ConfigCommand.self,
        ]
    )

    @OptionGroup var options: ConsoleOptions

    func run() async throws {
        try await ConsoleRun(options: options).openOwnCluster()
    }
}
