import Basics
import SwarmModel
import SwarmStore
import Testing

struct EnforcerTests {
    private var swarm = TestSwarm(nodes: 2)

    init() { swarm.agents.areIdle = true }

    private mutating func service(_ body: (inout ServiceSpec) -> Void) -> Service {
        var definition = spec(replicas: 0, restart: RestartPolicy(condition: .none))
        body(&definition)
        return Service(id: ServiceID(using: &swarm.random), spec: definition)
    }

    private mutating func touch(
        _ body: (inout Node) -> Void = { $0.spec.labels["touched"] = "yes" }
    ) {
        swarm.settle()
        swarm.change("node1", body)
    }

    private func state(_ task: SwarmTask) -> TaskState? { swarm.store.task(task.id)?.state }

    @Test
    mutating func `ENF-1 ENF-3 ENF-5 a node that loses its role loses the tasks that need it`() {
        let service = service {
            $0.mode = .replicated(replicas: 1)
            $0.task.placement.constraints = ["node.role == manager"]
        }
        swarm.change("node1") { $0.role = .manager }
        swarm.store.put(service)
        swarm.settle()
        let task = swarm.tasks(service.id)[0]
        swarm.report(.running, of: task, on: "node1")
        touch()
        #expect(state(task) == .running)
        touch { $0.role = .worker }
        #expect(state(task) == .rejected)
        #expect(swarm.store.task(task.id)?.status.message == "task rejected by constraint enforcer")
        #expect(
            swarm.store.task(task.id)?.status.error == "assigned node no longer meets constraints"
        )
    }

    @Test mutating func `ENF-3 the service's constraints count, not those of the task`() {
        var service = service { $0.task.placement.constraints = ["node.hostname == node1"] }
        let task = swarm.addTask(of: service, on: "node1")
        service.spec.task.placement.constraints = ["node.hostname == node2"]
        service.spec.mode = .replicated(replicas: 1)
        service.updateStatus = UpdateStatus(state: .paused, message: "")
        service.specVersion = 9
        swarm.store.put(service)
        touch()
        #expect(state(task) == .rejected)
    }

    @Test(arguments: [NodeAvailability.pause, .drain])
    mutating func `ENF-1 only active nodes are looked at`(availability: NodeAvailability) {
        let service = service { $0.task.placement.constraints = ["node.hostname == node2"] }
        let task = swarm.addTask(of: service, on: "node1", desired: .running)
        touch { $0.spec.availability = availability }
        #expect(state(task) == .running)
    }

    @Test mutating func `ENF-2 finished tasks, and those on their way out, are left alone`() {
        let service = service { $0.task.placement.constraints = ["node.hostname == node2"] }
        let complete = swarm.addTask(of: service, slot: 1, on: "node1", state: .complete)
        let leaving = swarm.addTask(of: service, slot: 2, on: "node1", desired: .shutdown)
        touch()
        #expect(state(complete) == .complete)
        #expect(state(leaving) == .running)
    }

    @Test mutating func `ENF-4 what no longer fits into memory or processors is rejected`() {
        let service = service {
            $0.mode = .replicated(replicas: 3)
            $0.task.resources.reservations.memoryBytes = 3 << 30
        }
        let tasks = (1...2).map { swarm.addTask(of: service, slot: $0, on: "node1") }
        swarm.store.put(service)
        touch()
        #expect(tasks.map(state) == [.running, .running])
        touch { $0.description.resources.memoryBytes = 5 << 30 }
        #expect(tasks.map(state).count { $0 == .rejected } == 1)
    }

    @Test mutating func `ENF-3 of several services on a node only the one it does not suit goes`() {
        let services = ["s1", "s2", "s3"].map { name in
            service {
                $0.name = name
                $0.mode = .replicated(replicas: 2)
                $0.task.placement.constraints = name == "s2" ? ["node.labels.disk == ssd"] : []
            }
        }
        swarm.change("node1") { $0.spec.labels["disk"] = "ssd" }
        let tasks = services.flatMap { service in
            (1...2).map { swarm.addTask(of: service, slot: $0, on: "node1") }
        }
        for service in services { swarm.store.put(service) }
        touch()
        #expect(tasks.allSatisfy { state($0) == .running })
        touch { $0.spec.labels["disk"] = "hdd" }
        let gone = tasks.filter { state($0) == .rejected }
        #expect(Set(gone.map(\.id)) == Set(tasks[2...3].map(\.id)))
    }

    @Test mutating func `ENF-4 finished tasks do not use the budget`() {
        let service = service {
            $0.mode = .replicated(replicas: 2)
            $0.task.resources.reservations.nanoCPUs = 3_000_000_000
        }
        swarm.addTask(of: service, slot: 1, on: "node1", state: .complete, desired: .complete)
        let task = swarm.addTask(of: service, slot: 2, on: "node1")
        touch()
        #expect(state(task) == .running)
    }

    @Test(arguments: [
        [GenericResource.named(kind: "gpu", value: "b")],
        [.discrete(kind: "gpu", value: 0)],
        [],
    ])
    mutating func `ENF-4 a generic resource that is gone rejects its user`(left: [GenericResource])
    {
        let service = service { $0.mode = .replicated(replicas: 1) }
        swarm.change("node1") {
            $0.description.resources.generic = [
                .named(kind: "gpu", value: "a"), .discrete(kind: "apple", value: 2),
            ]
        }
        var task = swarm.addTask(of: service, on: "node1")
        task.assignedGenericResources = [
            .named(kind: "gpu", value: "a"), .discrete(kind: "apple", value: 2),
        ]
        swarm.store.update(task)
        touch()
        #expect(state(task) == .running)
        touch { $0.description.resources.generic = left }
        #expect(state(task) == .rejected)
    }

    @Test mutating func `ENF-1 a new leader looks at all nodes`() {
        let service = service { $0.task.placement.constraints = ["node.hostname == node2"] }
        let task = swarm.addTask(of: service, on: "node1", state: .running)
        swarm.store.put(service)
        swarm.changeLeader()
        #expect(state(task) == .rejected)
    }

    @Test mutating func `ENF-5 n: the policy replaces what was rejected`() throws {
        swarm.agents.areIdle = false
        swarm.change("node1") { $0.spec.labels["zone"] = "a" }
        var definition = spec(replicas: 1)
        definition.task.placement.constraints = ["node.labels.zone == a"]
        let id = swarm.create(definition)
        swarm.advance(by: .seconds(5))
        swarm.change("node1") { $0.spec.labels["zone"] = nil }
        #expect(swarm.tasks(id).map(\.state) == [.rejected, .pending])
        #expect(swarm.tasks(id).map(\.desiredState) == [.shutdown, .ready])
        swarm.advance(by: .seconds(5))
        #expect(swarm.wanted(id).map(\.desiredState) == [.running])
        swarm.change("node2") { $0.spec.labels["zone"] = "a" }
        swarm.advance(by: .seconds(5))
        #expect(swarm.running(id).map(\.nodeID) == [swarm.node("node2").id])
    }
}
