import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Updates that go well, told again to a World: what is first and what is next.
@Suite struct RolloutTimelines {
    private func swarm(replicas: UInt64, _ update: UpdateConfig? = nil) throws -> WorldDriver {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: replicas) { $0.update = update })
        return swarm
    }

    /// The old and the new task of each slot, in the order in which the new ones were made.
    private func pairs(_ timeline: Timeline, new: String) -> [(old: TaskID, new: TaskID)] {
        timeline.tasks.compactMap { id in
            guard let made = timeline.rows.first(where: { $0.task.id == id })?.task,
                made.image == new,
                let old = timeline.rows.first(where: {
                    $0.slot == made.slot && $0.task.image != new
                })
            else { return nil }
            return (old.task.id, id)
        }
    }

    @Test func `(a) each slot in turn: stop, prepare meanwhile, start, then the next at once`()
        throws
    {
        var swarm = try swarm(replicas: 6)
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        let timeline = try swarm.record("web", for: .seconds(30))
        #expect(timeline.updateStates == [.updating, .completed])
        #expect(
            timeline.updates.map(\.status?.message) == ["update in progress", "update completed"]
        )
        let pairs = pairs(timeline, new: "plain:2.0")
        #expect(pairs.count == 6)
        var previousRan: Duration?
        for (old, new) in pairs {
            let made = try #require(timeline.first(new, desired: .ready))
            #expect(timeline.first(old, desired: .shutdown) == made, "in one transaction")
            if let previousRan { #expect((made - previousRan).isAbout(0.1, within: 0.1)) }
            let prepared = try #require(timeline.first(new, .ready))
            let stopped = try #require(timeline.first(old, .shutdown))
            #expect(prepared < stopped)
            #expect((stopped - made).isAbout(1.4, within: 0.3))
            let started = try #require(timeline.first(new, desired: .running))
            #expect(started == stopped)
            let ran = try #require(timeline.first(new, .running))
            #expect((ran - started).isAbout(0.5, within: 0.35))
            previousRan = ran
        }
        let last = try #require(previousRan)
        #expect((Duration.seconds(9)...Duration.seconds(14)).contains(last))
        let completed = try #require(timeline.update(.completed))
        #expect((completed - last).isAbout(5))
        #expect(try swarm.service("web").previousSpec?.task.container.image == "plain:1.0")
        try swarm.update("web") { $0.labels["only"] = "a label" }
        swarm.run(.seconds(10))
        #expect(try swarm.service("web").updateStatus == nil, "there is nothing to update")
    }

    @Test func `(a) a manual rollback goes at the same pace, a second one forward again`() throws {
        var swarm = try swarm(replicas: 6)
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        swarm.run(.seconds(40))
        try swarm.rollBack("web")
        let back = try swarm.record("web", for: .seconds(30))
        #expect(back.updateStates == [.rollbackStarted, .rollbackCompleted])
        #expect(
            back.updates.map(\.status?.message)
                == ["manually requested rollback", "rollback completed"]
        )
        let completed = try #require(back.update(.rollbackCompleted))
        #expect((Duration.seconds(14)...Duration.seconds(19)).contains(completed))
        #expect(swarm.running("web").map(\.image) == Array(repeating: "plain:1.0", count: 6))
        #expect(try swarm.service("web").previousSpec?.task.container.image == "plain:2.0")
        try swarm.rollBack("web")
        swarm.run(.seconds(30))
        #expect(swarm.running("web").map(\.image) == Array(repeating: "plain:2.0", count: 6))
    }

    @Test func `(b) start-first: the old one goes when its successor runs, the worker goes on`()
        throws
    {
        let config = UpdateConfig(parallelism: 3, monitor: .seconds(10), order: .startFirst)
        var swarm = try swarm(replicas: 6, config)
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        let timeline = try swarm.record("web", for: .seconds(30))
        let pairs = pairs(timeline, new: "plain:2.0")
        let made = pairs.compactMap {
            timeline.first($0.new, .new) ?? timeline.first($0.new, .pending)
        }
        #expect(made.count == 6)
        #expect(made.prefix(3).allSatisfy { $0 == .zero }, "three at once")
        var ran: [Duration] = []
        for (old, new) in pairs {
            let wanted = try #require(timeline.first(new, desired: .running))
            let start = try #require(timeline.rows.first { $0.task.id == new }).at
            #expect((wanted - start).isAbout(0.1, within: 0.1))
            let up = try #require(timeline.first(new, .running))
            #expect(timeline.first(old, desired: .shutdown) == up)
            ran.append(up)
        }
        // The three workers take their second slots the moment their first tasks run.
        #expect(Array(made.suffix(3)) == ran.prefix(3).sorted())
        let last = try #require(ran.max())
        #expect((Duration.seconds(1.5)...Duration.seconds(8)).contains(last))
        #expect((try #require(timeline.update(.completed)) - last).isAbout(10))
        let stops = pairs.compactMap { timeline.first($0.old, .shutdown) }
        #expect(stops.count == 6)
    }

    @Test func `(b2) each of two workers waits 4 s after its task runs, the last one too`() throws {
        var swarm = try swarm(replicas: 5, UpdateConfig(parallelism: 2, delay: .seconds(4)))
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        let timeline = try swarm.record("web", for: .seconds(60))
        let pairs = pairs(timeline, new: "plain:2.0")
        let made = pairs.compactMap { timeline.first($0.new, desired: .ready) }
        let ran = pairs.compactMap { timeline.first($0.new, .running) }
        #expect(made.count == 5 && ran.count == 5)
        #expect(made.prefix(2).allSatisfy { $0 == .zero })
        let firstTwo = ran.prefix(2).sorted()
        for (next, before) in zip(made[2...3], firstTwo) { #expect((next - before).isAbout(4.1)) }
        #expect((made[4] - ran[2...3].sorted()[0]).isAbout(4.1))
        #expect(made[2].isAbout(6.1, within: 0.7), "batches at 0.0, 6.2 and 12.4")
        #expect(made[4].isAbout(12.3, within: 1.2))
        let completed = try #require(timeline.update(.completed))
        #expect((completed - ran[4]).isAbout(9), "the delay and the monitor period")
    }

    @Test func `(b2) parallelism 0 is all slots at once`() throws {
        var swarm = try swarm(replicas: 5, UpdateConfig(parallelism: 0))
        try swarm.update("web") { $0.task.container.image = "plain:2.0" }
        let timeline = try swarm.record("web", for: .seconds(20))
        let pairs = pairs(timeline, new: "plain:2.0")
        #expect(
            pairs.compactMap { timeline.first($0.old, desired: .shutdown) }
                == Array(repeating: .zero, count: 5)
        )
        #expect(pairs.compactMap { timeline.first($0.new, .running) }.count == 5)
        let last = try #require(pairs.compactMap { timeline.first($0.new, .running) }.max())
        #expect((try #require(timeline.update(.completed)) - last).isAbout(5))
    }
}
