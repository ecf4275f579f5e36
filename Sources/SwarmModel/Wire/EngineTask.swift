package import Basics

/// A task as `GET /tasks` has it.
package struct EngineTask: Codable, Sendable {
    package let id: TaskID
    private let meta: EngineMeta
    private let spec: Shared<TaskSpec>?
    package let serviceID: ServiceID?
    private let slot: Int?
    private let nodeID: String?
    private let status: EngineTaskStatus?
    private let desiredState: String?
    private let networks: [EngineAttachment]?
    private let genericResources: [GenericResource]?
    private let jobIteration: EngineIteration?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case labels = "Labels"
        case spec = "Spec"
        case serviceID = "ServiceID"
        case slot = "Slot"
        case nodeID = "NodeID"
        case status = "Status"
        case desiredState = "DesiredState"
        case networks = "NetworksAttachments"
        case genericResources = "GenericResources"
        case jobIteration = "JobIteration"
    }

    /// Takes a task with the networks it is attached to.
    ///
    /// - Parameters:
    ///   - task: the task.
    ///   - epoch: the wall time of ``Moment/zero``.
    ///   - network: finds a network; one that is gone is left out.
    package init(_ task: SwarmTask, epoch: WallTime, network: (NetworkID) -> Network?) {
        id = task.id
        meta = EngineMeta(task.meta, epoch: epoch)
        spec = task.spec
        serviceID = task.isServiceless ? nil : task.serviceID
        slot = task.slot == 0 ? nil : task.slot
        nodeID = task.nodeID?.description
        status = EngineTaskStatus(task.status, epoch: epoch)
        desiredState = task.desiredState.word
        networks = task.networks.compactMap { attachment in
            network(attachment.network).map {
                EngineAttachment($0, addresses: attachment.addresses, epoch: epoch)
            }
        }
        genericResources = task.assignedGenericResources
        jobIteration = task.jobIteration.map { EngineIteration($0) }
    }

    /// The spec as a value that many tasks may share.
    package var taskSpec: TaskSpec { spec?.value ?? TaskSpec() }

    /// The task; the service's name is what the engine does not tell with it.
    ///
    /// - Parameters:
    ///   - epoch: the wall time of ``Moment/zero``.
    ///   - serviceName: the name of the service with ``serviceID``.
    ///   - spec: ``taskSpec``, or an equal value that other tasks share already.
    /// - Returns: `nil` for a task of no service.
    package func task(
        epoch: WallTime,
        serviceName: String,
        spec: Shared<TaskSpec>
    ) -> SwarmTask? {
        guard let serviceID else { return nil }
        let meta = meta.meta(epoch: epoch)
        let status = status?.status(epoch: epoch) ?? TaskStatus()
        var milestones = TaskMilestones(created: meta.createdAt)
        milestones.note(status.state, at: status.timestamp)
        return SwarmTask(
            id: id,
            meta: meta,
            serviceID: serviceID,
            serviceName: serviceName,
            slot: slot ?? 0,
            nodeID: nodeID.flatMap { NodeID($0) },
            spec: spec,
            specVersion: nil,
            status: status,
            desiredState: desiredState.flatMap { TaskState(word: $0) } ?? .running,
            networks: (networks ?? []).compactMap(\.attachment),
            assignedGenericResources: genericResources ?? [],
            jobIteration: jobIteration.map { $0.index ?? 0 },
            milestones: milestones
        )
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(TaskID.self, forKey: .id)
        meta = try EngineMeta(from: decoder)
        spec = try fields.decodeIfPresent(TaskSpec.self, forKey: .spec).map(Shared.init)
        serviceID = try fields.decodeIfPresent(String.self, forKey: .serviceID)
            .flatMap { ServiceID($0) }
        slot = try fields.decodeIfPresent(Int.self, forKey: .slot)
        nodeID = try fields.decodeIfPresent(String.self, forKey: .nodeID)
        status = try fields.decodeIfPresent(EngineTaskStatus.self, forKey: .status)
        desiredState = try fields.decodeIfPresent(String.self, forKey: .desiredState)
        networks = try fields.decodeIfPresent([EngineAttachment].self, forKey: .networks)
        genericResources = try fields.decodeIfPresent(
            [GenericResource].self,
            forKey: .genericResources
        )
        jobIteration = try fields.decodeIfPresent(EngineIteration.self, forKey: .jobIteration)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        try fields.encode([String: String](), forKey: .labels)
        try fields.encodeIfPresent(spec, forKey: .spec)
        try fields.encodeIfPresent(serviceID, forKey: .serviceID)
        try fields.encodeIfPresent(slot, forKey: .slot)
        try fields.encodeIfPresent(nodeID, forKey: .nodeID)
        try fields.encodeIfPresent(status, forKey: .status)
        try fields.encodeIfPresent(desiredState, forKey: .desiredState)
        try fields.put(networks ?? [], .networks)
        try fields.put(genericResources ?? [], .genericResources)
        try fields.encodeIfPresent(jobIteration, forKey: .jobIteration)
    }
}

private struct EngineTaskStatus: Codable, Sendable {
    let timestamp: EngineTime?
    let state: String?
    let message: String?
    let error: String?
    let container: EngineContainerStatus?
    let ports: EnginePortStatus?

    enum CodingKeys: String, CodingKey {
        case timestamp = "Timestamp"
        case state = "State"
        case message = "Message"
        case error = "Err"
        case container = "ContainerStatus"
        case ports = "PortStatus"
    }

    init(_ status: TaskStatus, epoch: WallTime) {
        timestamp = EngineTime(status.timestamp, epoch: epoch)
        state = status.state.word
        message = status.message.isEmpty ? nil : status.message
        error = status.error.isEmpty ? nil : status.error
        let known = status.container.map {
            EngineContainerStatus(id: $0.id.description, pid: $0.pid, exitCode: $0.exitCode)
        }
        // An agent that could not make a container reports an empty one.
        let none = EngineContainerStatus(id: "", pid: 0, exitCode: 0)
        container = known ?? (status.state == .rejected ? none : nil)
        ports = EnginePortStatus(status.hostPorts)
    }

    func status(epoch: WallTime) -> TaskStatus {
        TaskStatus(
            state: state.flatMap { TaskState(word: $0) } ?? .new,
            timestamp: timestamp?.moment(epoch: epoch) ?? .zero,
            message: message ?? "",
            error: error ?? "",
            container: container?.status,
            hostPorts: ports?.distinct ?? []
        )
    }
}

private struct EngineContainerStatus: Codable, Sendable {
    /// Empty while the container does not exist, as with a rejected task.
    let id: String?
    let pid: Int32?
    let exitCode: Int32?

    enum CodingKeys: String, CodingKey {
        case id = "ContainerID"
        case pid = "PID"
        case exitCode = "ExitCode"
    }

    var status: ContainerStatus? {
        id.flatMap { ContainerID($0) }
            .map { ContainerStatus(id: $0, pid: pid ?? 0, exitCode: exitCode ?? 0) }
    }
}

/// `PortStatus`, which is always there.
///
/// Engines list a port once for each of the internet's families.
private struct EnginePortStatus: Codable, Sendable {
    private let ports: [PortConfig]?
    private enum CodingKeys: String, CodingKey { case ports = "Ports" }

    init(_ hostPorts: [PortConfig]) {
        ports = hostPorts.isEmpty ? nil : hostPorts.flatMap { [$0, $0] }
    }

    var distinct: [PortConfig] {
        (ports ?? []).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
