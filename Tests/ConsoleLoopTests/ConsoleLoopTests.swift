import Basics
import Cells
import ClusterPorts
import Console
import ConsoleLoop
import SwarmModel
import SwarmStore
import Synchronization
import Testing

/// The loop against a cluster and a terminal that are both only values.
@Suite struct ConsoleLoopTests {
    private struct FakeCluster: ClusterSession {
        let source: AsyncStream<ClusterSnapshot>
        let commands = Recorder<ClusterCommand>()

        func snapshot() async -> ClusterSnapshot { .empty }
        func snapshots() async -> AsyncStream<ClusterSnapshot> { source }
        func perform(_ command: ClusterCommand) async throws(EngineError) -> CommandOutcome {
            commands.note(command)
            return CommandOutcome()
        }
        func logs(_ request: LogRequest) async -> AsyncStream<[LogLine]> {
            AsyncStream { $0.finish() }
        }
        func json(of reference: ObjectReference) async -> String? { nil }
        func setClock(_ clock: ClockState) async throws(EngineError) {}
        func close() async {}
    }

    private final class Recorder<Element: Sendable>: Sendable {
        private let elements = Mutex<[Element]>([])
        func note(_ element: Element) { elements.withLock { $0.append(element) } }
        var all: [Element] { elements.withLock { $0 } }
    }

    private struct NoDesk: ConsoleDesk {
        let themes = Recorder<String>()
        func useTheme(_ name: String) -> SafeText? {
            themes.note(name)
            return name == "nosuch" ? "there is no such theme" : nil
        }
        func repaint() {}
        func endHints() {}
        func remember(_ memory: ViewMemory) -> EngineError? { nil }
        func run(
            _ call: PluginCall,
            report: @escaping @Sendable ([SafeText]) -> Void
        ) async -> Int32 {
            report([SafeText(sanitizing: call.command)])
            return 7
        }
        func planStack(
            files: [String],
            name: String,
            operation: OperationID
        ) async -> Result<StackPlanText, EngineError> { .success(StackPlanText(lines: [])) }
        func script(of rehearsal: Rehearsal) throws(EngineError) -> any ForecastScript {
            throw EngineError(status: 409, message: "there is no plan")
        }
        func deployStack(
            _ operation: OperationID,
            isStopped: @Sendable () -> Bool,
            report: @Sendable (SafeText) -> Void
        ) async -> WorkEnd { .done }
        func removeStack(
            _ name: String,
            isStopped: @Sendable () -> Bool,
            report: @Sendable (SafeText) -> Void
        ) async -> WorkEnd { .done }
        func edit(_ text: String, named name: String) async -> Result<String, EngineError> {
            .success(text)
        }
        func openTerminal(in task: TaskID, command: [String]) async -> EngineError? { nil }
        func read(_ path: String) -> Result<[UInt8], EngineError> { .success([1]) }
        func save(_ text: String, to place: SavePlace) -> SaveOutcome { .written("x") }
    }

    @Test func `keys typed into the terminal end the run and restore the terminal`() async throws {
        let (snapshots, feed) = AsyncStream.makeStream(of: ClusterSnapshot.self)
        let screen = RecordingScreen(size: Size(columns: 80, rows: 24))
        let desk = NoDesk()
        let cluster = FakeCluster(source: snapshots)
        feed.yield(.empty)
        for key in try #require(Key.sequence(":theme nord<enter>:q<enter>")) {
            screen.send(.key(key))
        }
        let settings = ConsoleSettings(themeNames: ["nord"], themeName: "dark")
        await ConsoleLoop(screen: screen)
            .run([ConsoleStart(session: cluster, desk: desk, settings: settings)])
        #expect(desk.themes.all == ["nord"])
        #expect(!screen.frames.isEmpty)
        #expect(screen.isClosed)
        feed.finish()
    }

    private struct Finder: ClusterFinder {
        let start: ConsoleStart
        func open(_ words: String) async -> Result<ConsoleStart, EngineError> {
            words == "other"
                ? .success(start)
                : .failure(EngineError(status: 503, message: "there is no \(words)"))
        }
    }

    @Test func `clusters that were opened in tabs are let go of, each once`() async throws {
        let (snapshots, feed) = AsyncStream.makeStream(of: ClusterSnapshot.self)
        let ends = Recorder<String>()
        func start(_ name: String) -> ConsoleStart {
            ConsoleStart(
                session: FakeCluster(source: snapshots),
                desk: NoDesk(),
                settings: ConsoleSettings(),
                end: { ends.note(name) }
            )
        }
        let screen = RecordingScreen(size: Size(columns: 80, rows: 24))
        let loop = ConsoleLoop(screen: screen, finder: Finder(start: start("other")))
        let run = Task { await loop.run([start("one"), start("two")]) }
        func see(_ words: String) async {
            while screen.frames.last?.text.contains(words) != true { await Task.yield() }
        }
        screen.type(":attach nosuch<enter>")
        await see("there is no nosuch")
        screen.type(":attach other<enter>")
        await see(" 3 test")
        screen.type(":tab close<enter>")
        await see(" 2 test")
        while ends.all.isEmpty { await Task.yield() }
        #expect(ends.all == ["other"])
        screen.type("<alt-2>:q<enter>")
        await run.value
        #expect(ends.all.sorted() == ["one", "other", "two"])
        feed.finish()
    }

    private final class Watcher: ConsoleWatcher {
        let seen = Recorder<String>()
        func saw(_ snapshot: ClusterSnapshot) { seen.note("snapshot") }
        func saw(_ lines: [LogLine]) { seen.note("lines") }
        func typed(_ event: InputEvent) {
            seen.note("typed")
            if case .key(let key) = event { keys.note(key.description) }
        }
        let keys = Recorder<String>()
        func showed(_ grid: Grid, theme: String) { seen.note("frame \(theme)") }
    }

    @Test func `who looks on is told what comes, is typed and is shown`() async {
        let (snapshots, feed) = AsyncStream.makeStream(of: ClusterSnapshot.self)
        let screen = RecordingScreen(size: Size(columns: 80, rows: 24))
        let watcher = Watcher()
        var start = ConsoleStart(
            session: FakeCluster(source: snapshots),
            desk: NoDesk(),
            settings: ConsoleSettings(themeName: "nord")
        )
        start.watcher = watcher
        screen.type(":q<enter>")
        await ConsoleLoop(screen: screen).run([start])
        #expect(watcher.seen.all.contains("frame nord"))
        #expect(watcher.seen.all.count { $0 == "typed" } >= 3)
        feed.finish()
    }

    @Test func `who looks on at a tab is told what is typed while it has the keys`() async {
        let (snapshots, feed) = AsyncStream.makeStream(of: ClusterSnapshot.self)
        let screen = RecordingScreen(size: Size(columns: 80, rows: 24))
        let watchers = [Watcher(), Watcher()]
        let starts = watchers.map { watcher in
            var start = ConsoleStart(
                session: FakeCluster(source: snapshots),
                desk: NoDesk(),
                settings: ConsoleSettings()
            )
            start.watcher = watcher
            return start
        }
        screen.type("j<alt-2>k<alt-1>:q<enter>")
        await ConsoleLoop(screen: screen).run(starts)
        #expect(watchers[0].keys.all == ["j", "alt-2", ":", "q", "enter"])
        #expect(watchers[1].keys.all == ["k", "alt-1"])
        feed.finish()
    }

    @Test func `a terminal that goes away ends the run`() async {
        let (snapshots, feed) = AsyncStream.makeStream(of: ClusterSnapshot.self)
        let screen = RecordingScreen(size: Size(columns: 40, rows: 12))
        screen.send(.endOfInput)
        let cluster = FakeCluster(source: snapshots)
        let start = ConsoleStart(session: cluster, desk: NoDesk(), settings: ConsoleSettings())
        await ConsoleLoop(screen: screen).run([start])
        #expect(screen.isClosed)
        feed.finish()
    }
}

extension ClusterSnapshot {
    fileprivate static var empty: ClusterSnapshot {
        var random = SeededGenerator(seed: 1)
        return ClusterSnapshot(
            store: Store(cluster: Cluster(id: ClusterID(using: &random))),
            now: .zero,
            epoch: WallTime(nanoseconds: 0),
            source: .simulated(name: "test"),
            managers: ManagersSummary(total: 0, reachable: 0, leader: nil)
        )
    }
}
