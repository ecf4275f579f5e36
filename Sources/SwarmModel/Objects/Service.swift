package import Basics

/// A service: a spec, the spec before it, and how far the swarm has followed.
///
/// - Source: OBJ-10.
package struct Service: Hashable, Codable, Sendable {
    package let id: ServiceID
    package var meta = ObjectMeta()
    package var spec: ServiceSpec {
        didSet {
            if spec.task != oldValue.task { taskSpec = Shared(spec.task) }
            if spec.labels != oldValue.labels || spec.name != oldValue.name {
                sharedAnnotations = Self.share(spec)
            }
        }
    }
    /// `spec.task` as its tasks share it.
    package private(set) var taskSpec: Shared<TaskSpec>
    /// The name and labels as its tasks share them; `nil` without labels.
    package private(set) var sharedAnnotations: Shared<Annotations>?
    /// The version the client sent with the last update; tasks carry the one they were made from.
    package var specVersion: UInt64?
    package var previousSpec: ServiceSpec?
    package var previousSpecVersion: UInt64?
    /// Ports and addresses as allocated; written by the allocator only.
    package var endpoint: Endpoint?
    package var updateStatus: UpdateStatus?
    package var jobStatus: JobStatus?

    package init(id: ServiceID, spec: ServiceSpec, specVersion: UInt64? = 0) {
        self.id = id
        self.spec = spec
        self.taskSpec = Shared(spec.task)
        self.sharedAnnotations = Self.share(spec)
        self.specVersion = specVersion
    }

    private static func share(_ spec: ServiceSpec) -> Shared<Annotations>? {
        spec.labels.isEmpty ? nil : Shared(Annotations(name: spec.name, labels: spec.labels))
    }

    package var name: String { spec.name }
    package var isReplicated: Bool { spec.mode.replicas != nil }
    package var isGlobal: Bool { spec.mode == .global }

    /// The stack that owns it, by the label that `docker stack deploy` sets.
    package var stack: String? { spec.labels[StackLabel.namespace] }
}

/// Labels that tie objects to a stack.
package enum StackLabel {
    package static let namespace = "com.docker.stack.namespace"
    package static let image = "com.docker.stack.image"
}

/// Ports and virtual addresses of a service, or of a task at the time it was allocated.
package struct Endpoint: Hashable, Sendable {
    package struct VirtualIP: Hashable, Sendable {
        package var network: NetworkID
        /// In CIDR form, such as `10.0.1.2/24`.
        package var address: String
        package init(network: NetworkID, address: String) {
            self.network = network
            self.address = address
        }
    }

    package var spec: EndpointSpec
    package var ports: [PortConfig]
    package var virtualIPs: [VirtualIP]

    package init(
        spec: EndpointSpec = EndpointSpec(),
        ports: [PortConfig] = [],
        virtualIPs: [VirtualIP] = []
    ) {
        self.spec = spec
        self.ports = ports
        self.virtualIPs = virtualIPs
    }
}

/// How the last update or rollback went.
///
/// - Source: OBJ-11, §7.8.
package struct UpdateStatus: Hashable, Codable, Sendable {
    package enum State: String, Hashable, Codable, Sendable, CaseIterable {
        case updating, paused, completed
        case rollbackStarted = "rollback_started"
        case rollbackPaused = "rollback_paused"
        case rollbackCompleted = "rollback_completed"
    }

    package var state: State
    package var startedAt: Moment?
    package var completedAt: Moment?
    package var message: String

    package init(
        state: State,
        startedAt: Moment? = nil,
        completedAt: Moment? = nil,
        message: String
    ) {
        self.state = state
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.message = message
    }
}

package struct JobStatus: Hashable, Codable, Sendable {
    package var iteration: UInt64
    package var lastExecution: Moment
    package init(iteration: UInt64, lastExecution: Moment) {
        self.iteration = iteration
        self.lastExecution = lastExecution
    }
}
