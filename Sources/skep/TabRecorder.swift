import Basics
import Cells
import ClusterPorts
import Console
import ConsoleLoop
import Glibc
import Recording
import RecordingFiles
import Synchronization

/// Writes down what the cluster of one tab does, and what is typed at it.
final class TabRecorder: ConsoleWatcher {
    /// The file that is written.
    let path: String
    private let clerk: FileClerk<RecordingScribe>
    private let keys = Mutex(KeyScribe())
    private let hasSeen = Mutex(false)

    /// Makes the file.
    ///
    /// - Throws: why it cannot be made, also when there is one already.
    init(path: String) throws(FileTrouble) {
        self.path = path
        let header = RecordingHeader(program: Skep.version, startedAt: .current)
        clerk = try FileClerk(
            path: path,
            scribe: RecordingScribe(header: header, describer: LineDescriber())
        )
    }

    func saw(_ snapshot: ClusterSnapshot) {
        hasSeen.withLock { $0 = true }
        clerk.note(.snapshot(snapshot))
    }

    func saw(_ lines: [LogLine]) { clerk.note(.lines(lines)) }

    func typed(_ event: InputEvent) {
        guard let words = keys.withLock({ $0.take(event) }) else { return }
        clerk.note(.typed(words))
    }

    func showed(_ grid: Grid, theme: String) {}

    /// Why nothing is written any more, as soon as that is so; `nil` when all was written.
    var trouble: String? { get async { await clerk.end } }

    /// Writes what is left; what has never seen a cluster leaves no file.
    ///
    /// - Returns: why the file is not whole; `nil` if it is.
    func close() async -> String? {
        let trouble = await clerk.close()
        if !hasSeen.withLock({ $0 }) { unlink(path) }
        return trouble
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
