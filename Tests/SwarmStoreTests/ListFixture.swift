import Basics
import SwarmModel
import SwarmStore

/// A store with objects for lists, made by hand.
struct ListFixture {
    var random = SeededGenerator(seed: 42)
    var store: Store

    init() {
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
        store.beginTransaction()
    }

    @discardableResult
    mutating func service(
        _ name: String,
        mode: ServiceMode = .replicated(replicas: 1),
        labels: [String: String] = [:],
        change: (inout ServiceSpec) -> Void = { _ in }
    ) -> Service {
        var spec = ServiceSpec(
            name: name,
            labels: labels,
            task: TaskSpec(container: ContainerSpec(image: "web:1.0")),
            mode: mode
        )
        change(&spec)
        var service = Service(id: ServiceID(using: &random), spec: spec)
        if mode.isJob { service.jobStatus = JobStatus(iteration: 0, lastExecution: .zero) }
        store.put(service)
        return service
    }

    @discardableResult
    mutating func task(
        of service: Service,
        slot: Int = 1,
        node: NodeID? = nil,
        state: TaskState = .running,
        desired: TaskState = .running
    ) -> SwarmTask {
        var task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: node,
            desiredState: desired,
            now: .zero
        )
        task.status.state = state
        store.create(task)
        return task
    }

    @discardableResult
    mutating func node(
        _ hostname: String,
        role: NodeRole = .worker,
        labels: [String: String] = [:],
        engineLabels: [String: String] = [:]
    ) -> Node {
        let node = Node(
            id: NodeID(using: &random),
            spec: NodeSpec(labels: labels, role: role),
            description: NodeDescription(hostname: hostname, engineLabels: engineLabels)
        )
        store.put(node)
        return node
    }

    @discardableResult
    mutating func secret(_ name: String, isInternal: Bool = false) -> Secret {
        let secret = Secret(
            id: SecretID(using: &random),
            spec: SecretSpec(
                name: name,
                labels: ["kind": name],
                data: .sealed([1, 2], size: 2)
            ),
            isInternal: isInternal
        )
        store.put(secret)
        return secret
    }
}
