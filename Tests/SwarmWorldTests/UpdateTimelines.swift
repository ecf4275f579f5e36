import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// What a real five-node swarm was seen to do on updates, told again to a World.
@Suite struct UpdateTimelines {
    private static let missing = "plain:no-such-tag"

    private func swarm(replicas: UInt64 = 6) throws -> WorldDriver {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: replicas))
        return swarm
    }

    @Test func `(a) a default update goes slot by slot and completes 5 s after the last ran`()
        throws
    {
        var swarm = try swarm()
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        let started = swarm.now
        let status = try #require(try swarm.service("web").updateStatus)
        #expect(status.state == .updating)
        #expect(status.message == "update in progress")
        let allNew = swarm.run(atMost: .seconds(60)) {
            $0.running("web").count { $0.image == "plain:2.0" } == 6
        }
        #expect(try #require(allNew) > .seconds(6) && allNew! < .seconds(20))
        let last = swarm.now
        swarm.run(atMost: .seconds(30)) { $0.updateState("web") == .completed }
        #expect((.seconds(4.5)...Duration.seconds(5.5)).contains(swarm.now - last))
        let end = try #require(try swarm.service("web").updateStatus)
        #expect(end.message == "update completed")
        #expect(end.startedAt == started)
        #expect(end.completedAt == swarm.now)
    }

    @Test func `(a) never fewer than five of six are wanted during a default update`() throws {
        var swarm = try swarm()
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        while swarm.updateState("web") != .completed {
            #expect(swarm.tasks("web").count { $0.state == .running } >= 5)
            let next = try #require(swarm.world.nextDeadline)
            swarm.run(next - swarm.now)
        }
    }

    @Test func `(a) a manual rollback and a second one toggle between the two specs`() throws {
        var swarm = try swarm()
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        swarm.run(atMost: .seconds(60)) { $0.updateState("web") == .completed }
        var service = try swarm.service("web")
        try swarm.perform(.rollbackService(service.id, version: service.meta.version))
        service = try swarm.service("web")
        #expect(service.updateStatus?.state == .rollbackStarted)
        #expect(service.updateStatus?.message == "manually requested rollback")
        swarm.run(atMost: .seconds(60)) { $0.updateState("web") == .rollbackCompleted }
        #expect(swarm.running("web").count { $0.image == "plain:1.0" } == 6)
        service = try swarm.service("web")
        #expect(service.updateStatus?.message == "rollback completed")
        try swarm.perform(.rollbackService(service.id, version: service.meta.version))
        swarm.run(atMost: .seconds(60)) { $0.updateState("web") == .rollbackCompleted }
        #expect(swarm.running("web").count { $0.image == "plain:2.0" } == 6)
    }

    @Test func `(b) start-first never has fewer than the wanted replicas`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 6) {
                $0.update = UpdateConfig(
                    parallelism: 3,
                    monitor: .seconds(10),
                    order: .startFirst
                )
            }
        )
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        while swarm.updateState("web") == .updating {
            #expect(swarm.tasks("web").count { $0.state == .running } >= 6)
            let next = try #require(swarm.world.nextDeadline)
            swarm.run(next - swarm.now)
        }
        #expect(swarm.updateState("web") == .completed)
    }

    @Test func `(c) pause - the first rejected task pauses the update and the rest is untouched`()
        throws
    {
        var swarm = try swarm()
        try swarm.update("web") { $0.task.container.image = Self.missing }
        swarm.run(atMost: .seconds(30)) { $0.updateState("web") == .paused }
        let status = try #require(try swarm.service("web").updateStatus)
        let culprit = try #require(swarm.tasks("web").first { $0.state == .rejected })
        #expect(
            status.message
                == "update paused due to failure or early termination of task \(culprit.id)"
        )
        #expect(culprit.status.error == "No such image: plain:no-such-tag")
        #expect(culprit.status.message == "preparing")
        swarm.run(.seconds(60))
        #expect(swarm.running("web").count == 5)
        #expect(swarm.running("web").allSatisfy { $0.image == "plain:1.0" })
    }

    @Test func `(c) continue - every slot is handled and the update completes with none running`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 6) { $0.update = UpdateConfig(failureAction: .continue) }
        )
        try swarm.update("web") { $0.task.container.image = Self.missing }
        swarm.run(atMost: .seconds(120)) { $0.updateState("web") == .completed }
        #expect(swarm.updateState("web") == .completed)
        #expect(swarm.running("web").isEmpty)
    }

    @Test func `(c) rollback - one bad task brings the previous spec back and clears the previous`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 6) { $0.update = UpdateConfig(failureAction: .rollback) }
        )
        try swarm.update("web") { $0.task.container.image = Self.missing }
        swarm.run(atMost: .seconds(30)) { $0.updateState("web") == .rollbackStarted }
        let started = try swarm.service("web")
        #expect(
            started.updateStatus?.message.hasPrefix(
                "update rolled back due to failure or early termination of task "
            ) == true
        )
        #expect(started.spec.task.container.image == "plain:1.0")
        #expect(started.previousSpec == nil)
        let took = swarm.run(atMost: .seconds(60)) { $0.updateState("web") == .rollbackCompleted }
        #expect(try #require(took) < .seconds(12))
        #expect(swarm.running("web").count { $0.image == "plain:1.0" } == 6)
        #expect(
            swarm.refusal(
                of: .rollbackService(started.id, version: try swarm.service("web").meta.version)
            )
                == "rpc error: code = FailedPrecondition desc = service \(started.id) does not have "
                + "a previous spec"
        )
    }

    @Test func `(d) an api that turns unhealthy rolls itself back, Broken=false makes it good`()
        throws
    {
        var swarm = try WorldDriver()
        let spec = plain("api", replicas: 6, image: "diamol/numbers-api:v3") {
            $0.task.container.healthCheck = HealthConfig(
                test: ["CMD", "check"],
                interval: .seconds(2),
                timeout: .seconds(3),
                retries: 2,
                startPeriod: .seconds(5)
            )
            $0.update = UpdateConfig(
                parallelism: 3,
                failureAction: .rollback,
                monitor: .seconds(60),
                order: .startFirst
            )
        }
        try swarm.create(spec)
        try swarm.update("api") { $0.task.container.image = "diamol/numbers-api:v5" }
        let rolledBack = swarm.run(atMost: .seconds(120)) {
            $0.updateState("api") == .rollbackStarted
        }
        #expect(rolledBack != nil)
        swarm.run(atMost: .seconds(120)) { $0.updateState("api") == .rollbackCompleted }
        swarm.run(.seconds(30))
        #expect(swarm.running("api").count { $0.image == "diamol/numbers-api:v3" } == 6)
        try swarm.update("api") {
            $0.task.container.image = "diamol/numbers-api:v5"
            $0.task.container.environment.append("Broken=false")
        }
        let took = swarm.run(atMost: .seconds(300)) { $0.updateState("api") == .completed }
        #expect(try #require(took) > .seconds(60), "monitored for a minute after the last one ran")
        #expect(swarm.running("api").count { $0.image == "diamol/numbers-api:v5" } == 6)
    }

    @Test func `OBJ-4 a stale version is out of sequence`() throws {
        var swarm = try swarm(replicas: 1)
        let service = try swarm.service("web")
        try swarm.update("web") { $0.labels["a"] = "b" }
        #expect(
            swarm.refusal(
                of: .updateService(
                    service.id,
                    version: service.meta.version,
                    spec: service.spec
                )
            )
                == "rpc error: code = Unknown desc = update out of sequence"
        )
    }

    @Test func `UPD-40 a label-only update of a never-updated service has no update status`() throws
    {
        var swarm = try swarm(replicas: 2)
        try swarm.update("web") { $0.labels["a"] = "b" }
        swarm.run(.seconds(30))
        #expect(try swarm.service("web").updateStatus == nil)
    }

    @Test func `(d) a monitor of zero acts as the five seconds that are the default`() throws {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 2) { $0.update = UpdateConfig(parallelism: 0, monitor: .zero) }
        )
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        swarm.run(atMost: .seconds(60)) {
            $0.running("web").count { $0.image == "plain:2.0" } == 2
        }
        let took = swarm.run(atMost: .seconds(30)) { $0.updateState("web") == .completed }
        #expect((.seconds(4.5)...Duration.seconds(5.5)).contains(try #require(took)))
    }
}
