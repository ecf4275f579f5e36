import Basics
import ClusterPorts
import Forecasting
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// What a forecast tells: who moves where, who cannot, how low a service falls, and for how long.
struct ForecastTests {
    private func replica(_ forecast: Forecast, _ name: String) throws -> Forecast.Replica {
        try #require(forecast.replicas.first { $0.name == name })
    }

    private func outlook(_ forecast: Forecast, _ name: String) throws -> Forecast.Outlook {
        try #require(forecast.services.first { $0.name == name })
    }

    @Test func `a drain tells where each task goes, and how long it is missing`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 3)
        let node = try stage.node("node2").id
        let forecast = stage.forecast(try stage.drain("node2"))
        let moved = forecast.replicas.filter { $0.from == node }
        #expect(moved.count == 1)
        #expect(moved.allSatisfy { $0.outcome == .running && $0.to != nil && $0.to != node })
        let web = try outlook(forecast, "web")
        #expect((web.before, web.lowest, web.after) == (3, 2, 3))
        // Seen with the report of its start, which the dispatcher writes on its next beat.
        let after = try #require(moved.first?.after)
        #expect(web.below >= after && web.below - after <= .milliseconds(100))
        #expect(forecast.isSettled)
        #expect(forecast.duration < .seconds(5))
    }

    @Test func `a task that no other node takes is told with the scheduler's reason`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("db", replicas: 1) {
            $0.task.placement.constraints = ["node.hostname == node3"]
        }
        let forecast = stage.forecast(try stage.drain("node3"))
        let db = try replica(forecast, "db.1")
        #expect(
            db.outcome
                == .waiting(
                    "no suitable node (scheduling constraints not satisfied on 2 nodes; "
                        + "1 node not available for new tasks)"
                )
        )
        #expect(db.to == nil)
        #expect(forecast.isSettled)
        #expect(try outlook(forecast, "db").lowest == 0)
    }

    @Test func `a global task on a drained node stops, and nothing is below the end`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("agent", replicas: nil)
        let forecast = stage.forecast(try stage.drain("node3"))
        #expect(try replica(forecast, "agent on node3").outcome == .stopped)
        let agent = try outlook(forecast, "agent")
        #expect((agent.before, agent.lowest, agent.after) == (3, 2, 2))
        #expect(agent.below == .zero)
    }

    @Test func `a bad image pauses the update, and the forecast ends although it fails for ever`()
        throws
    {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 3) { $0.task.restart = RestartPolicy(delay: .seconds(1)) }
        let forecast = stage.forecast(
            try stage.update("web") { $0.task.container.image = "plain:crash" }
        )
        #expect(try outlook(forecast, "web").update == .paused)
        let failing = forecast.replicas.filter {
            if case .failing(let error) = $0.outcome { return error.contains("exit (1)") }
            return false
        }
        // The second slot's turn comes when the first one's process runs, before that ends.
        #expect(failing.count == 2)
        #expect(forecast.end - forecast.start < .seconds(120))
        #expect(forecast.isSettled)
    }

    @Test func `what ends again and again is not called running for the while that it runs`() throws
    {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 2) {
            $0.task.restart = RestartPolicy(delay: .seconds(1))
            $0.update = UpdateConfig(
                parallelism: 0,
                failureAction: .continue,
                monitor: .seconds(30)
            )
        }
        // Each one runs for two seconds.
        let forecast = stage.forecast(
            try stage.update("web") { $0.task.container.image = "plain:exit3" }
        )
        #expect(forecast.replicas.count == 2)
        for replica in forecast.replicas {
            guard case .failing(let error) = replica.outcome else {
                Issue.record("\(replica)")
                continue
            }
            #expect(error.contains("exit (3)"))
        }
    }

    @Test func `a lost worker's replicas count as gone at once, not when it is missed`() throws {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 3)
        let forecast = stage.forecast(.fault(.powerOff(try stage.node("node3").id)))
        let web = try outlook(forecast, "web")
        #expect((web.before, web.lowest, web.after) == (3, 2, 3))
        let moved = try #require(forecast.replicas.first)
        // Missed after three heartbeats of 5 s, less what had passed of the first.
        let after = try #require(moved.after)
        #expect(web.below >= after && web.below - after <= .milliseconds(100))
        #expect(web.below > .seconds(9))
    }

    @Test func `without a majority nothing is replaced, and the forecast says so`() throws {
        var stage = try Stage(managers: 3, workers: 1)
        try stage.create("web", replicas: 4)
        let managers = stage.world.managers.voters
        let forecast = stage.forecast(
            .fault(.powerOff(managers[0])),
            .fault(.powerOff(managers[1]))
        )
        #expect(forecast.managersBefore.hasQuorum)
        #expect(!forecast.managersAfter.hasQuorum)
        #expect(!forecast.isSettled)
        #expect(forecast.leaderless >= .seconds(30))
        let web = try outlook(forecast, "web")
        #expect((web.before, web.after) == (4, 2))
    }

    @Test func `what the cluster refuses is told in its own words`() throws {
        let stage = try Stage(managers: 1, workers: 1)
        let forecast = stage.forecast(.removeNode(try stage.node("node2").id, force: false))
        #expect(forecast.refusals.first?.contains("is not down and can't be removed") == true)
        #expect(forecast.replicas == [])
    }

    @Test func `UPD-25 an update that waits for a lost task stands still, which is told at once`()
        throws
    {
        var stage = try Stage(managers: 1, workers: 2)
        try stage.create("web", replicas: 6) {
            $0.update = UpdateConfig(parallelism: 0, monitor: .seconds(1))
        }
        try stage.perform(try stage.update("web") { $0.task.container.image = "plain:2.0" })
        stage.run(.milliseconds(300))
        let forecast = stage.forecast(.fault(.powerOff(try stage.node("node3").id)))
        #expect(forecast.isStuck && !forecast.isSettled && !forecast.isCut)
        #expect(try outlook(forecast, "web").update == .updating)
        #expect(forecast.end - forecast.start < .seconds(60))
    }

    @Test func `a forecast that is told to stop says that it was cut`() throws {
        var stage = try Stage(links: .ordinary)
        try stage.create("web", replicas: 30) {
            $0.update = UpdateConfig(parallelism: 1, delay: .seconds(20))
        }
        let command = try stage.update("web") { $0.task.container.image = "plain:2.0" }
        var questions = 0
        let forecast = Forecaster.forecast(
            ForecastRequest([command]),
            in: stage.world,
            at: stage.world.now,
            basis: .exact
        ) {
            questions += 1
            return questions == 3
        }
        #expect(forecast.isCut)
        #expect(questions == 3)
        #expect(!forecast.isSettled)
        // Nothing is wrong with a replica that is being replaced just now.
        #expect(
            forecast.replicas.allSatisfy {
                switch $0.outcome {
                case .running, .underWay: true
                default: false
                }
            },
            "\(forecast.replicas)"
        )
        #expect(
            forecast.replicas.contains {
                if case .underWay = $0.outcome { true } else { false }
            }
        )
    }
}
