import Basics
import SwarmModel
import SwarmStore
import SwarmWorld
import Testing

/// Containers that end, and nodes that are drained or lost; told again to a World.
@Suite struct EndingTimelines {
    private func swarm(_ change: @escaping (inout ServiceSpec) -> Void) throws -> WorldDriver {
        var swarm = try WorldDriver()
        try swarm.perform(.createService(plain("web", change: change)))
        return swarm
    }

    private func states(_ swarm: WorldDriver) -> [TaskState] { swarm.tasks("web").map(\.state) }

    @Test func `(f) a killed container: failed within 0.2 s, prepared at once, started after 5 s`()
        throws
    {
        var swarm = try swarm { _ in }
        swarm.run(.seconds(6))
        let old = try #require(swarm.running("web").first)
        try swarm.perform(.removeContainer(old.id))
        let timeline = try swarm.record("web", for: .seconds(10))
        let failed = try #require(timeline.first(old.id, .failed))
        #expect(failed <= .seconds(0.2))
        #expect(swarm.store.task(old.id)?.status.error == "task: non-zero exit (137)")
        #expect(timeline.first(old.id, desired: .shutdown) == failed)
        let new = try #require(timeline.tasks.last)
        #expect(timeline.first(new, desired: .ready) == failed, "in the same poll")
        #expect(try #require(timeline.first(new, .ready)) < .seconds(1.5))
        #expect((try #require(timeline.first(new, desired: .running)) - failed).isAbout(5))
        #expect(try #require(timeline.first(new, .running)).isAbout(5.7, within: 0.4))
    }

    @Test func `(f) exit 0 with condition any: complete, finished, and another one 5 s later`()
        throws
    {
        var swarm = try swarm { $0.task.container.command = ["sh", "-c", "sleep 2; exit 0"] }
        swarm.run(.seconds(5))
        let first = try #require(swarm.tasks("web").first)
        #expect(first.state == .complete && first.status.message == "finished")
        #expect(first.status.error.isEmpty && first.desiredState == .shutdown)
        swarm.run(.seconds(6))
        #expect(states(swarm).last == .running || states(swarm).count > 1)
    }

    @Test func `(f) condition none: complete, and the slot stays empty for ever`() throws {
        var swarm = try swarm {
            $0.task.container.command = ["sh", "-c", "sleep 2; exit 0"]
            $0.task.restart = RestartPolicy(condition: .none)
        }
        swarm.run(.seconds(600))
        #expect(states(swarm) == [.complete])
        #expect(swarm.tasks("web").map(\.desiredState) == [.shutdown])
        let tally = swarm.store.tally(of: try swarm.service("web").id)
        #expect(tally.running == 0)
    }

    @Test func `(f) on-failure, two attempts, delay 1 s: three tasks a second apart, then nothing`()
        throws
    {
        var swarm = try swarm {
            $0.task.container.command = ["sh", "-c", "sleep 1; exit 7"]
            $0.task.restart = RestartPolicy(
                condition: .onFailure,
                delay: .seconds(1),
                maxAttempts: 2
            )
        }
        let timeline = try swarm.record("web", for: .seconds(60))
        #expect(timeline.tasks.count == 3)
        for id in timeline.tasks {
            #expect(swarm.store.task(id)?.status.error == "task: non-zero exit (7)")
        }
        for (old, new) in zip(timeline.tasks, timeline.tasks.dropFirst()) {
            let failed = try #require(timeline.first(old, .failed))
            #expect((try #require(timeline.first(new, desired: .running)) - failed).isAbout(1))
        }
        #expect(Set(swarm.tasks("web").map(\.desiredState)) == [.shutdown])
    }

    @Test func `(f) a command that is not there fails in starting, every 5 s`() throws {
        var swarm = try swarm { $0.task.container.command = ["/nonexistent"] }
        let timeline = try swarm.record("web", for: .seconds(14))
        let first = try #require(timeline.tasks.first.flatMap { swarm.store.task($0) })
        #expect(first.state == .failed && first.status.message == "starting")
        #expect(
            first.status.error
                == "starting container failed: failed to create shim task: OCI runtime create "
                + "failed: runc create failed: unable to start container process: exec: "
                + "\"/nonexistent\": stat /nonexistent: no such file or directory: unknown"
        )
        #expect(first.status.container?.exitCode == 127)
        let failures = timeline.tasks.compactMap { timeline.first($0, .failed) }
        #expect(failures.count >= 2)
        for (one, next) in zip(failures, failures.dropFirst()) {
            #expect((next - one).isAbout(5.5, within: 0.5))
        }
    }

    @Test(arguments: ["node5", "node1"])
    func `(e) a drain: stopped and prepared at once, running 2.2 s later, no restart delay`(
        name: String
    ) throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 10))
        let node = try swarm.node(name)
        let leaving = swarm.running("web").filter { $0.nodeID == node.id }.map(\.id)
        #expect(leaving.count == 2)
        try swarm.update(node: name) { $0.availability = .drain }
        let timeline = try swarm.record("web", for: .seconds(8))
        for old in leaving {
            let slot = swarm.store.task(old)?.slot
            let successor = timeline.rows.first { $0.slot == slot && $0.task.id != old }
            let new = try #require(successor?.task.id)
            #expect(timeline.first(old, desired: .shutdown) == .zero)
            #expect(timeline.first(new, desired: .ready) == .zero)
            #expect((try #require(timeline.first(old, .shutdown))).isAbout(1.4, within: 0.3))
            #expect((try #require(timeline.first(new, .running))).isAbout(2.1, within: 0.6))
        }
        #expect(try swarm.node(name).manager == node.manager, "a manager stays what it was")
        #expect(try swarm.node(name).status.state == .ready)
    }

    @Test func `(e) a forced update rolls every slot one by one and spreads again`() throws {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 10))
        try swarm.update(node: "node5") { $0.availability = .drain }
        swarm.run(.seconds(5))
        try swarm.update(node: "node5") { $0.availability = .active }
        let quiet = try swarm.record("web", for: .seconds(10))
        #expect(quiet.rows.allSatisfy { $0.at == .zero }, "reactivation moves nothing")
        try swarm.update("web") { $0.task.forceUpdate += 1 }
        let timeline = try swarm.record("web", for: .seconds(40))
        #expect(timeline.updateStates == [.updating, .completed])
        #expect(try #require(timeline.update(.completed)).isAbout(23, within: 3.5))
        for node in swarm.store.nodes {
            #expect(swarm.running("web").count { $0.nodeID == node.id } == 2)
        }
    }

    @Test func `(g) back within 2 s: never down, tasks failed (255), replaced after 5 s`() throws {
        var swarm = try WorldDriver(seed: 3)
        try swarm.create(plain("web", replicas: 10))
        let node = try swarm.node("node5").id
        let lost = swarm.running("web").filter { $0.nodeID == node }.map(\.id)
        try swarm.perform(.fault(.powerOff(node)))
        swarm.run(.milliseconds(500))
        try swarm.perform(.fault(.powerOn(node)))
        let timeline = try swarm.record("web", for: .seconds(14))
        #expect(swarm.store.node(node)?.status.state == .ready)
        for id in lost {
            let failed = try #require(timeline.first(id, .failed))
            #expect(swarm.store.task(id)?.status.error == "task: non-zero exit (255)")
            let slot = swarm.store.task(id)?.slot
            let new = try #require(timeline.rows.last { $0.slot == slot && $0.task.id != id })
            #expect(
                (try #require(timeline.first(new.task.id, .running)) - failed).isAbout(
                    5.7,
                    within: 0.4
                )
            )
        }
        #expect(swarm.running("web").count == 10)
    }

    @Test func `DIS-7 DIS-9 a lost node is ready, then down, and its old tasks stop on return`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 10))
        var all = plain("all")
        all.mode = .global
        try swarm.create(all)
        let node = try swarm.node("node4").id
        let old = swarm.store.tasks(on: node)
        #expect(old.count == 3)
        try swarm.perform(.fault(.powerOff(node)))
        var seen: [NodeStatus.State] = []
        swarm.run(atMost: .seconds(60)) { swarm in
            let state = swarm.store.node(node)?.status.state ?? .unknown
            if seen.last != state { seen.append(state) }
            return false
        }
        #expect(seen == [.ready, .down], "nothing makes a node disconnected")
        #expect(
            old.map { swarm.store.task($0.id)?.desiredState } == [.shutdown, .shutdown, .shutdown]
        )
        #expect(swarm.running("web").count == 10)
        #expect(swarm.running("all").count == 4)
        try swarm.perform(.fault(.powerOn(node)))
        swarm.run(.seconds(10))
        for task in old {
            // The reaper may have taken it already; what is left is over.
            #expect(swarm.store.task(task.id)?.isDead != false)
        }
        #expect(swarm.running("all").count == 5)
        #expect(swarm.running("web").count { $0.nodeID == node } == 0, "nothing moves back")
    }

    @Test func `LIF-21 a removed node's live tasks are orphaned and say nothing else any more`()
        throws
    {
        var swarm = try WorldDriver()
        try swarm.create(plain("web", replicas: 5))
        let node = try swarm.node("node5")
        let task = try #require(swarm.running("web").first { $0.nodeID == node.id })
        #expect(task.status.container != nil)
        try swarm.perform(.fault(.powerOff(node.id)))
        swarm.run(atMost: .seconds(30)) { $0.store.node(node.id)?.status.state == .down }
        try swarm.perform(.removeNode(node.id, force: false))
        let orphan = try #require(swarm.store.task(task.id))
        #expect(orphan.state == .orphaned)
        #expect(orphan.status.message == "Task belonged to a node that has been deleted")
        #expect(orphan.status.container == nil && orphan.status.error.isEmpty)
        #expect(orphan.status.timestamp == swarm.now)
        swarm.run(.seconds(15))
        #expect(swarm.running("web").count == 5)
    }
}
