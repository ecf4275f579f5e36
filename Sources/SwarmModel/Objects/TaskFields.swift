import Basics

/// What a task consists of, in an order that leaves few gaps: every change of a task copies it.
struct TaskFields: Hashable, Sendable {
    // What is asked for most comes first, as one line of the processor's cache brings it.
    var id: TaskID
    var status: TaskStatus
    var desiredState: TaskState
    let slot: Int32
    var nodeID: NodeID?
    let serviceID: ServiceID
    let serviceName: String
    /// `nil` for a service without labels.
    let serviceAnnotations: Shared<Annotations>?
    let spec: Shared<TaskSpec>
    let specVersion: UInt64?
    var meta: ObjectMeta
    var milestones: TaskMilestones
    var extras: TaskExtras

    init(
        id: TaskID,
        serviceID: ServiceID,
        serviceName: String,
        serviceAnnotations: Shared<Annotations>?,
        slot: Int,
        spec: Shared<TaskSpec>,
        specVersion: UInt64?,
        meta: ObjectMeta = ObjectMeta(),
        nodeID: NodeID?,
        status: TaskStatus,
        desiredState: TaskState,
        milestones: TaskMilestones,
        extras: TaskExtras
    ) {
        self.id = id
        self.serviceID = serviceID
        self.serviceName = serviceName
        self.serviceAnnotations = serviceAnnotations
        self.slot = Int32(clamping: slot)
        self.spec = spec
        self.specVersion = specVersion
        self.meta = meta
        self.nodeID = nodeID
        self.status = status
        self.desiredState = desiredState
        self.milestones = milestones
        self.extras = extras
    }
}

/// What only some tasks have, in a box that a task without any of it does not need.
struct TaskExtras: Hashable, Sendable {
    private struct Contents: Hashable, Sendable {
        /// The cluster's; `nil` as a rule.
        var defaultLogDriver: Shared<DriverSpec>?
        var networks: [NetworkAttachment] = []
        var endpoint: Endpoint?
        var assignedGenericResources: [GenericResource] = []
        var jobIteration: UInt64?
    }

    /// `nil` while there is nothing to keep.
    private var box: Shared<Contents>?

    init(
        defaultLogDriver: Shared<DriverSpec>? = nil,
        networks: [NetworkAttachment] = [],
        endpoint: Endpoint? = nil,
        assignedGenericResources: [GenericResource] = [],
        jobIteration: UInt64? = nil
    ) {
        if defaultLogDriver == nil, networks.isEmpty, endpoint == nil,
            assignedGenericResources.isEmpty, jobIteration == nil
        {
            return
        }
        box = Shared(
            Contents(
                defaultLogDriver: defaultLogDriver,
                networks: networks,
                endpoint: endpoint,
                assignedGenericResources: assignedGenericResources,
                jobIteration: jobIteration
            )
        )
    }

    var defaultLogDriver: Shared<DriverSpec>? { box?.value.defaultLogDriver }
    var networks: [NetworkAttachment] {
        get { box?.value.networks ?? [] }
        set { change { $0.networks = newValue } }
    }
    var endpoint: Endpoint? {
        get { box?.value.endpoint }
        set { change { $0.endpoint = newValue } }
    }
    var assignedGenericResources: [GenericResource] {
        get { box?.value.assignedGenericResources ?? [] }
        set { change { $0.assignedGenericResources = newValue } }
    }
    var jobIteration: UInt64? {
        get { box?.value.jobIteration }
        set { change { $0.jobIteration = newValue } }
    }

    private mutating func change(_ body: (inout Contents) -> Void) {
        var contents = box?.value ?? Contents()
        body(&contents)
        box = contents == Contents() ? nil : Shared(contents)
    }
}

extension TaskFields: Codable {
    private enum CodingKeys: CodingKey {
        case id, serviceID, serviceName, serviceAnnotations, slot, spec, specVersion, meta, nodeID
        case status, defaultLogDriver, desiredState, networks, endpoint, assignedGenericResources,
            jobIteration,
            milestones
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(TaskID.self, forKey: .id),
            serviceID: try fields.decode(ServiceID.self, forKey: .serviceID),
            serviceName: try fields.decode(String.self, forKey: .serviceName),
            serviceAnnotations: try fields.decodeIfPresent(
                Shared<Annotations>.self,
                forKey: .serviceAnnotations
            ),
            slot: try fields.decode(Int.self, forKey: .slot),
            spec: try fields.decode(Shared<TaskSpec>.self, forKey: .spec),
            specVersion: try fields.decodeIfPresent(UInt64.self, forKey: .specVersion),
            meta: try fields.decode(ObjectMeta.self, forKey: .meta),
            nodeID: try fields.decodeIfPresent(NodeID.self, forKey: .nodeID),
            status: try fields.decode(TaskStatus.self, forKey: .status),
            desiredState: try fields.decode(TaskState.self, forKey: .desiredState),
            milestones: try fields.decode(TaskMilestones.self, forKey: .milestones),
            extras: TaskExtras(
                defaultLogDriver: try fields.decodeIfPresent(
                    Shared<DriverSpec>.self,
                    forKey: .defaultLogDriver
                ),
                networks: try fields.decode([NetworkAttachment].self, forKey: .networks),
                endpoint: try fields.decodeIfPresent(Endpoint.self, forKey: .endpoint),
                assignedGenericResources: try fields.decode(
                    [GenericResource].self,
                    forKey: .assignedGenericResources
                ),
                jobIteration: try fields.decodeIfPresent(UInt64.self, forKey: .jobIteration)
            )
        )
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(serviceID, forKey: .serviceID)
        try fields.encode(serviceName, forKey: .serviceName)
        try fields.encodeIfPresent(serviceAnnotations, forKey: .serviceAnnotations)
        try fields.encode(slot, forKey: .slot)
        try fields.encode(spec, forKey: .spec)
        try fields.encodeIfPresent(specVersion, forKey: .specVersion)
        try fields.encode(meta, forKey: .meta)
        try fields.encodeIfPresent(nodeID, forKey: .nodeID)
        try fields.encode(status, forKey: .status)
        try fields.encodeIfPresent(extras.defaultLogDriver, forKey: .defaultLogDriver)
        try fields.encode(desiredState, forKey: .desiredState)
        try fields.encode(extras.networks, forKey: .networks)
        try fields.encodeIfPresent(extras.endpoint, forKey: .endpoint)
        try fields.encode(extras.assignedGenericResources, forKey: .assignedGenericResources)
        try fields.encodeIfPresent(extras.jobIteration, forKey: .jobIteration)
        try fields.encode(milestones, forKey: .milestones)
    }
}
