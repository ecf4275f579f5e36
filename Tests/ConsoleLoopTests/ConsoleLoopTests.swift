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
        func deployStack(
            _ operation: OperationID,
            report: @Sendable (SafeText) -> Void
        ) async -> Result<SafeText, EngineError> { .success("") }
        func removeStack(
            _ name: String,
            report: @Sendable (SafeText) -> Void
        ) async -> Result<SafeText, EngineError> { .success("") }
        func edit(_ text: String, named name: String) async -> Result<String, EngineError> {
            .success(text)
        }
        func openTerminal(in task: TaskID, command: [String]) async -> EngineError? { nil }
        func read(_ path: String) -> Result<[UInt8], EngineError> { .success([1]) }
        func save(_ text: String, suggestedName: String) -> Result<SafeText, EngineError> {
            .success("x")
        }
    }

    @Test func `keys typed into the terminal end the run and restore the terminal`() async throws {
        let (snapshots, feed) = AsyncStream.makeStream(of: ClusterSnapshot.self)
        let screen = RecordingScreen(size: Size(columns: 80, rows: 24))
        let desk = NoDesk()
        let loop = ConsoleLoop(session: FakeCluster(source: snapshots), screen: screen, desk: desk)
        feed.yield(.empty)
        for key in try #require(Key.sequence(":theme nord<enter>:q<enter>")) {
            screen.send(.key(key))
        }
        await loop.run(ConsoleSettings(themeNames: ["nord"], themeName: "dark"))
        #expect(desk.themes.all == ["nord"])
        #expect(!screen.frames.isEmpty)
        #expect(screen.isClosed)
        feed.finish()
    }

    @Test func `a terminal that goes away ends the run`() async {
        let (snapshots, feed) = AsyncStream.makeStream(of: ClusterSnapshot.self)
        let screen = RecordingScreen(size: Size(columns: 40, rows: 12))
        screen.send(.endOfInput)
        await ConsoleLoop(session: FakeCluster(source: snapshots), screen: screen, desk: NoDesk())
            .run(ConsoleSettings())
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
