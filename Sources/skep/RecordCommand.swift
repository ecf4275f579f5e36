import ArgumentParser
import FoundationEssentials

/// `skep record`: any console, written down as it goes.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Open a console and record what its cluster does and what is typed.",
        discussion: """
            What follows -- is what skep would be started with: `skep record night.skep -- attach \
            production`. The recording holds what the first tab's cluster told, and the keys that \
            were typed at it, but no secret's value, join token or unlock key. Each further tab has \
            a recording of its own beside it: night-2.skep. `skep replay FILE ...` shows them. An \
            asciicast holds the pictures instead, for asciinema and its like. Both can be made at once.
            """
    )

    @Argument(help: "The file to be made; there must be none of that name.", completion: .file())
    var file: String?

    @Option(
        help: ArgumentHelp("Record the pictures, too, as an asciicast.", valueName: "file"),
        completion: .file()
    )
    var cast: String?

    @Option(help: "The longest pause that a player of the asciicast shows, in seconds.")
    var idle: Double?

    @Argument(parsing: .postTerminator, help: "What skep is started with.")
    var arguments: [String] = []

    func validate() throws {
        if file == nil, cast == nil { throw ValidationError("say which file: skep record FILE") }
        if idle != nil, cast == nil { throw ValidationError("--idle is about a --cast FILE") }
        if let idle, !(idle > 0) {
            throw ValidationError("--idle must be more than 0, not \(idle)")
        }
        if arguments.contains("--plain") {
            throw ValidationError(
                "with --plain there is nothing to record: its lines are the record"
            )
        }
    }

    func run() async throws {
        let command = try Skep.parseAsRoot(arguments)
        let recorder = try RunRecorder(file: file, cast: cast, idle: idle)
        do {
            try await RunRecorder.$current.withValue(recorder) { try await Self.run(command) }
        } catch {
            _ = await recorder.close()
            throw error
        }
        if !(await recorder.close()) { throw ExitCode.failure }
    }

    private static func run(_ command: any ParsableCommand) async throws {
        var command = command
        if var waiting = command as? any AsyncParsableCommand {
            try await waiting.run()
        } else {
            try command.run()
        }
    }
}
