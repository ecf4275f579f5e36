import Basics
import ClusterPorts
import Forecasting
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// A forecast of an embedded cluster against what then happens there, task for task.
struct OutcomeTests {
    enum Deed: String, CaseIterable {
        case drain, scale, update, failingUpdate, rollback, nodeLoss, leaderLoss, removal
    }

    static let links: [LinkDefaults] = [LinkDefaults(), .ordinary]

    @Test(arguments: Deed.allCases, links)
    func `what is forecast is what happens, task for task and to the nanosecond`(
        deed: Deed,
        links: LinkDefaults
    ) throws {
        var stage = try Stage(links: links)
        try stage.create("web", replicas: 6) {
            $0.update = UpdateConfig(parallelism: 2, delay: .seconds(3))
        }
        try stage.create("agent", replicas: nil)
        if deed == .rollback {
            try stage.perform(stage.update("web") { $0.task.container.image = "plain:2.0" })
            stage.run(.seconds(90))
        }
        let commands = try Self.commands(deed, stage)
        let forecast = Forecaster.forecast(
            ForecastRequest(commands),
            in: stage.world,
            at: stage.world.now,
            basis: .exact
        )
        let before = stage.tasks(of: forecast)
        stage.give(commands)
        stage.run(until: forecast.end)
        let after = stage.tasks(of: forecast)
        #expect(forecast.tasks == after)
        #expect(before != after, "nothing happened, so that nothing was compared")
        #expect(forecast.managersAfter == stage.world.managersSummary)
        #expect(!forecast.isCut)
        #expect(forecast.refusals == [])
    }

    private static func commands(_ deed: Deed, _ stage: Stage) throws -> [ClusterCommand] {
        switch deed {
        case .drain: [try stage.drain("node4")]
        case .scale: [try stage.update("web") { $0.mode = .replicated(replicas: 11) }]
        case .update: [try stage.update("web") { $0.task.container.image = "plain:2.0" }]
        case .failingUpdate: [try stage.update("web") { $0.task.container.image = "plain:crash" }]
        case .rollback:
            [.rollbackService(try stage.service("web").id, version: try version(stage))]
        case .nodeLoss: [.fault(.powerOff(try stage.node("node5").id))]
        case .leaderLoss:
            [.fault(.powerOff(try #require(stage.world.managers.leader)))]
        case .removal: [.removeService(try stage.service("web").id)]
        }
    }

    private static func version(_ stage: Stage) throws -> UInt64 {
        try stage.service("web").meta.version
    }

    @Test func `a forecast changes nothing, and another chance gives another one`() throws {
        var stage = try Stage()
        try stage.create("web", replicas: 4)
        let bytes = try Packed.encode(stage.world)
        let first = stage.forecast(try stage.drain("node4"))
        #expect(try Packed.encode(stage.world) == bytes)
        #expect(stage.forecast(try stage.drain("node4")) == first)
        var other = try Stage(seed: 12)
        try other.create("web", replicas: 4)
        #expect(other.forecast(try other.drain("node4")).tasks != first.tasks)
    }
}
