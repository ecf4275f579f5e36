import Basics
import ClusterPorts
import Recording
import SwarmModel
import SwarmStore
import Synchronization
import Testing

@testable import RecordingFiles

/// A recording in the place of a cluster, on a clock that the test turns.
struct ReplaySessionTests {
    private final class HandClock: Sendable {
        private let time = Mutex(Duration.zero)
        var now: Duration { time.withLock { $0 } }
        func pass(_ span: Duration) { time.withLock { $0 += span } }
    }

    private let clock = HandClock()

    private func session(_ bytes: [UInt8]) throws -> ReplaySession {
        try ReplaySession(
            BytesInMemory(bytes),
            name: "night.skep",
            describe: { snapshot, _ in "at \(snapshot.now.nanoseconds)" },
            clock: { [clock] in clock.now }
        )
    }

    private func step(_ session: ReplaySession, _ story: RecordedStory) async -> String {
        await session.snapshot().store.label(of: story.node)
    }

    @Test func `it plays at its pace, stands still, and plays at another`() async throws {
        let story = try RecordedStory.counting(20)
        let session = try session(story.bytes)
        #expect(await step(session, story) == "")
        clock.pass(.seconds(3))
        #expect(await step(session, story) == "3")
        try await session.setClock(ClockState(isPaused: true, speed: 1))
        clock.pass(.seconds(30))
        #expect(await step(session, story) == "3")
        try await session.setClock(ClockState(speed: 4))
        clock.pass(.seconds(2))
        #expect(await step(session, story) == "11")
        let status = try #require(await session.snapshot().replay)
        #expect(status.isPlaying && status.speed == 4 && status.position == .seconds(11))
        #expect(status.length == .seconds(21) && status.name == "night.skep")
        #expect(status.events.count == 20 && status.events.count(where: \.isBad) == 4)
    }

    @Test func `it stands still at its end, and begins anew when it is told to play`() async throws
    {
        let story = try RecordedStory.counting(5)
        let session = try session(story.bytes)
        clock.pass(.seconds(60))
        #expect(await step(session, story) == "5")
        #expect(await session.snapshot().replay?.isPlaying == false)
        try await session.setClock(ClockState(speed: 1))
        clock.pass(.seconds(2))
        #expect(await step(session, story) == "2")
    }

    @Test func `every place can be gone to`() async throws {
        let story = try RecordedStory.counting(20)
        let session = try session(story.bytes)
        try await session.setClock(ClockState(isPaused: true, speed: 1))
        for (target, expected) in [
            (ReplaySeek.to(.seconds(12)), "12"), (.by(.seconds(-4)), "8"), (.changes(1), "9"),
            (.changes(-2), "7"), (.event(forward: true), "8"), (.event(forward: false), "7"),
            (.part(0.5), "10"), (.wall(RecordedStory.start + .seconds(4)), "4"),
            (.to(.seconds(999)), "20"), (.changes(9), "20"), (.to(.zero), ""), (.changes(-1), ""),
        ] {
            try await session.seek(target)
            #expect(await step(session, story) == expected, "\(target)")
        }
        await #expect(throws: EngineError.self) {
            try await session.seek(.event(forward: false))
        }
        try await session.step(.event)
        #expect(await step(session, story) == "1")
        try await session.step(.time(.seconds(2)))
        #expect(await step(session, story) == "3")
    }

    @Test func `going back is another time line, going on is the same`() async throws {
        let story = try RecordedStory.counting(20)
        let session = try session(story.bytes)
        try await session.seek(.to(.seconds(5)))
        let first = await session.snapshot().era
        try await session.seek(.to(.seconds(9)))
        #expect(await session.snapshot().era == first)
        try await session.seek(.to(.seconds(2)))
        #expect(await session.snapshot().era == first + 1)
    }

    @Test func `nothing can be changed, and the snapshot says so`() async throws {
        let session = try session(RecordedStory.counting(2).bytes)
        #expect(await session.snapshot().readOnlyReason == ReplaySession.refusal)
        await #expect(throws: EngineError.self) {
            try await session.perform(.createConfig(ConfigSpec(name: "x", data: [])))
        }
        #expect(await session.json(of: .stack("x"))?.hasPrefix("at ") == true)
    }

    @Test func `what is shown is looked ahead of as an estimate, and stays as it was`() async throws
    {
        var story = try RecordedStory()
        let (node, service) = (story.node, story.service)
        try story.write(at: .zero) { store in
            var manager = store.node(node)
            manager?.description.resources = Resources(
                nanoCPUs: 4_000_000_000,
                memoryBytes: 8_589_934_592
            )
            manager?.manager = ManagerStatus(
                isLeader: true,
                reachability: .reachable,
                address: "10.0.0.1:2377"
            )
            if let manager { store.put(manager) }
            let spec = ServiceSpec(
                name: "web",
                task: TaskSpec(container: ContainerSpec(image: "nginx:1.27")),
                mode: .replicated(replicas: 0)
            )
            store.put(Service(id: service, spec: spec))
        }
        let session = try session(story.bytes)
        let shown = try #require(await session.snapshot().store.service(service))
        #expect(await session.snapshot().forecasts == .estimate)
        var spec = shown.spec
        spec.mode = .replicated(replicas: 2)
        let forecast = try await session.forecast(
            ForecastRequest([
                .updateService(service, version: shown.meta.version, spec: spec)
            ])
        )
        #expect(forecast.basis == .estimate)
        #expect(forecast.services.map(\.after) == [2])
        #expect(await session.snapshot().store.service(service)?.spec == shown.spec)
        let report = try await session.placement(of: .next(service))
        #expect(report.rows.map(\.node) == [node] && report.isEstimate)
    }

    @Test func `managers that had lost their quorum are not looked ahead of`() async throws {
        var story = try RecordedStory()
        story.snapshot.managers = ManagersSummary(total: 3, reachable: 1, leader: nil)
        try story.write(at: .zero)
        let session = try session(story.bytes)
        await #expect(throws: EngineError.self) { try await session.forecast(ForecastRequest([])) }
    }

    @Test func `a cluster that did not answer is as long lost as it was`() async throws {
        var story = try RecordedStory()
        try story.write(at: .zero)
        story.snapshot.lostContact = LostContact(
            since: RecordedStory.start + .seconds(8),
            reason: "refused"
        )
        try story.write(at: .seconds(10))
        let session = try session(story.bytes)
        try await session.seek(.to(.seconds(10)))
        let contact = try #require(await session.snapshot().lostContact)
        let age = SystemWall.now - contact.since
        #expect(age >= .seconds(2) && age < .seconds(62))
    }

    @Test func `log lines come when they came`() async throws {
        var story = try RecordedStory()
        var random = SeededGenerator(seed: 4)
        let task = TaskID(using: &random)
        func line(_ text: String) -> LogLine {
            LogLine(moment: .zero, task: task, node: nil, text: text)
        }
        try story.write(at: .zero)
        try story.write(lines: [line("a"), line("b")], at: .seconds(1))
        try story.write(lines: [line("b"), line("c")], at: .seconds(2))
        let node = story.node
        try story.write(at: .seconds(5)) { $0.label(node, "x") }
        let session = try session(story.bytes)
        try await session.setClock(ClockState(isPaused: true, speed: 1))
        try await session.seek(.to(.seconds(1)))
        let follow = await session.logs(LogRequest(target: .task(task)))
        let all = await session.logs(LogRequest(target: .task(task), follow: false))
        var lines: [String] = []
        for await batch in all { lines += batch.map(\.text) }
        #expect(lines == ["a", "b"])
        try await session.seek(.to(.seconds(4)))
        await session.close()
        lines = []
        for await batch in follow { lines += batch.map(\.text) }
        #expect(lines == ["a", "b", "c"])
    }
}
