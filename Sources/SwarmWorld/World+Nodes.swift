import Agents
import Allocation
import Basics
import Orchestration
import Scheduling
import SwarmModel
import SwarmStore

extension World {
    /// - Source: VAL-50, ROL-2.
    mutating func updateNode(
        _ id: NodeID,
        version: UInt64,
        spec: NodeSpec
    ) throws(EngineError) -> CommandOutcome {
        var node = try existing(id)
        guard node.meta.version == version else { throw .outOfSequence }
        if node.spec.role == .manager, spec.role == .worker { try checkDemotion(of: node) }
        node.spec = spec
        store.put(node, isAsked: true)
        return CommandOutcome()
    }

    /// - Source: ROL-20 to ROL-22, LIF-21.
    mutating func removeNode(_ id: NodeID, force: Bool) throws(EngineError) -> CommandOutcome {
        let node = try existing(id)
        if node.spec.role == .manager, managers.isVoter(id) {
            throw .rpc(
                .failedPrecondition,
                "node \(id) is a cluster manager and is a member of the raft cluster. "
                    + "It must be demoted to worker before removal"
            )
        }
        if !force, node.status.state == .ready {
            throw .rpc(.failedPrecondition, "node \(id) is not down and can't be removed")
        }
        for var task in store.tasks(on: id) where task.state < .complete {
            // Nothing that the node had reported is left, not even its container.
            let status = TaskStatus(
                state: .orphaned,
                timestamp: now,
                message: "Task belonged to a node that has been deleted"
            )
            if task.observe(status) { store.update(task) }
        }
        store.remove(id)
        return CommandOutcome()
    }
}

// MARK: - Joining and leaving

extension World {
    /// A machine joins; the first one starts the swarm and must be a manager.
    ///
    /// - Source: TOK-4, LDR-2.
    mutating func addNode(_ new: NewNode) throws(EngineError) -> CommandOutcome {
        if store.nodes.contains(where: {
            // A machine that left comes back as another node.
            $0.description.hostname == new.hostname && !agents.hasLeft($0.id)
        }) {
            throw EngineError(
                status: 409,
                message: "a node named \(new.hostname) is already in the swarm"
            )
        }
        if new.hostname.isEmpty {
            throw EngineError(status: 400, message: "a node needs a name")
        }
        let isFirst = managers.isEmpty
        if isFirst, new.role != .manager {
            throw EngineError(
                status: 400,
                message: "the first node of a swarm must be a manager"
            )
        }
        if isFirst, let settings = new.settings {
            _ = try updateCluster(version: store.cluster.meta.version, spec: settings)
        }
        joinedCount += 1
        let node = makeNode(new)
        store.put(node)
        if isFirst {
            createPredefinedNetworks()
            managers.found(node.id, now: now)
            follow(managers.settle(topology, now: now))
        }
        return CommandOutcome(createdID: node.id.description)
    }

    private mutating func makeNode(_ new: NewNode) -> Node {
        Node(
            id: NodeID(using: &random),
            spec: NodeSpec(
                labels: new.labels,
                role: new.role,
                availability: new.availability
            ),
            status: NodeStatus(
                state: .unknown,
                address: "192.168.\(65 + joinedCount / 250).\(2 + joinedCount % 250)"
            ),
            description: NodeDescription(
                hostname: new.hostname,
                resources: Resources(
                    nanoCPUs: new.nanoCPUs,
                    memoryBytes: new.memoryBytes,
                    generic: new.generic
                ),
                engineVersion: "simulated",
                engineLabels: [NewNode.zoneLabel: new.zone],
                plugins: Self.enginePlugins
            )
        )
    }

    private static let enginePlugins =
        ["json-file", "local", "journald", "syslog", "none"].map {
            EnginePlugin(type: "Log", name: $0)
        }
        + ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"].map {
            EnginePlugin(type: "Network", name: $0)
        } + [EnginePlugin(type: "Volume", name: "local")]

    private mutating func createPredefinedNetworks() {
        insertNetwork(NetworkSpec(name: "ingress", driver: DriverSpec(), ingress: true))
        for name in ["bridge", "host"] {
            insertNetwork(
                NetworkSpec(
                    name: name,
                    labels: [predefinedNetworkLabel: "true"],
                    driver: DriverSpec(name: name)
                )
            )
        }
    }
}
