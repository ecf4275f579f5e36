import Basics
import SwarmModel
import SwarmStore

extension World {
    /// - Source: VAL-60, VAL-61.
    mutating func createNetwork(_ spec: NetworkSpec) throws(EngineError) -> CommandOutcome {
        // The engine looks for the very same name before it asks the managers.
        let namesake = store.network(named: spec.name)
        if namesake?.name == spec.name {
            throw EngineError(
                status: 409,
                message: "network with name \(spec.name) already exists"
            )
        }
        if let refusal = NetworkValidation.refusal(of: spec, plugins: networkPlugins) {
            throw refusal
        }
        if spec.ingress, let ingress = store.ingressNetwork {
            throw .rpc(.alreadyExists, "ingress network (\(ingress.id)) is already present")
        }
        if namesake != nil { throw .rpc(.unknown, StoreError.nameConflict.description) }
        return CommandOutcome(createdID: insertNetwork(spec).description)
    }

    /// Network drivers that some engine describes.
    private var networkPlugins: Set<String> {
        Set(
            store.nodes.flatMap(\.description.plugins).filter { $0.type == "Network" }.map(\.name)
        )
    }

    /// - Source: VAL-62.
    mutating func removeNetwork(_ id: NetworkID) throws(EngineError) -> CommandOutcome {
        guard let network = store.network(id) else { throw .notFound("network", "\(id)") }
        if network.spec.labels[predefinedNetworkLabel] == "true" {
            throw .rpc(
                .failedPrecondition,
                "network \(id) (\(network.name)) is a swarm predefined network and cannot be "
                    + "removed"
            )
        }
        if network.spec.ingress {
            try checkServices(doWithoutIngress: id)
        } else {
            try checkUsers(leave: id)
        }
        store.remove(id)
        return CommandOutcome()
    }

    @discardableResult
    mutating func insertNetwork(_ spec: NetworkSpec) -> NetworkID {
        let network = Network(id: NetworkID(using: &random), spec: spec)
        store.put(network)
        return network.id
    }

    private func checkServices(doWithoutIngress id: NetworkID) throws(EngineError) {
        if let user = store.services.first(where: { $0.spec.endpoint?.usesIngress == true }) {
            throw .rpc(
                .failedPrecondition,
                "ingress network cannot be removed because service \(user.id) depends on it"
            )
        }
    }

    /// Services refer to it in their specs; tasks of older specs, or of no service, may live on it.
    private func checkUsers(leave id: NetworkID) throws(EngineError) {
        func uses(_ task: TaskSpec) -> Bool { task.networks.contains { $0.target == id } }
        if let user = store.services.first(where: { uses($0.spec.task) }) {
            throw .rpc(.failedPrecondition, "network \(id) is in use by service \(user.id)")
        }
        let user = store.allTasks.first {
            $0.desiredState <= .running && $0.isLive && uses($0.spec.value)
        }
        if let user {
            throw .rpc(.failedPrecondition, "network \(id) is in use by task \(user.id)")
        }
    }
}

// MARK: - Attachments

extension World {
    /// Attaches a container that the swarm did not start to a network.
    ///
    /// - Parameters:
    ///   - reference: the network's id, or its name.
    ///   - node: the node of the container.
    ///   - container: the engine's id of the container.
    /// - Returns: the attachment, which is a task without a service on that node.
    /// - Throws: the refusal of a network that is not there, or that nobody may attach to.
    /// - Source: ALC-26.
    mutating func attachNetwork(
        _ reference: String,
        node: NodeID,
        container: String
    ) throws(EngineError) -> CommandOutcome {
        guard store.node(node) != nil else { throw .notFound("node", "\(node)") }
        let found =
            NetworkID(reference).flatMap { store.network($0) } ?? store.network(named: reference)
        guard let network = found else {
            throw .rpc(.notFound, "network \(reference) not found")
        }
        guard network.spec.attachable else {
            throw .rpc(.permissionDenied, "network \(reference) not manually attachable")
        }
        let spec = TaskSpec(
            networks: [NetworkAttachmentSpec(target: network.id)],
            runtime: .attachment(container: container)
        )
        let task = SwarmTask(
            attachment: TaskID(using: &random),
            spec: Shared(spec),
            node: node,
            now: now
        )
        store.create(task)
        return CommandOutcome(createdID: task.id.description)
    }

    /// Ends an attachment; only the node that has it may.
    ///
    /// - Source: ALC-26.
    mutating func detachNetwork(
        _ id: TaskID,
        node: NodeID
    ) throws(EngineError) -> CommandOutcome {
        guard let task = store.task(id) else {
            throw .rpc(.notFound, "attachment \(id) not found")
        }
        guard task.nodeID == node else {
            throw .rpc(.permissionDenied, "attachment \(id) doesn't belong to this node")
        }
        store.remove(id)
        return CommandOutcome()
    }
}
