import Basics
import SwarmModel
import SwarmStore
import Testing

/// What a new leader finds and puts right.
struct StartupTests {
    private var swarm = TestSwarm(nodes: 3)

    init() { swarm.agents.areIdle = true }

    private mutating func service(
        replicas: UInt64 = 1,
        mode: ServiceMode? = nil,
        restart: RestartPolicy? = nil
    ) -> Service {
        var definition = spec(replicas: replicas, restart: restart)
        if let mode { definition.mode = mode }
        let service = Service(id: ServiceID(using: &swarm.random), spec: definition)
        swarm.store.put(service)
        return service
    }

    private func desired(_ task: SwarmTask) -> TaskState? {
        swarm.store.task(task.id)?.desiredState
    }

    @Test mutating func `INI-1 tasks whose service is gone are deleted`() {
        let gone = Service(id: ServiceID(using: &swarm.random), spec: spec())
        swarm.addTask(of: gone, on: "node1")
        swarm.changeLeader()
        #expect(swarm.store.taskCount == 0)
    }

    @Test(arguments: [TaskState.failed, .rejected, .complete, .orphaned])
    mutating func `INI-2 a replicated task that is dead is replaced`(state: TaskState) {
        let service = service()
        let dead = swarm.addTask(of: service, on: "node1", state: state)
        swarm.changeLeader()
        #expect(desired(dead) == .shutdown)
        #expect(swarm.wanted(service.id).map(\.desiredState) == [.ready])
        #expect(swarm.wanted(service.id).map(\.slot) == [1])
        #expect(swarm.wanted(service.id).map(\.nodeID) == [nil])
        swarm.advance(by: .seconds(5))
        #expect(swarm.wanted(service.id).map(\.desiredState) == [.running])
    }

    @Test
    mutating func `INI-2 replicated tasks on nodes that are down, drained or gone are replaced`() {
        let service = service(replicas: 4)
        let onDown = swarm.addTask(of: service, slot: 1, on: "node1")
        let onDrained = swarm.addTask(of: service, slot: 2, on: "node2")
        let onUnknown = swarm.addTask(of: service, slot: 3, on: "node3")
        var onGone = swarm.addTask(of: service, slot: 4)
        onGone.nodeID = NodeID(using: &swarm.random)
        swarm.store.update(onGone)
        for (name, change) in [
            ("node1", { $0.status.state = .down }), ("node2", { $0.spec.availability = .drain }),
            ("node3", { $0.status.state = .unknown }),
        ] as [(String, (inout Node) -> Void)] {
            var node = swarm.node(name)
            change(&node)
            swarm.store.put(node)
        }
        swarm.changeLeader()
        let tasks = [onDown, onDrained, onUnknown, onGone]
        #expect(tasks.map(desired) == [.shutdown, .shutdown, .running, .shutdown])
        #expect(swarm.wanted(service.id).map(\.slot) == [1, 2, 3, 4])
    }

    @Test mutating func `INI-2 global tasks on invalid nodes are shut down, dead ones restarted`() {
        let service = service(mode: .global)
        let dead = swarm.addTask(of: service, slot: 0, on: "node1", state: .failed)
        let drained = swarm.addTask(of: service, slot: 0, on: "node2")
        var lost = SwarmTask(
            id: TaskID(using: &swarm.random),
            service: service,
            slot: 0,
            nodeID: NodeID(using: &swarm.random),
            now: .zero
        )
        lost.status.state = .running
        swarm.store.create(lost)
        var node = swarm.node("node2")
        node.spec.availability = .drain
        swarm.store.put(node)
        swarm.changeLeader()
        #expect([dead, drained, lost].map(desired) == [.shutdown, .shutdown, .shutdown])
        #expect(
            Set(swarm.wanted(service.id).map(\.nodeID)) == [
                swarm.node("node1").id, swarm.node("node3").id,
            ]
        )
    }

    @Test mutating func `15.6 of two global tasks on a node one is left`() {
        let service = service(mode: .global)
        swarm.addTask(of: service, slot: 0, on: "node1")
        swarm.addTask(of: service, slot: 0, on: "node1")
        swarm.changeLeader()
        #expect(swarm.wanted(service.id).count { $0.nodeID == swarm.node("node1").id } == 1)
    }

    @Test mutating func `INI-3 a task that was held back is started after the rest of its delay`() {
        let service = service(restart: RestartPolicy(delay: .seconds(10)))
        let task = swarm.addTask(
            of: service,
            on: "node1",
            state: .ready,
            desired: .ready,
            appliedAt: seconds(0)
        )
        swarm.advance(by: .seconds(4))
        swarm.changeLeader()
        #expect(desired(task) == .ready)
        swarm.advance(to: seconds(9.9))
        #expect(desired(task) == .ready)
        swarm.advance(to: seconds(10))
        #expect(desired(task) == .running)
    }

    @Test mutating func `INI-3 if the delay is over it is started now`() {
        let service = service()
        let task = swarm.addTask(
            of: service,
            state: .pending,
            desired: .ready,
            appliedAt: seconds(0)
        )
        swarm.advance(by: .seconds(6))
        swarm.changeLeader()
        #expect(desired(task) == .running)
    }

    @Test mutating func `INI-3 it never waits longer than the delay`() {
        let service = service()
        let task = swarm.addTask(
            of: service,
            on: "node1",
            state: .ready,
            desired: .ready,
            appliedAt: seconds(1_000)
        )
        swarm.changeLeader()
        swarm.advance(by: .seconds(5))
        #expect(desired(task) == .running)
    }

    @Test mutating func `INI-3 a job's task is raised to complete`() {
        var job = service(mode: .replicatedJob(maxConcurrent: 1, totalCompletions: 1))
        job.jobStatus = JobStatus(iteration: 0, lastExecution: .zero)
        swarm.store.put(job)
        let task = swarm.addTask(of: job, slot: 0, state: .ready, desired: .ready)
        swarm.advance(by: .seconds(60))
        swarm.changeLeader()
        #expect(desired(task) == .complete)
    }

    @Test(arguments: [(2, true), (3, false)])
    mutating func `INI-4 the history counts the tasks of the newest spec but the first`(
        dead: Int,
        isReplaced: Bool
    ) {
        var service = service(restart: RestartPolicy(delay: .zero, maxAttempts: 2))
        for _ in 0..<5 {
            swarm.addTask(of: service, on: "node1", state: .failed, desired: .shutdown)
        }
        service.specVersion = 7
        swarm.store.put(service)
        for number in 0..<dead {
            let isLast = number == dead - 1
            swarm.addTask(
                of: service,
                on: "node1",
                state: .failed,
                desired: isLast ? .running : .shutdown
            )
        }
        swarm.changeLeader()
        #expect(swarm.wanted(service.id).isEmpty == !isReplaced)
    }

    @Test mutating func `15.6 only restarts inside the window count at the start`() {
        let policy = RestartPolicy(delay: .zero, maxAttempts: 3, window: .seconds(60))
        let service = service(mode: .global, restart: policy)
        for _ in 0..<3 {
            swarm.addTask(of: service, slot: 0, on: "node1", state: .failed, desired: .shutdown)
        }
        swarm.advance(by: .seconds(100))
        swarm.store.now = swarm.now
        let last = swarm.addTask(
            of: service,
            slot: 0,
            on: "node1",
            state: .failed,
            desired: .running,
            appliedAt: swarm.now
        )
        swarm.changeLeader()
        #expect(desired(last) == .shutdown)
        #expect(swarm.wanted(service.id).contains { $0.nodeID == swarm.node("node1").id })
    }

    @Test mutating func `REP-1 a service without tasks gets them`() {
        let service = service(replicas: 3)
        swarm.changeLeader()
        #expect(swarm.tasks(service.id).count == 3)
    }

    @Test mutating func `LIF-22 orphaned tasks of services stay as history`() {
        let service = service()
        let orphan = swarm.addTask(of: service, on: "node1", state: .orphaned, desired: .shutdown)
        swarm.addTask(of: service, on: "node2")
        swarm.changeLeader()
        swarm.advance(by: .seconds(5))
        #expect(swarm.store.task(orphan.id) != nil)
    }
}
