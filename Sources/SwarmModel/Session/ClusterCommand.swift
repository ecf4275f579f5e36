package import Basics

/// What a client may ask of a cluster, embedded or real.
///
/// Ids and versions, never names or rows.
package enum ClusterCommand: Hashable, Codable, Sendable {
    case createService(ServiceSpec)
    /// Replaces the spec if the service still has `version` (OBJ-4).
    case updateService(ServiceID, version: UInt64, spec: ServiceSpec)
    /// Goes back to the previous spec (UPD-60).
    case rollbackService(ServiceID, version: UInt64)
    case removeService(ServiceID)

    case updateNode(NodeID, version: UInt64, spec: NodeSpec)
    case removeNode(NodeID, force: Bool)

    case createNetwork(NetworkSpec)
    case removeNetwork(NetworkID)
    case createSecret(SecretSpec)
    case updateSecret(SecretID, version: UInt64, labels: [String: String])
    case removeSecret(SecretID)
    case createConfig(ConfigSpec)
    case updateConfig(ConfigID, version: UInt64, labels: [String: String])
    case removeConfig(ConfigID)
    case removeVolume(name: String, node: NodeID, force: Bool)
    case updateCluster(version: UInt64, spec: ClusterSpec)

    /// Ends the container of a task as `docker container rm -f` on its node does.
    case removeContainer(TaskID)

    /// Only the embedded cluster can do what follows: its nodes are simulated.
    case addNode(NewNode)
    /// `docker swarm leave` on that node.
    case leaveSwarm(NodeID, force: Bool)
    case fault(Fault)
    /// `count` requests to a task's published application, as a user's browser would send them.
    case sendRequests(ServiceID, count: Int)

    /// Whether only an embedded, simulated cluster can carry it out.
    package var isSimulationOnly: Bool {
        switch self {
        case .addNode, .leaveSwarm, .fault, .sendRequests: true
        default: false
        }
    }
}

/// A machine that joins the embedded cluster.
package struct NewNode: Hashable, Codable, Sendable {
    package var hostname: String
    package var role: NodeRole
    package var availability: NodeAvailability
    package var nanoCPUs: Int64
    package var memoryBytes: Int64
    package var labels: [String: String]

    package init(
        hostname: String,
        role: NodeRole,
        availability: NodeAvailability = .active,
        nanoCPUs: Int64 = 4_000_000_000,
        memoryBytes: Int64 = 8_589_934_592,
        labels: [String: String] = [:]
    ) {
        self.hostname = hostname
        self.role = role
        self.availability = availability
        self.nanoCPUs = nanoCPUs
        self.memoryBytes = memoryBytes
        self.labels = labels
    }
}

/// A trouble that is brought about on purpose.
package enum Fault: Hashable, Codable, Sendable {
    /// The machine loses its power: engine and containers are gone at once.
    case powerOff(NodeID)
    /// The machine starts again, with an engine and no containers.
    case powerOn(NodeID)
}

/// What came of a command.
package struct CommandOutcome: Hashable, Codable, Sendable {
    /// The id or name of what was created; `nil` for the rest.
    package var createdID: String?
    package var warnings: [String]

    package init(createdID: String? = nil, warnings: [String] = []) {
        self.createdID = createdID
        self.warnings = warnings
    }
}
