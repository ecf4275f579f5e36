package import Basics

/// One place of a service, run once. A change of the spec always means another task (OBJ-24).
package struct SwarmTask: Hashable, Codable, Sendable, Identifiable {
    package let id: TaskID
    package var meta = ObjectMeta()
    package let serviceID: ServiceID
    /// The service's name when the task was made.
    package let serviceName: String
    /// From 1 for replicated services, from 0 for replicated jobs; 0 in global modes (OBJ-22).
    package let slot: Int
    package var nodeID: NodeID?
    package let spec: Shared<TaskSpec>
    /// The service's spec version it was made from; `nil` is scheduled alone (SCH-15).
    package let specVersion: UInt64?
    package var status: TaskStatus
    package var desiredState: TaskState
    package var networks: [NetworkAttachment]
    /// The service's endpoint when the task was allocated.
    package var endpoint: Endpoint?
    package var assignedGenericResources: [GenericResource]
    package var jobIteration: UInt64?
    package var milestones: TaskMilestones

    package init(
        id: TaskID,
        service: Service,
        slot: Int,
        nodeID: NodeID? = nil,
        desiredState: TaskState = .running,
        now: Moment
    ) {
        self.id = id
        serviceID = service.id
        serviceName = service.name
        self.slot = slot
        self.nodeID = nodeID
        spec = service.taskSpec
        specVersion = service.specVersion
        status = TaskStatus(state: .new, timestamp: now, message: "created")
        self.desiredState = desiredState
        networks = []
        endpoint = service.spec.endpoint.map { Endpoint(spec: $0) }
        assignedGenericResources = []
        jobIteration = service.jobStatus?.iteration
        milestones = TaskMilestones(created: now)
    }

    /// Makes a task from all its parts, as a snapshot or an engine has them.
    package init(
        id: TaskID,
        meta: ObjectMeta,
        serviceID: ServiceID,
        serviceName: String,
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
        self.id = id
        self.meta = meta
        self.serviceID = serviceID
        self.serviceName = serviceName
        self.slot = slot
        self.nodeID = nodeID
        self.spec = spec
        self.specVersion = specVersion
        self.status = status
        self.desiredState = desiredState
        self.networks = networks
        self.endpoint = endpoint
        self.assignedGenericResources = assignedGenericResources
        self.jobIteration = jobIteration
        self.milestones = milestones
    }

    package var state: TaskState { status.state }
    /// Observed past running: it will never run again.
    package var isDead: Bool { status.state > .running }
    /// Observed up to running.
    package var isLive: Bool { status.state <= .running }
    package var image: String { spec.value.container.image }

    /// The place it fills: its slot number, or its node in global modes (OBJ-23).
    package var place: TaskPlace {
        if slot == 0, jobIteration == nil, let nodeID { return .node(nodeID) }
        return .slot(slot)
    }

    /// `SERVICE.SLOT`, or `SERVICE.NODEID` for a global service, as `service ps` names rows (LIF-60).
    package var rowName: String {
        if case .node(let node) = place { return "\(serviceName).\(node)" }
        return "\(serviceName).\(slot)"
    }

    /// `SERVICE.SLOT.TASKID`: the container's name (LIF-50).
    package var name: String { "\(rowName).\(id)" }

    /// The moment by which tasks are ordered: when a manager last took a report over, else the
    /// report's own time.
    package var orderingMoment: Moment { status.appliedAt ?? status.timestamp }

    /// Takes a new status over unless it is older than what is known.
    ///
    /// - Returns: whether anything changed.
    /// - Source: LIF-2, LIF-10.
    package mutating func observe(_ report: TaskStatus) -> Bool {
        guard report.state >= status.state, report != status else { return false }
        if report.state != status.state { milestones.note(report.state, at: report.timestamp) }
        status = report
        return true
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
