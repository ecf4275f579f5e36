import Basics
import ClusterPorts
import Forecasting
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

@testable import Console

/// Safe drains and rotations that are played on a copy of a cluster.
struct RehearsalTests {
    private typealias Stage = SafeDrainTests.Stage

    private func play(_ rehearsal: Rehearsal, _ stage: Stage) throws -> Forecast {
        Forecaster.play(
            try #require(rehearsal.script),
            in: stage.world,
            at: stage.world.now,
            basis: .rehearsal
        )
    }

    @Test func `a safe drain's forecast has no service lower, and what then happens is the same`()
        throws
    {
        var stage = try Stage()
        try stage.create("web", replicas: 6)
        try stage.create("agent", replicas: nil)
        let node = try stage.node("node3").id
        let forecast = try play(.safeDrain(node, parallelism: 1), stage)
        #expect(try stage.node("node3").spec.availability == .active)
        #expect(forecast.isSettled && forecast.refusals == [] && forecast.obstacles == [])
        let web = try #require(forecast.services.first { $0.name == "web" })
        #expect((web.before, web.lowest, web.after) == (6, 6, 6))
        let agent = try #require(forecast.replicas.first { $0.name == "agent on node3" })
        #expect(agent.outcome == .stopped)
        let moves = Set(forecast.replicas.filter { $0.service == web.service }.map(\.place))
        #expect(
            moves
                == Set(stage.store.tasks(of: web.service).filter { $0.nodeID == node }.map(\.place))
        )
        try stage.begin("node3")
        #expect(try stage.follow(atMost: 120))
        #expect(stage.drain?.phase == .done)
        #expect(stage.lowest["web"] == web.lowest)
        for replica in forecast.replicas where replica.service == web.service {
            let task = try #require(
                stage.store.tasks(of: web.service, in: replica.place).last { $0.isLive }
            )
            #expect(task.nodeID == replica.to)
        }
    }

    @Test func `what could not move is told, and that the drain would stop there and ask`() throws {
        var stage = try Stage()
        try stage.create("db", replicas: 1) {
            $0.task.placement.constraints = ["node.hostname == node3"]
        }
        try stage.create("web", replicas: 4)
        let forecast = try play(.safeDrain(stage.node("node3").id, parallelism: 1), stage)
        #expect(forecast.obstacles.count == 1)
        #expect(forecast.obstacles[0].hasPrefix("db: no suitable node (scheduling constraints"))
        let db = try #require(forecast.services.first { $0.name == "db" })
        #expect((db.before, db.lowest, db.after) == (1, 1, 1))
        #expect(forecast.isSettled)
    }

    @Test func `the only node there is cannot be emptied: all of it is told`() throws {
        var stage = try Stage(workers: 0)
        try stage.create("web", replicas: 2)
        let forecast = try play(.safeDrain(stage.node("node1").id, parallelism: 2), stage)
        #expect(forecast.obstacles.map { String($0.prefix(21)) } == ["web: no suitable node"])
        #expect(forecast.services.map(\.lowest) == [2])
    }

    @Test func `a node that is not there is looked ahead of in vain, and that ends`() throws {
        var random = SeededGenerator(seed: 8)
        let stage = try Stage()
        let forecast = try play(.safeDrain(NodeID(using: &random), parallelism: 1), stage)
        #expect(forecast.isSettled && forecast.services == [] && forecast.replicas == [])
    }

    @Test func `a rotation replaces the tasks of each user, one service after the other`() throws {
        var stage = try Stage()
        try stage.perform(.createConfig(ConfigSpec(name: "site", data: [1])))
        let config = try #require(stage.store.config(named: "site"))
        for name in ["api", "web"] {
            try stage.create(name, replicas: 2) {
                $0.task.container.configs = [
                    ConfigReference(id: config.id, name: "site", file: FileTarget(name: "/site"))
                ]
            }
        }
        try stage.create("other", replicas: 2)
        let rotation = DataRotation(kind: .config, name: "site", newName: "site-v2", path: "/x")
        let forecast = try play(.rotation(rotation), stage)
        #expect(forecast.refusals == [])
        #expect(forecast.services.map(\.name) == ["api", "web"])
        #expect(forecast.services.map(\.update) == [.completed, .completed])
        #expect(forecast.replicas.count == 4)
        #expect(stage.store.config(named: "site-v2") == nil)
        let again = DataRotation(kind: .config, name: "site", newName: "site", path: "/x")
        #expect(try play(.rotation(again), stage).refusals.count == 1)
    }
}
