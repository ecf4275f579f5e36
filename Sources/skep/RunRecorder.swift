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

/// Writes down what a console is told, shows and is typed: a recording for each tab's cluster, and
/// the pictures of all of them.
///
/// It looks on at the first tab; further ones get a ``TabRecorder`` of their own.
final class RunRecorder: ConsoleWatcher {
    /// The recorder of the run that is under way; `nil` when nothing is recorded.
    @TaskLocal static var current: RunRecorder?

    private let first: TabRecorder?
    private let further = Mutex<[TabRecorder]>([])
    private let cast: FileClerk<CastScribe>?
    private let castPath: String?
    private let themes = Mutex<[String: Theme]>([:])
    private let hasSeen = Mutex(false)

    init(file: String?, cast: String?, idle: Double?) throws {
        castPath = cast
        do {
            first = try file.map { try TabRecorder(path: $0) }
            self.cast = try cast.map { path in
                var cast = Asciicast(columns: 80, rows: 24)
                cast.title = "skep"
                cast.timestamp = WallTime.current.nanoseconds / 1_000_000_000
                cast.idleLimit = idle
                return try FileClerk(path: path, scribe: CastScribe(cast))
            }
        } catch {
            throw Failure(error)
        }
    }

    // MARK: Tabs

    /// What records the first tab's cluster; `nil` when the pictures alone are recorded.
    var firstTab: TabRecorder? { first }

    /// What records a further tab's cluster, in a file of its own beside the first.
    ///
    /// - Returns: `nil` when the pictures alone are recorded.
    /// - Throws: why the file cannot be made.
    func furtherTab() throws(FileTrouble) -> TabRecorder? {
        guard let first else { return nil }
        // What another recording has left there is not written over.
        var number = 2
        while access(Self.path(first.path, tab: number), F_OK) == 0 { number += 1 }
        let recorder = try TabRecorder(path: Self.path(first.path, tab: number))
        further.withLock { $0.append(recorder) }
        return recorder
    }

    /// `night-2.skep` beside `night.skep`.
    static func path(_ path: String, tab number: Int) -> String {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
            return "\(path)-\(number)"
        }
        return "\(path[..<dot])-\(number)\(path[dot...])"
    }

    // MARK: The first tab and the pictures

    func saw(_ snapshot: ClusterSnapshot) {
        hasSeen.withLock { $0 = true }
        first?.saw(snapshot)
    }

    func saw(_ lines: [LogLine]) { first?.saw(lines) }

    func typed(_ event: InputEvent) { first?.typed(event) }

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
    ///
    /// - Returns: whether all files are whole.
    func close() async -> Bool {
        var troubles = [await first?.close(), await cast?.close()]
        for recorder in further.withLock({ $0 }) { troubles.append(await recorder.close()) }
        for trouble in troubles.compactMap(\.self) {
            StandardOutput.complain("the recording is not whole: \(trouble)")
        }
        if !hasSeen.withLock({ $0 }), let castPath { unlink(castPath) }
        return troubles.allSatisfy { $0 == nil }
    }
}
