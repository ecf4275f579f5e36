import Basics
import Orchestration
import SwarmModel
import Testing

struct TaskDirtinessTests {
    private var random = SeededGenerator(seed: 1)
    private var service: Service
    private let node: Node

    init() {
        service = Service(id: ServiceID(using: &random), spec: spec())
        node = Node(id: NodeID(using: &random), spec: NodeSpec(labels: ["zone": "a"]))
    }

    private mutating func task() -> SwarmTask {
        SwarmTask(id: TaskID(using: &random), service: service, slot: 1, now: .zero)
    }

    private func isDirty(_ task: SwarmTask, on node: Node? = nil) -> Bool {
        var dirtiness = TaskDirtiness(service: service)
        return dirtiness.isDirty(task, on: node)
    }

    /// Changes the service as a client's update does.
    private mutating func change(_ body: (inout ServiceSpec) -> Void) {
        body(&service.spec)
        service.specVersion = (service.specVersion ?? 0) + 1
    }

    @Test mutating func `UPD-1 equal spec versions are clean without a look at the spec`() {
        let old = task()
        service.spec.task.container.image = "v2"
        #expect(!isDirty(old))
        service.specVersion = 7
        #expect(isDirty(old))
    }

    @Test mutating func `UPD-1 without spec versions the specs are compared`() {
        service.specVersion = nil
        let old = task()
        #expect(!isDirty(old))
        service.spec.task.container.image = "v2"
        #expect(isDirty(old))
    }

    @Test mutating func `UPD-2 a change of constraints that the node meets is clean`() {
        let old = task()
        change { $0.task.placement.constraints = ["node.labels.zone == a"] }
        #expect(!isDirty(old, on: node))
    }

    @Test mutating func `UPD-2 a change of constraints that the node does not meet is dirty`() {
        let old = task()
        change { $0.task.placement.constraints = ["node.labels.zone == b"] }
        #expect(isDirty(old, on: node))
    }

    @Test mutating func `UPD-2 a change of constraints is dirty for a task without a node`() {
        let old = task()
        change { $0.task.placement.constraints = ["node.labels.zone == a"] }
        #expect(isDirty(old, on: nil))
    }

    @Test mutating func `UPD-2 constraints that cannot be read count as met`() {
        let old = task()
        change { $0.task.placement.constraints = ["node.labels.zone = b"] }
        #expect(!isDirty(old, on: node))
    }

    @Test mutating func `UPD-2 other parts of the placement are treated alike`() {
        let old = task()
        change { $0.task.placement.maxReplicas = 2 }
        #expect(!isDirty(old, on: node))
        change { $0.task.placement.preferences = ["node.labels.zone"] }
        #expect(!isDirty(old, on: node))
        change { $0.task.placement.platforms = [Platform(architecture: "arm64", os: "linux")] }
        #expect(!isDirty(old, on: node))
    }

    @Test mutating func `UPD-2 constraints and something else are dirty`() {
        let old = task()
        change {
            $0.task.placement.constraints = ["node.labels.zone == a"]
            $0.task.container.image = "v2"
        }
        #expect(isDirty(old, on: node))
    }

    @Test(
        arguments: [
            { $0.container.image = "v2" },
            { $0.container.environment = ["A=1"] },
            { $0.container.command = ["sh"] },
            { $0.container.mounts = [Mount(target: "/data")] },
            { $0.resources.limits.memoryBytes = 1 << 20 },
            { $0.restart = RestartPolicy(condition: .none) },
            { $0.logDriver = DriverSpec(name: "json-file") },
            { $0.forceUpdate += 1 },
        ] as [@Sendable (inout TaskSpec) -> Void]
    )
    func `UPD-4 UPD-6 any other difference of the task spec is dirty`(
        change: @Sendable (inout TaskSpec) -> Void
    ) {
        var copy = self
        let old = copy.task()
        copy.change { change(&$0.task) }
        #expect(copy.isDirty(old, on: node))
    }

    @Test mutating func `UPD-4 another endpoint spec is dirty for a task that has an endpoint`() {
        var allocated = task()
        allocated.endpoint = Endpoint(spec: EndpointSpec())
        let unallocated = task()
        change { $0.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80)]) }
        #expect(isDirty(allocated, on: node))
        #expect(!isDirty(unallocated, on: node))
        allocated.endpoint = Endpoint(spec: EndpointSpec(ports: [PortConfig(targetPort: 80)]))
        #expect(!isDirty(allocated, on: node))
    }

    @Test mutating func `UPD-4 no endpoint spec and an empty one are the same`() {
        var allocated = task()
        allocated.endpoint = Endpoint(spec: EndpointSpec())
        change { $0.labels["a"] = "b" }
        #expect(!isDirty(allocated, on: node))
    }

    @Test mutating func `UPD-5 labels, mode and update configuration are not compared`() {
        let old = task()
        change {
            $0.labels["a"] = "b"
            $0.mode = .replicated(replicas: 9)
            $0.update = UpdateConfig(parallelism: 5)
            $0.rollback = UpdateConfig(parallelism: 5)
        }
        #expect(!isDirty(old, on: node))
    }

    @Test mutating func `UPD-8 a restored spec version makes its tasks clean`() {
        let old = task()
        change { $0.task.container.image = "v2" }
        #expect(isDirty(old))
        service.spec.task.container.image = "v3"
        service.specVersion = 0
        #expect(!isDirty(old))
    }
}
