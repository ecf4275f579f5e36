import ArgumentParser
import Basics
import Casting
import Cells
import ClusterPorts
import Console
import FoundationEssentials
import Hosting
import Recording
import RecordingFiles
import SwarmModel
import Theming

/// `skep replay`: the console on a recording.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract:
            "Open the console on a recording that skep record has made; nothing can be changed.",
        discussion: """
            F8 plays and stops, < and > go to the change before and after, { and } to the event, F9 \
            sets the pace, which --speed N begins with, :seek goes to a time. A recording whose end is missing or damaged is \
            shown as far as it is whole.
            """
    )

    @Argument(help: "Recordings: a tab for each.", completion: .file())
    var files: [String]

    @Flag(help: "Begin at the first picture and wait.")
    var paused = false

    @Option(
        help: ArgumentHelp(
            "No screen: write an asciicast of it; there must be none of that name.",
            valueName: "file"
        ),
        completion: .file()
    )
    var cast: String?

    @Option(help: "What the asciicast shows, as it is typed after the colon.")
    var screen = "deck"

    @Option(help: "The asciicast's size.")
    var size = "120x40"

    @OptionGroup var options: AttachCommand.Options

    @Option(help: "The longest pause that a player of the asciicast shows, in seconds.")
    var idle: Double?

    private var file: String { files.first ?? "" }

    func validate() throws {
        if files.isEmpty { throw ValidationError("say which recording: skep replay FILE") }
        if files.count > 1, cast != nil || options.view.isPlain {
            throw ValidationError("--cast and --plain take one recording at a time")
        }
        try options.console.refuseClusterOptions()
        guard Self.size(size) != nil else { throw ValidationError("--size is written 120x40") }
        if let idle, !(idle > 0) {
            throw ValidationError("--idle must be more than 0, not \(idle)")
        }
    }

    static func size(_ text: String) -> Size? {
        let sides = text.split(separator: "x").compactMap { Int($0) }
        guard sides.count == 2, sides.allSatisfy({ (1...1_000).contains($0) }) else { return nil }
        return Size(columns: sides[0], rows: sides[1])
    }

    func run() async throws {
        do {
            if options.view.isPlain { return try tell() }
            if cast != nil { return try await writeCast() }
            let speed = options.cluster.speed
            var sessions: [ReplaySession] = []
            var flaws: [String] = []
            for file in files {
                let session = try Self.session(at: file)
                if paused || speed != 1 {
                    try await session.setClock(ClockState(isPaused: paused, speed: speed))
                }
                if let flaw = await session.flaw { flaws.append("\(file): \(flaw)") }
                sessions.append(session)
            }
            var options = try options.console
            options.view.isReadOnly = true
            try await ConsoleRun(options: options).open(sessions, notes: flaws)
        } catch {
            throw error is ExitCode ? error : Failure(error)
        }
    }

    /// A session on a recording.
    static func session(at path: String) throws -> ReplaySession {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let bytes = try FileBytes(path: path)
        do {
            return try ReplaySession(bytes, name: name) { snapshot, reference in
                ObjectJSON(snapshot).text(of: reference)
            }
        } catch let failure as RecordingFailure {
            throw Failure("\(path): \(failure)")
        }
    }

    /// Whether there is a recording, or what was one, under that path.
    static func isRecording(_ path: String) -> Bool {
        (try? FileBytes(path: path)) != nil
    }

    private func tell() throws {
        let bytes = try FileBytes(path: file)
        let index: RecordingIndex
        do {
            index = try RecordingIndex(bytes)
        } catch let failure as RecordingFailure {
            throw Failure("\(file): \(failure)")
        }
        for (_, event) in index.events { print(event.words) }
        if let flaw = index.flaw { StandardOutput.complain("\(file): \(flaw)") }
    }

    /// Shows the recording to nobody, and writes the pictures down.
    private func writeCast() async throws {
        guard let cast, let size = Self.size(size) else { return }
        // It may be the recording itself, by a slip of the hand.
        guard !FileManager.default.fileExists(atPath: cast) else {
            throw Failure("\(cast): File exists")
        }
        let drawing = RecordingDrawing(
            source: try FileBytes(path: file),
            name: file,
            theme: try ThemeLibrary.ofThisProgram.theme(named: options.view.theme ?? "dark"),
            screen: screen,
            size: size
        )
        let text = try drawing.cast(idle: idle, speed: options.cluster.speed)
        guard
            FileManager.default.createFile(
                atPath: cast,
                contents: Data(text.utf8),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw Failure(CastTrouble(path: cast)) }
    }
}

private struct CastTrouble: Error, CustomStringConvertible {
    let path: String
    var description: String { "cannot write \(path)" }
}
