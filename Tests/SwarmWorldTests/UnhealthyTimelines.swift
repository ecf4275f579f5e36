import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Updates to an application that is not well; told again to a World.
@Suite struct UnhealthyTimelines {
    private static let old = "diamol/numbers-api:v3"
    private static let broken = "diamol/numbers-api:v5"

    private func swarm(
        image: String = old,
        rollback: UpdateConfig? = nil
    ) throws -> WorldDriver {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("api", replicas: 6, image: image) {
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
                $0.rollback = rollback
            }
        )
        return swarm
    }

    @Test(arguments: [
        nil,
        UpdateConfig(
            parallelism: 6,
            failureAction: .continue,
            monitor: .zero,
            order: .startFirst
        ),
    ])
    func `(d) never healthy - rolled back before any old task was stopped`(rollback: UpdateConfig?)
        throws
    {
        var swarm = try swarm(image: "plain:healthy", rollback: rollback)
        let before = Set(swarm.running("api").map(\.id))
        try swarm.update("api") { $0.task.container.image = "plain:unhealthy" }
        let timeline = try swarm.record("api", for: .seconds(30))
        #expect(timeline.updateStates == [.updating, .rollbackStarted, .rollbackCompleted])
        let failed = try #require(
            timeline.rows.first { $0.task.image == "plain:unhealthy" && $0.task.isDead }
        )
        #expect(failed.at.isAbout(9.6, within: 1.2))
        #expect(failed.task.state == .failed)
        #expect(
            failed.task.status.error
                == "task: non-zero exit (143): dockerexec: unhealthy container"
        )
        #expect(failed.task.status.message == "starting")
        let started = try #require(timeline.update(.rollbackStarted))
        #expect((started - failed.at).isAbout(0, within: 0.1))
        let bad = timeline.tasks.filter { id in
            timeline.rows.contains { $0.task.id == id && $0.task.image == "plain:unhealthy" }
        }
        let ended = Set(
            timeline.rows.filter { bad.contains($0.task.id) && $0.task.state == .failed }.map(
                \.task.id
            )
        )
        #expect(
            bad.count == 3 + ended.count,
            "three beside the old ones, and each failed one's restart"
        )
        for id in bad {
            #expect(try #require(timeline.first(id, desired: .shutdown)).isAbout(9.6, within: 1.4))
            #expect(timeline.first(id, .running) == nil)
        }
        #expect((try #require(timeline.update(.rollbackCompleted)) - started).isAbout(5))
        #expect(Set(swarm.running("api").map(\.id)) == before, "nothing was restarted")
    }

    @Test func `(d2) healthy at first - restarts and rollback race, the surplus goes in the end`()
        throws
    {
        let rollback = UpdateConfig(
            parallelism: 6,
            failureAction: .continue,
            monitor: .zero,
            order: .startFirst
        )
        var swarm = try swarm(rollback: rollback)
        try swarm.update("api") { $0.task.container.image = Self.broken }
        let timeline = try swarm.record("api", for: .seconds(60))
        #expect(timeline.updateStates == [.updating, .rollbackStarted, .rollbackCompleted])
        let ran = timeline.rows.filter { $0.task.image == Self.broken && $0.task.state == .running }
        #expect(try #require(ran.map(\.at).min()).isAbout(3.5, within: 1))
        let started = try #require(timeline.update(.rollbackStarted))
        #expect(started.isAbout(9.9, within: 1.5))
        let completed = try #require(timeline.update(.rollbackCompleted)) - started
        #expect(completed.isAbout(10.5, within: 3))
        let most = Dictionary(grouping: timeline.rows, by: \.slot).mapValues { rows in
            rows.map(\.at).map { at in
                Set(rows.filter { $0.at <= at }.map(\.task.id)).count { id in
                    rows.last { $0.task.id == id && $0.at <= at }.map {
                        $0.task.state >= .starting && $0.task.isLive
                            && $0.task.desiredState == .running
                    } ?? false
                }
            }.max() ?? 0
        }
        #expect(most.values.max() == 2, "up to two tasks of a slot are up for a while")
        #expect(swarm.running("api").count == 6)
        #expect(swarm.running("api").allSatisfy { $0.image == Self.old })
        #expect(Set(swarm.running("api").map(\.slot)).count == 6)
        #expect(try swarm.service("api").updateStatus?.state == .rollbackCompleted)
    }

    @Test func `(d4) told not to break it is completed 60 s after the last one ran`() throws {
        var swarm = try swarm()
        try swarm.update("api") {
            $0.task.container.image = Self.broken
            $0.task.container.environment.append("Broken=false")
        }
        let timeline = try swarm.record("api", for: .seconds(90))
        #expect(timeline.updateStates == [.updating, .completed])
        let ran = timeline.rows.filter { $0.task.image == Self.broken && $0.task.state == .running }
        let firsts = Dictionary(grouping: ran, by: \.task.id).compactMap {
            $0.value.map(\.at).min()
        }
        #expect(firsts.count == 6)
        let last = try #require(firsts.max())
        #expect(last.isAbout(8, within: 2))
        #expect((try #require(timeline.update(.completed)) - last).isAbout(60))
    }
}
