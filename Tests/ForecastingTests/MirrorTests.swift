import Basics
import ClusterPorts
import Forecasting
import SwarmModel
import SwarmStore
import SwarmWorld
import Synchronization
import Testing

/// Estimates for clusters that are known by their objects only.
struct MirrorTests {
    /// The same cluster, as a mirror of its objects has it.
    private func estimate(_ stage: Stage, _ commands: ClusterCommand...) -> Forecast {
        var random = SeededGenerator(seed: 1)
        var store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        store.mirror(cluster: stage.store.cluster)
        store.mirror(nodes: stage.store.nodes)
        store.mirror(services: stage.store.services)
        store.mirror(networks: stage.store.networks)
        store.mirror(tasks: stage.store.allTasks)
        return MirroredWorld.forecast(
            ForecastRequest(commands),
            of: snapshot(of: stage, with: store)
        ) { false }
    }

    private func ways(_ forecast: Forecast) -> [String] {
        forecast.replicas.map { "\($0.name) \($0.from?.short ?? "-") \($0.outcome)" }
    }

    @Test func `a drain's estimate moves the same tasks, and is called one`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        try stage.create("db", replicas: 1) {
            $0.task.placement.constraints = ["node.hostname == node4"]
        }
        try stage.create("agent", replicas: nil)
        let command = try stage.drain("node4")
        let estimate = estimate(stage, command)
        #expect(estimate.basis == .estimate)
        #expect(estimate.refusals == [])
        #expect(ways(estimate) == ways(stage.forecast(command)))
        #expect(estimate.isSettled)
        #expect(estimate.managersBefore.total == 3)
        #expect(estimate.managersAfter.total == 3)
    }

    @Test func `no World is made for an estimate that nobody wants any more`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        var asked = 0
        let estimate = MirroredWorld.forecast(
            ForecastRequest([try stage.drain("node4")]),
            of: snapshot(of: stage, with: stage.store)
        ) {
            asked += 1
            return true
        }
        #expect(asked == 1)
        #expect(estimate.isCut && !estimate.isSettled)
        // The managers of a World that is made need some seconds to agree.
        #expect(estimate.start == stage.world.now)
    }

    private func snapshot(of stage: Stage, with store: Store) -> ClusterSnapshot {
        ClusterSnapshot(
            store: store,
            now: stage.world.now,
            epoch: WallTime(nanoseconds: 0),
            source: .live(context: "lab"),
            managers: stage.world.managersSummary
        )
    }

    @Test
    func `a forecast that nobody waits for any more makes no World, and keeps nobody waiting`()
        async throws
    {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        let command = try stage.update("web") { $0.mode = .replicated(replicas: 8) }
        let snapshot = self.snapshot(of: stage, with: stage.store)
        let forecaster = MirrorForecaster { .zero }
        let (gate, opener) = AsyncStream<Never>.makeStream()
        let asked = Task {
            for await _ in gate {}
            return try await forecaster.forecast(ForecastRequest([command]), of: snapshot)
        }
        asked.cancel()
        opener.finish()
        let cut = try await asked.value
        #expect(cut.isCut && cut.start == stage.world.now)
        let whole = try await forecaster.forecast(ForecastRequest([command]), of: snapshot)
        #expect(!whole.isCut && whole.replicas.count == 2)
    }

    @Test func `a forecast that takes too long ends where it is`() async throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        let command = try stage.update("web") { $0.mode = .replicated(replicas: 8) }
        let snapshot = self.snapshot(of: stage, with: stage.store)
        let seconds = Mutex(0)
        let forecaster = MirrorForecaster {
            seconds.withLock {
                $0 += 4
                return .seconds($0)
            }
        }
        #expect(try await forecaster.forecast(ForecastRequest([command]), of: snapshot).isCut)
    }

    @Test func `nothing but the command makes anything move`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6, image: "plain:3.0")
        let node = try stage.node("node4")
        let estimate = estimate(
            stage,
            .updateNode(node.id, version: node.meta.version, spec: node.spec)
        )
        #expect(estimate.replicas == [])
        let scaled = self.estimate(
            stage,
            try stage.update("web") { $0.mode = .replicated(replicas: 8) }
        )
        #expect(scaled.replicas.map(\.name) == ["web.7", "web.8"])
        #expect(scaled.replicas.allSatisfy { $0.outcome == .running })
    }

    @Test func `an update that is under way does not go on before the estimate begins`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 6) {
            $0.update = UpdateConfig(parallelism: 1, delay: .seconds(1), monitor: .seconds(1))
        }
        try stage.perform(try stage.update("web") { $0.task.container.image = "plain:2.0" })
        stage.run(.seconds(8))
        let web = try #require(stage.store.service(named: "web"))
        let done = stage.store.tasks(of: web.id).count {
            $0.isLive && $0.image == "plain:2.0"
        }
        #expect((1...3).contains(done))
        // The same spec once more, as a hold and its end are, lets the update begin anew.
        let faster = try stage.update("web") { $0.update?.delay = .milliseconds(500) }
        #expect(ways(estimate(stage, faster)) == ways(stage.forecast(faster)))
        #expect(estimate(stage, faster).replicas.count == 6 - done)
        // One of another object lets it go on.
        let drain = try stage.drain("node5")
        let update = estimate(stage, drain).services.first { $0.name == "web" }
        #expect(update?.update == .completed)
    }

    @Test func `new replicas start as fast as those before them did`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 5, image: "plain:slow")
        let estimate = estimate(
            stage,
            try stage.update("web") { $0.mode = .replicated(replicas: 6) }
        )
        let new = try #require(estimate.replicas.first?.after)
        #expect(new > .seconds(14) && new < .seconds(18), "\(new)")
    }

    @Test func `the restart delay after the loss of a node counts for nothing either`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 1) {
            $0.task.restart = RestartPolicy(delay: .seconds(20))
            $0.task.placement.constraints = ["node.role == worker"]
        }
        let home = try #require(stage.store.allTasks.first?.nodeID)
        try stage.perform(.fault(.powerOff(home)))
        stage.run(.seconds(120))
        let running = stage.store.allTasks.filter { $0.state == .running && $0.nodeID != home }
        #expect(running.count == 1)
        let estimate = estimate(
            stage,
            try stage.update("web") { $0.mode = .replicated(replicas: 2) }
        )
        let new = try #require(estimate.replicas.first?.after)
        #expect(new < .seconds(5), "\(new)")
    }

    @Test func `what held tasks back counts for nothing when the next start is estimated`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 5, image: "plain:slow") {
            $0.task.container.stopGracePeriod = .seconds(10)
            $0.update = UpdateConfig(parallelism: 5)
            $0.task.restart = RestartPolicy(delay: .seconds(60))
        }
        // Each waits for the one before, and one for its restart delay besides.
        try stage.perform(try stage.update("web") { $0.task.forceUpdate = 1 })
        stage.run(.seconds(120))
        let web = try #require(stage.store.service(named: "web"))
        let task = try #require(
            stage.store.tasks(of: web.id, in: .slot(1)).last { $0.state == .running }
        )
        try stage.perform(.removeContainer(task.id))
        stage.run(.seconds(120))
        #expect(stage.store.tally(of: web.id).running == 5)
        let estimate = estimate(
            stage,
            try stage.update("web") { $0.mode = .replicated(replicas: 6) }
        )
        let new = try #require(estimate.replicas.first?.after)
        #expect(new > .seconds(10) && new < .seconds(32), "\(new)")
    }

    @Test func `an image whose tasks end by themselves is expected to do so again`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 4) {
            $0.update = UpdateConfig(parallelism: 1, monitor: .seconds(5))
            $0.task.restart = RestartPolicy(delay: .seconds(1))
        }
        let fails = try stage.update("web") { $0.task.container.image = "plain:crash" }
        // Of what never ran nothing bad is expected.
        #expect(estimate(stage, fails).services.first?.update == .completed)
        try stage.perform(fails)
        stage.run(.seconds(60))
        #expect(stage.store.service(named: "web")?.updateStatus?.state == .paused)
        let again = try stage.update("web") { $0.task.forceUpdate += 1 }
        #expect(estimate(stage, again).services.first?.update == .paused)
        let good = try stage.update("web") { $0.task.container.image = "plain:2.0" }
        #expect(estimate(stage, good).services.first?.update == .completed)
    }

    @Test func `demotion and promotion are estimated with the managers that are there`() throws {
        let stage = try Stage()
        let node = try stage.node("node2")
        var spec = node.spec
        spec.role = .worker
        let estimate = estimate(
            stage,
            .updateNode(node.id, version: node.meta.version, spec: spec)
        )
        #expect(estimate.refusals == [])
        #expect(estimate.managersBefore.total == 3)
        #expect(estimate.managersAfter.total == 2)
    }
}
