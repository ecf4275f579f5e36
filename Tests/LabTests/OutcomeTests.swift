import Basics
import ClusterPorts
import EngineClient
import Foundation
import SwarmModel
import SwarmStore
import Testing

/// What skep forecasts of a real swarm, beside what then happens there.
///
/// With `SKEP_WRITE_OUTCOMES=1` the table goes into `docs/fidelity.md`.
extension LabTests {
    @Test func `what is forecast of a real swarm is what happens there`() async throws {
        let session = try await EngineSession.attach(
            to: DockerContexts(environment: [:]).target(host: lab.socket("m1"), context: nil)
        )
        let name = "seen"
        try lab.docker(
            "m1",
            "service",
            "create",
            "--detach",
            "--name",
            name,
            "--replicas",
            "6",
            "--update-parallelism",
            "2",
            "--update-delay",
            "1s",
            "--update-monitor",
            "2s",
            // A new task that a drain ends while it is watched counts as a failure (UPD-31), which
            // is a matter of milliseconds.
            "--update-failure-action",
            "continue",
            "--rollback-parallelism",
            "2",
            "--rollback-monitor",
            "2s",
            "--stop-grace-period",
            "1s",
            "lab/web:1"
        )
        var book = OutcomeBook(session: session, service: name)
        try await book.rest(with: 6)
        // Whatever leaves here goes to the others: w1 is not the engine attached to.
        try await book.note("drain of w1") { try Self.drain("w1", in: $0) }
        try lab.docker("m1", "node", "update", "--availability", "active", "w1")
        try await book.note("scale 6 → 10") { store in
            try Self.update(name, in: store) { $0.mode = .replicated(replicas: 10) }
        }
        try await book.note("update of 10, two at a time, delay 1 s, monitor 2 s") { store in
            try Self.update(name, in: store) { $0.task.container.image = "lab/web:2" }
        }
        try await book.note("rollback of it") { store in
            let service = try #require(store.service(named: name))
            return .rollbackService(service.id, version: service.meta.version)
        }
        // An update is under way when the question comes: it goes on beside what is asked for.
        try await book.rest()
        try lab.docker("m1", "service", "update", "--detach", "--image", "lab/web:3", name)
        try await book.change()
        try await book.note("drain of w1 while an update of 10 is under way", isAtRest: false) {
            try Self.drain("w1", in: $0)
        }
        try lab.docker("m1", "node", "update", "--availability", "active", "w1")
        try lab.docker("m1", "service", "update", "--detach", "--update-order", "start-first", name)
        try await book.note("update of 10, start first") { store in
            try Self.update(name, in: store) { $0.task.container.image = "lab/web:1" }
        }
        try await book.note("scale 10 → 6") { store in
            try Self.update(name, in: store) { $0.mode = .replicated(replicas: 6) }
        }
        // Of the machines that are not asked, one with a task on it.
        let lost = try #require(await book.busyNode(among: ["w1", "w2", "m3", "m2"]))
        try await book.note(
            "loss of \(lost)'s power",
            instead: { try lab.script("kill", lost) }
        ) { store in
            let node = try #require(store.nodes.first { $0.description.hostname == lost })
            return .fault(.powerOff(node.id))
        }
        try lab.script("start", lost)
        await session.close()
        try lab.docker("m1", "service", "rm", name)
        for row in book.rows {
            // Who moves, and how many run in between, is Swarm's rules; when is the machine's, and is
            // written down only. Tasks that are on their way already are no consequence of the deed.
            let moves = (Set(row.forecast.moves), Set(row.outcome.moves))
            #expect(moves.0.isSubset(of: moves.1), "\(row.deed)")
            #expect(moves.1.count - moves.0.count <= row.onTheirWay, "\(row.deed)")
            #expect(abs(row.forecast.lowest - row.outcome.lowest) <= 1, "\(row.deed)")
            #expect(row.forecast.after == row.outcome.after, "\(row.deed)")
        }
        print(book.table)
        if ProcessInfo.processInfo.environment["SKEP_WRITE_OUTCOMES"] == "1" {
            try book.write()
        }
    }

    private static func drain(_ host: String, in store: Store) throws -> ClusterCommand {
        let node = try #require(store.nodes.first { $0.description.hostname == host })
        var spec = node.spec
        spec.availability = .drain
        return .updateNode(node.id, version: node.meta.version, spec: spec)
    }

    private static func update(
        _ name: String,
        in store: Store,
        _ change: (inout ServiceSpec) -> Void
    ) throws -> ClusterCommand {
        let service = try #require(store.service(named: name))
        var spec = service.spec
        change(&spec)
        return .updateService(service.id, version: service.meta.version, spec: spec)
    }
}

/// Deeds on a real swarm, each with what was expected and what came.
struct OutcomeBook {
    /// What became of a service.
    struct Course {
        /// The slots that are filled by another task in the end, in order.
        var moves: [String]
        /// The fewest tasks that ran.
        var lowest: Int
        /// Those that run in the end.
        var after: Int
        /// Seconds until the last change.
        var duration: Double
    }

    struct Row {
        let deed: String
        /// How many places may have been on their way when the deed was forecast.
        let onTheirWay: Int
        let forecast: Course
        let outcome: Course
    }

    private static let begin = "<!-- outcomes: begin -->\n"
    private static let end = "<!-- outcomes: end -->"

    let session: EngineSession
    let service: String
    private(set) var rows: [Row] = []

    init(session: EngineSession, service: String) {
        self.session = session
        self.service = service
    }

    /// Forecasts a command, gives it (or does something instead), and follows what comes of it.
    mutating func note(
        _ deed: String,
        isAtRest: Bool = true,
        instead: (() throws -> Void)? = nil,
        _ command: (Store) throws -> ClusterCommand
    ) async throws {
        if isAtRest { try await rest() }
        let first = await session.snapshot()
        let wanted = try command(first.store)
        let forecast = try await session.forecast(ForecastRequest([wanted]))
        #expect(forecast.refusals == [])
        let start = ContinuousClock.now
        if let instead { try instead() } else { _ = try await session.perform(wanted) }
        let outcome = try await follow(from: first.store, since: start)
        rows.append(
            Row(
                deed: deed,
                onTheirWay: isAtRest ? 0 : 2,
                forecast: course(of: forecast),
                outcome: outcome
            )
        )
    }

    private func course(of forecast: Forecast) -> Course {
        let outlook = forecast.services.first { $0.name == service }
        return Course(
            moves: forecast.replicas.filter { $0.outcome == .running || $0.outcome == .stopped }
                .map { "\($0.place)" }.sorted(),
            lowest: outlook?.lowest ?? -1,
            after: outlook?.after ?? -1,
            duration: forecast.duration / .seconds(1)
        )
    }

    /// Follows the service until nothing of it has changed for a while and all is as it should be.
    ///
    /// By its own clock, as nothing tells when it is over.
    private func follow(
        from first: Store,
        since start: ContinuousClock.Instant
    ) async throws -> Course {
        var last = first
        var lastChange = start
        var lowest = Int.max
        let deadline = start + .seconds(90)
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            let store = await session.snapshot().store
            let now = ContinuousClock.now
            if state(of: store) != state(of: last) { lastChange = now }
            last = store
            lowest = min(lowest, running(in: store))
            // A node's loss is noticed after 15 s at the latest.
            let hasBegun = state(of: store) != state(of: first)
            if hasBegun, isAtRest(store), now - lastChange > .seconds(6) { break }
        }
        let before = filled(in: first)
        let after = filled(in: last)
        let places = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        return Course(
            moves: places.map { "\($0)" }.sorted(),
            lowest: lowest,
            after: running(in: last),
            duration: (lastChange - start) / .seconds(1)
        )
    }

    /// The first of some machines that has a task of the service.
    func busyNode(among hosts: [String]) async -> String? {
        let store = await session.snapshot().store
        let busy = tasks(in: store).filter { $0.state == .running && $0.desiredState == .running }
            .compactMap { $0.nodeID.flatMap { store.node($0) }?.description.hostname }
        return hosts.first { busy.contains($0) }
    }

    /// Waits until the service is being updated and its first new tasks have come up.
    func change() async throws {
        let first = state(of: await session.snapshot().store)
        for await snapshot in await session.snapshots() {
            guard let found = snapshot.store.service(named: service) else { continue }
            let up = tasks(in: snapshot.store).contains {
                $0.state == .running && $0.image == found.spec.task.container.image
            }
            if up, state(of: snapshot.store) != first { return }
        }
    }

    /// Waits until all tasks are as they should be, and have been for a while.
    func rest(with count: Int? = nil) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        var calmSince: ContinuousClock.Instant?
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(200))
            let store = await session.snapshot().store
            let isCalm =
                store.service(named: service) != nil && isAtRest(store)
                && count ?? running(in: store) == running(in: store)
            guard isCalm else {
                calmSince = nil
                continue
            }
            let since = calmSince ?? .now
            calmSince = since
            if ContinuousClock.now - since > .seconds(6) { return }
        }
        Issue.record("the swarm does not come to rest")
    }

    // MARK: - Reading the store

    private func tasks(in store: Store) -> [SwarmTask] {
        store.service(named: service).map { store.tasks(of: $0.id) } ?? []
    }

    private func isUp(_ id: NodeID?, in store: Store) -> Bool {
        id.flatMap { store.node($0) }?.status.state == .ready
    }

    private func running(in store: Store) -> Int {
        tasks(in: store).count {
            $0.state == .running && $0.desiredState <= .running && isUp($0.nodeID, in: store)
        }
    }

    /// Which task runs in which place.
    private func filled(in store: Store) -> [TaskPlace: TaskID] {
        var filled: [TaskPlace: TaskID] = [:]
        for task in tasks(in: store) where task.state == .running && task.desiredState <= .running {
            filled[task.place] = task.id
        }
        return filled
    }

    private func isAtRest(_ store: Store) -> Bool {
        guard let service = store.service(named: service) else { return false }
        let isActive = [.updating, .rollbackStarted].contains(service.updateStatus?.state)
        let wanted = tasks(in: store).filter { $0.desiredState <= .running }
        let leaving = tasks(in: store).filter {
            $0.isLive && $0.desiredState > .running && isUp($0.nodeID, in: store)
        }
        return !isActive && leaving.isEmpty
            && wanted.allSatisfy { $0.state == .running && isUp($0.nodeID, in: store) }
            && UInt64(wanted.count) == service.spec.mode.replicas
    }

    private struct State: Equatable {
        var update: UpdateStatus.State?
        var tasks: [TaskID: [Int]]
    }

    private func state(of store: Store) -> State {
        State(
            update: store.service(named: service)?.updateStatus?.state,
            tasks: Dictionary(
                uniqueKeysWithValues: tasks(in: store).map {
                    ($0.id, [$0.state.rawValue, $0.desiredState.rawValue].map(Int.init))
                }
            )
        )
    }

    // MARK: - Writing

    var table: String {
        var text = "| deed | moves | lowest running | at rest after |\n|---|---|---|---|\n"
        for row in rows {
            let (said, came) = (row.forecast, row.outcome)
            let moves =
                said.moves == came.moves
                ? "\(said.moves.count), the same" : "\(said.moves.count) / \(came.moves.count)"
            let seconds = [said.duration, came.duration]
                .map { String(format: "%.1f s", $0) }.joined(separator: " / ")
            text += "| \(row.deed) | \(moves) | \(said.lowest) / \(came.lowest) | \(seconds) |\n"
        }
        return text
    }

    /// Puts the table into the page that keeps it.
    func write() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/fidelity.md").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.firstRange(of: Self.begin))
        let end = try #require(text.firstRange(of: Self.end))
        let new = text[..<start.upperBound] + table + text[end.lowerBound...]
        try String(new).write(to: file, atomically: true, encoding: .utf8)
    }
}
