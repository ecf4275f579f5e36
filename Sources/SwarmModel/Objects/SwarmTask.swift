package import Basics

/// One place of a service, run once; a change of the spec always means another task (OBJ-24).
///
/// Copies share their fields until one of them is changed, as tasks are handed round by the
/// hundred thousand.
package struct SwarmTask: Hashable, Sendable, Identifiable {
    /// Always exactly one element: an array is what the language shares and copies on write.
    private var fields: [TaskFields]

    package init(
        id: TaskID,
        service: Service,
        slot: Int,
        nodeID: NodeID? = nil,
        desiredState: TaskState = .running,
        defaultLogDriver: Shared<DriverSpec>? = nil,
        now: Moment
    ) {
        self.init(
            TaskFields(
                id: id,
                serviceID: service.id,
                serviceName: service.name,
                serviceAnnotations: service.sharedAnnotations,
                slot: slot,
                spec: service.taskSpec,
                specVersion: service.specVersion,
                nodeID: nodeID,
                status: TaskStatus(state: .new, timestamp: now, message: "created"),
                desiredState: desiredState,
                milestones: TaskMilestones(created: now),
                extras: TaskExtras(
                    defaultLogDriver: defaultLogDriver,
                    endpoint: service.spec.endpoint.map { Endpoint(spec: $0) },
                    jobIteration: service.jobStatus?.iteration
                )
            )
        )
    }

    /// A task of no service: the network side of a container that the swarm did not start.
    ///
    /// - Source: ALC-26.
    package init(attachment id: TaskID, spec: Shared<TaskSpec>, node: NodeID, now: Moment) {
        self.init(
            id: id,
            meta: ObjectMeta(),
            serviceID: .none,
            serviceName: "",
            slot: 0,
            nodeID: node,
            spec: spec,
            specVersion: nil,
            status: TaskStatus(state: .new, timestamp: now, message: "created"),
            desiredState: .running,
            milestones: TaskMilestones(created: now)
        )
    }

    /// Makes a task from all its parts, as a snapshot or an engine has them.
    package init(
        id: TaskID,
        meta: ObjectMeta,
        serviceID: ServiceID,
        serviceName: String,
        serviceAnnotations: Shared<Annotations>? = nil,
        slot: Int,
        nodeID: NodeID?,
        spec: Shared<TaskSpec>,
        specVersion: UInt64?,
        status: TaskStatus,
        desiredState: TaskState,
        networks: [NetworkAttachment] = [],
        endpoint: Endpoint? = nil,
        assignedGenericResources: [GenericResource] = [],
        jobIteration: UInt64? = nil,
        milestones: TaskMilestones
    ) {
        self.init(
            TaskFields(
                id: id,
                serviceID: serviceID,
                serviceName: serviceName,
                serviceAnnotations: serviceAnnotations,
                slot: slot,
                spec: spec,
                specVersion: specVersion,
                meta: meta,
                nodeID: nodeID,
                status: status,
                desiredState: desiredState,
                milestones: milestones,
                extras: TaskExtras(
                    networks: networks,
                    endpoint: endpoint,
                    assignedGenericResources: assignedGenericResources,
                    jobIteration: jobIteration
                )
            )
        )
    }

    init(_ fields: TaskFields) { self.fields = [fields] }

    package var state: TaskState { fields[0].status.state }
    /// Observed past running: it will never run again.
    package var isDead: Bool { state > .running }
    /// Observed up to running.
    package var isLive: Bool { state <= .running }
    package var image: String { spec.value.container.image }
    /// Whether it belongs to no service (ALC-26).
    package var isServiceless: Bool { serviceID == .none }

    /// Its container as its node expands it: each task has its own environment and mounts.
    ///
    /// - Throws: The template's fault, for which the node rejects the task.
    /// - Source: LIF-52.
    package func container(
        on node: NodeDescription?
    ) throws(TemplateError) -> ContainerSpec {
        let container = spec.value.container
        guard container.hasTemplates else { return container }
        return try container.expanded(TaskContext(self, on: node))
    }

    /// The place it fills: its slot number, or its node in global modes (OBJ-23).
    package var place: TaskPlace {
        if slot == 0, jobIteration == nil, let nodeID { return .node(nodeID) }
        return .slot(slot)
    }

    /// `SERVICE.SLOT` as `service ps` names rows; the node's id stands for slot 0 (LIF-60).
    package var rowName: String { "\(serviceName).\(slotText)" }

    /// `SERVICE.SLOT.TASKID`: the container's name, and what lists are filtered by.
    ///
    /// The node's id stands for slot 0, which the first task of a replicated job has, too.
    ///
    /// - Source: LIF-50, LIF-51.
    package var name: String { "\(rowName).\(id)" }

    /// The slot's number; the node's id for slot 0, empty while there is none.
    package var slotText: String { slot == 0 ? nodeID?.description ?? "" : "\(slot)" }

    /// The moment by which tasks are ordered: when a manager last took a report over, else the
    /// report's own time.
    package var orderingMoment: Moment { status.appliedAt ?? status.timestamp }

    /// Takes a new status over unless it is older than what is known.
    ///
    /// - Returns: whether anything changed.
    /// - Source: LIF-2, LIF-10.
    package mutating func observe(_ report: TaskStatus) -> Bool {
        guard report.state >= state, report != fields[0].status else { return false }
        if report.state != state {
            fields[0].milestones.note(report.state, at: report.timestamp)
        }
        fields[0].status = report
        return true
    }

    /// Has the identifier remember where the store keeps the task.
    package mutating func notePosition(_ position: Int) {
        fields[0].id = TaskID(digits: id.digits, hint: Int32(truncatingIfNeeded: position))
    }

    /// Raises the desired state; never lowers it (LIF-3).
    ///
    /// - Returns: whether anything changed.
    package mutating func raiseDesired(to state: TaskState) -> Bool {
        guard state > desiredState else { return false }
        desiredState = state
        return true
    }
}

// MARK: - Fields

extension SwarmTask {
    package var id: TaskID { fields[0].id }
    package var serviceID: ServiceID { fields[0].serviceID }
    /// The service's name when the task was made.
    package var serviceName: String { fields[0].serviceName }
    /// The service's labels when the task was made (OBJ-20).
    package var serviceLabels: [String: String] {
        fields[0].serviceAnnotations?.value.labels ?? [:]
    }
    /// From 1 for replicated services, from 0 for replicated jobs; 0 in global modes (OBJ-22).
    package var slot: Int { Int(fields[0].slot) }
    package var spec: Shared<TaskSpec> { fields[0].spec }
    /// The service's spec version it was made from; `nil` is scheduled alone (SCH-15).
    package var specVersion: UInt64? { fields[0].specVersion }
    package var meta: ObjectMeta {
        get { fields[0].meta }
        set { fields[0].meta = newValue }
    }
    package var nodeID: NodeID? {
        get { fields[0].nodeID }
        set { fields[0].nodeID = newValue }
    }
    package var status: TaskStatus {
        get { fields[0].status }
        set { fields[0].status = newValue }
    }
    package var desiredState: TaskState {
        get { fields[0].desiredState }
        set { fields[0].desiredState = newValue }
    }
    package var networks: [NetworkAttachment] {
        get { fields[0].extras.networks }
        set { fields[0].extras.networks = newValue }
    }
    /// The service's endpoint when the task was allocated.
    package var endpoint: Endpoint? {
        get { fields[0].extras.endpoint }
        set { fields[0].extras.endpoint = newValue }
    }
    /// Where it logs: its service's driver, else the cluster's when it was made; `nil` = as its
    /// node's engine has it (OBJ-21).
    package var logDriver: DriverSpec? {
        spec.value.logDriver ?? fields[0].extras.defaultLogDriver?.value
    }
    package var assignedGenericResources: [GenericResource] {
        get { fields[0].extras.assignedGenericResources }
        set { fields[0].extras.assignedGenericResources = newValue }
    }
    package var jobIteration: UInt64? {
        get { fields[0].extras.jobIteration }
        set { fields[0].extras.jobIteration = newValue }
    }
    package var milestones: TaskMilestones {
        get { fields[0].milestones }
        set { fields[0].milestones = newValue }
    }
}

/// Saved as its fields.
extension SwarmTask: Codable {
    package init(from decoder: any Decoder) throws { self.init(try TaskFields(from: decoder)) }

    package func encode(to encoder: any Encoder) throws { try fields[0].encode(to: encoder) }
}

/// What identifies a slot: a number, or a node for global services.
package enum TaskPlace: Hashable, Comparable, Sendable {
    case slot(Int)
    case node(NodeID)
}

/// A network of a task with the addresses it got there, in CIDR form.
package struct NetworkAttachment: Hashable, Codable, Sendable {
    package var network: NetworkID
    package var addresses: [String]
    package init(network: NetworkID, addresses: [String]) {
        self.network = network
        self.addresses = addresses
    }
}
