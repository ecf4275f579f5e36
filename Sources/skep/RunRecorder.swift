import Basics
import Casting
import Cells
import ClusterPorts
import Console
import ConsoleLoop
import FoundationEssentials
import Glibc
import Recording
import RecordingFiles
import Synchronization
import Theming

/// Writes down what a console is told, shows and is typed.
final class RunRecorder: ConsoleWatcher {
    /// The recorder of the run that is under way; `nil` when nothing is recorded.
    @TaskLocal static var current: RunRecorder?

    private let recording: FileClerk<RecordingScribe>?
    private let cast: FileClerk<CastScribe>?
    private let scribe = Mutex(KeyScribe())
    private let themes = Mutex<[String: Theme]>([:])
    private let paths: [String]
    private let hasSeen = Mutex(false)
    /// Whether what the cluster does is written down, not the pictures alone.
    var recordsCluster: Bool { recording != nil }

    init(file: String?, cast: String?, idle: Double?) throws {
        paths = [file, cast].compactMap { $0 }
        let now = WallTime.current
        do {
            recording = try file.map { path in
                try FileClerk(
                    path: path,
                    scribe: RecordingScribe(
                        header: RecordingHeader(program: Skep.version, startedAt: now),
                        describer: LineDescriber()
                    )
                )
            }
            self.cast = try cast.map { path in
                var cast = Asciicast(columns: 80, rows: 24)
                cast.title = "skep"
                cast.timestamp = now.nanoseconds / 1_000_000_000
                cast.idleLimit = idle
                return try FileClerk(path: path, scribe: CastScribe(cast))
            }
        } catch {
            throw Failure(error)
        }
    }

    func saw(_ snapshot: ClusterSnapshot) {
        hasSeen.withLock { $0 = true }
        recording?.note(.snapshot(snapshot))
    }

    func saw(_ lines: [LogLine]) { recording?.note(.lines(lines)) }

    func typed(_ event: InputEvent) {
        guard let recording, let words = scribe.withLock({ $0.take(event) }) else { return }
        recording.note(.typed(words))
    }

    func showed(_ grid: Grid, theme name: String) {
        guard let cast, let theme = theme(named: name) else { return }
        cast.note(CastScribe.Frame(grid: grid, theme: theme))
    }

    private func theme(named name: String) -> Theme? {
        themes.withLock { themes in
            if let known = themes[name] { return known }
            let theme = try? ThemeLibrary.ofThisProgram.theme(named: name)
            themes[name] = theme
            return theme
        }
    }

    /// Writes what is left, and says what has gone wrong on standard error.
    ///
    /// A console that never opened leaves no file.
    func close() async {
        for trouble in [await recording?.close(), await cast?.close()].compactMap({ $0 }) {
            StandardOutput.complain("the recording is not whole: \(trouble)")
        }
        if !hasSeen.withLock({ $0 }) { for path in paths { unlink(path) } }
    }
}

/// Tells events in the words that `--plain` has.
private struct LineDescriber: EventDescriber {
    private var lines = EventLines()

    mutating func events(of snapshot: ClusterSnapshot) -> [RecordedEvent] {
        lines.events(of: snapshot, at: .current)
            .map { RecordedEvent(words: $0.words.string, isBad: $0.isBad) }
    }
}
