import ArgumentParser

/// `skep demo`: the console on a ready-made cluster with an update under way.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Open the console on a simulated cluster of five nodes with stacks running.",
        discussion: """
            A rolling update begins by itself after a few seconds. A demo that was killed goes on \
            where it stopped; one that was left with :q begins anew the next time, unless --state \
            names a folder that keeps it.
            """
    )

    @OptionGroup var options: ConsoleOptions

    func run() async throws {
        try await ConsoleRun(options: options).openDemo()
    }
}
