import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// An update to an image that does not exist, under each failure action; told again to a World.
@Suite struct BadImageTimelines {
    private static let missing = "plain:nope"
    private static let error = "No such image: plain:nope"

    private func swarm(_ action: UpdateConfig.FailureAction) throws -> WorldDriver {
        var swarm = try WorldDriver()
        try swarm.create(
            plain("web", replicas: 6) { $0.update = UpdateConfig(failureAction: action) }
        )
        return swarm
    }

    /// The moments at which a slot got another task of the bad image.
    private func tries(_ timeline: Timeline, slot: Int) -> [Duration] {
        timeline.tasks.compactMap { id in
            let row = timeline.rows.first { $0.task.id == id }
            return row.flatMap { $0.slot == slot && $0.task.image == Self.missing ? $0.at : nil }
        }
    }

    /// What `service ps` shows of a slot, newest first.
    private func rows(_ swarm: WorldDriver, slot: Int) -> [String] {
        swarm.tasks("web").filter { $0.slot == slot }
            .sorted { $0.meta.createdAt > $1.meta.createdAt }
            .map { "\($0.desiredState.word) \($0.state.word) \($0.status.error)" }
    }

    @Test func `(c) pause - the slot goes on trying every 5 s, the others stay as they are`() throws
    {
        var swarm = try swarm(.pause)
        let before = Set(swarm.running("web").map(\.id))
        try swarm.update("web") { $0.task.container.image = Self.missing }
        let timeline = try swarm.record("web", for: .seconds(25))
        #expect(timeline.updateStates == [.updating, .paused])
        #expect(try #require(timeline.update(.paused)) <= .seconds(0.4))
        let culprit = try #require(timeline.rows.first { $0.task.state == .rejected })
        let status = try #require(try swarm.service("web").updateStatus)
        #expect(
            status.message
                == "update paused due to failure or early termination of task \(culprit.task.id)"
        )
        #expect(status.completedAt == nil)
        #expect(culprit.task.desiredState == .ready)
        #expect(culprit.task.status.message == "preparing")
        let tries = tries(timeline, slot: culprit.slot)
        #expect(tries[0] == .zero)
        #expect(tries[1].isAbout(1.4, within: 0.3), "as soon as the old one is down")
        for (one, next) in zip(tries.dropFirst(), tries.dropFirst(2)) {
            #expect((next - one).isAbout(5))
        }
        #expect(tries.count == 6)
        let wasRejected = Array(repeating: "shutdown rejected \(Self.error)", count: 4)
        #expect(rows(swarm, slot: culprit.slot) == ["ready rejected \(Self.error)"] + wasRejected)
        let running = swarm.running("web")
        #expect(running.count == 5)
        #expect(before.isSuperset(of: running.map(\.id)), "the others are untouched")
        let nodes = timeline.rows.filter { $0.task.state == .rejected }.compactMap(\.task.nodeID)
        #expect(Set(nodes).count > 1, "on changing nodes")
    }

    @Test func `(c) while paused a label resumes, and a rollback goes to the same bad image`()
        throws
    {
        var swarm = try swarm(.pause)
        try swarm.update("web") { $0.task.container.image = Self.missing }
        swarm.run(.seconds(25))
        try swarm.update("web") { $0.labels["a"] = "b" }
        let again = try swarm.record("web", for: .seconds(4))
        #expect(again.updateStates == [.updating, .paused])
        #expect(swarm.running("web").count == 4, "it paused on the next slot")
        try swarm.rollBack("web")
        let back = try swarm.record("web", for: .seconds(4))
        #expect(back.updateStates == [.rollbackStarted, .rollbackPaused])
        #expect(back.updates.first?.status?.message == "manually requested rollback")
        let third = try #require(
            back.rows.first { row in
                row.task.state == .rejected && row.at > .zero
                    && back.updates.last?.status?.message.hasSuffix("\(row.task.id)") == true
            }
        )
        #expect(
            try swarm.service("web").updateStatus?.message
                == "update paused due to failure or early termination of task \(third.task.id)"
        )
        #expect(swarm.running("web").count == 3)
        #expect(try swarm.service("web").previousSpec?.labels["a"] == "b")
    }

    @Test func `(c) continue - slot after slot, and completed 5 s after the last with none left`()
        throws
    {
        var swarm = try swarm(.continue)
        try swarm.update("web") { $0.task.container.image = Self.missing }
        let timeline = try swarm.record("web", for: .seconds(30))
        #expect(timeline.updateStates == [.updating, .completed])
        let firsts = (1...6).compactMap { tries(timeline, slot: $0).first }.sorted()
        #expect(firsts.count == 6)
        for (one, next) in zip(firsts, firsts.dropFirst()) {
            #expect((next - one).isAbout(1.4, within: 0.35), "when the old one is down")
        }
        let stopped = timeline.rows.filter { $0.task.state == .shutdown && !$0.isGone }.map(\.at)
        let last = try #require(stopped.max())
        #expect((try #require(timeline.update(.completed)) - last).isAbout(5))
        #expect(swarm.running("web").isEmpty)
        for slot in 1...6 {
            let later = tries(timeline, slot: slot).dropFirst()
            for (one, next) in zip(later, later.dropFirst()) { #expect((next - one).isAbout(5)) }
            #expect(rows(swarm, slot: slot).count <= 5)
        }
        #expect(try swarm.service("web").updateStatus?.message == "update completed")
    }

    @Test func `(c) rollback - at once, for the one slot, and completed 5 s after it ran`() throws {
        var swarm = try swarm(.rollback)
        let before = Set(swarm.running("web").map(\.id))
        try swarm.update("web") { $0.task.container.image = Self.missing }
        let timeline = try swarm.record("web", for: .seconds(20))
        #expect(timeline.updateStates == [.updating, .rollbackStarted, .rollbackCompleted])
        let started = try #require(timeline.update(.rollbackStarted))
        #expect(started <= .seconds(0.4))
        let culprit = try #require(timeline.rows.first { $0.task.state == .rejected })
        #expect(
            timeline.updates[1].status?.message
                == "update rolled back due to failure or early termination of task "
                + "\(culprit.task.id)"
        )
        #expect(timeline.updates[2].status?.message == "rollback completed")
        #expect(timeline.updates[2].status?.startedAt == timeline.updates[0].status?.startedAt)
        let new = try #require(
            timeline.rows.first { row in
                row.at > .zero && row.task.image == "plain:1.0" && !before.contains(row.task.id)
            }
        )
        #expect(new.at == started && new.slot == culprit.slot)
        #expect(timeline.first(new.task.id, desired: .running) == started, "nobody is waited for")
        let ran = try #require(timeline.first(new.task.id, .running))
        #expect((try #require(timeline.update(.rollbackCompleted)) - ran).isAbout(5))
        #expect(before.intersection(swarm.running("web").map(\.id)).count == 5)
        #expect(
            rows(swarm, slot: culprit.slot)
                == ["running running ", "shutdown rejected \(Self.error)", "shutdown shutdown "]
        )
        let service = try swarm.service("web")
        #expect(service.previousSpec == nil)
        #expect(service.spec.task.container.image == "plain:1.0")
        #expect(
            swarm.refusal(of: .rollbackService(service.id, version: service.meta.version))
                == "rpc error: code = FailedPrecondition desc = service \(service.id) does not "
                + "have a previous spec"
        )
    }
}
