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
    /// Attaches a container of a node, which the swarm did not start, to a network by id or name.
    case attachNetwork(String, node: NodeID, container: String)
    /// Ends what ``attachNetwork(_:node:container:)`` made.
    case detachNetwork(TaskID, node: NodeID)
    /// Deletes the task's object; a replicated service makes another one (VAL-80).
    case removeTask(TaskID)
    case createSecret(SecretSpec)
    case updateSecret(SecretID, version: UInt64, labels: [String: String])
    case removeSecret(SecretID)
    case createConfig(ConfigSpec)
    case updateConfig(ConfigID, version: UInt64, labels: [String: String])
    case removeConfig(ConfigID)
    case removeVolume(name: String, node: NodeID, force: Bool)
    case updateCluster(version: UInt64, spec: ClusterSpec)
    /// A new join token for that role; the old one no longer works (TOK-3).
    case rotateJoinToken(NodeRole)
    /// A new unlock key, if the managers are locked (LCK-1).
    case rotateUnlockKey

    /// Ends the container of a task as `docker container rm -f` on its node does.
    case removeContainer(TaskID)
    /// Asks a task's container to end, and kills it when it has not after `grace`.
    ///
    /// `nil` = the time that its service grants.
    case stopContainer(TaskID, grace: Duration?)
    /// Sends the process of a task's container a signal, by name or number.
    case signalContainer(TaskID, signal: String)
    /// A named volume of that node; nothing if it has one of that name.
    case createVolume(NewVolume)

    /// Only the embedded cluster can do what follows: its nodes are simulated.
    case addNode(NewNode)
    /// `docker swarm join` on a new machine: the token decides its role (TOK-2).
    ///
    /// `via` is the manager whose address it is given; `nil` = any that can be reached.
    case joinSwarm(NewNode, token: String, via: NodeID?)
    /// `docker swarm leave` on that node.
    case leaveSwarm(NodeID, force: Bool)
    /// `docker swarm unlock` on a manager that waits for the key (LCK-3).
    case unlockSwarm(NodeID, key: String)
    /// `docker swarm init --force-new-cluster` on that manager (RFT-7).
    case forceNewCluster(NodeID)
    case fault(Fault)
    /// `count` requests to a task's published application, as a user's browser would send them.
    case sendRequests(ServiceID, count: Int)
    /// `count` requests over the networks; the outcome says which way each one took.
    case request(RequestTarget, count: Int)

    /// Whether only an embedded, simulated cluster can carry it out.
    package var isSimulationOnly: Bool {
        switch self {
        case .addNode, .joinSwarm, .leaveSwarm, .unlockSwarm, .forceNewCluster, .fault,
            .sendRequests, .request:
            true
        default: false
        }
    }
}

/// What came of a command.
package struct CommandOutcome: Hashable, Codable, Sendable {
    /// The id or name of what was created; `nil` for the rest.
    package var createdID: String?
    package var warnings: [String]
    /// What became of requests that were sent; `nil` for the rest.
    package var requests: RequestReport?

    package init(
        createdID: String? = nil,
        warnings: [String] = [],
        requests: RequestReport? = nil
    ) {
        self.createdID = createdID
        self.warnings = warnings
        self.requests = requests
    }
}
