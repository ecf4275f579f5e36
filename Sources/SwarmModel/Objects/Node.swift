package import Basics

/// A machine of the swarm, as the managers know it.
///
/// - Source: OBJ-30 to OBJ-34.
package struct Node: Hashable, Codable, Sendable {
    package let id: NodeID
    package var meta = ObjectMeta()
    package var spec: NodeSpec
    /// The role it has; `spec.role` is the role it is wanted to have.
    package var role: NodeRole
    package var status: NodeStatus
    package var description: NodeDescription
    /// Its part in the managers' consensus; `nil` for a worker.
    package var manager: ManagerStatus?

    package init(
        id: NodeID,
        spec: NodeSpec,
        role: NodeRole? = nil,
        status: NodeStatus = NodeStatus(),
        description: NodeDescription = NodeDescription(),
        manager: ManagerStatus? = nil
    ) {
        self.id = id
        self.spec = spec
        self.role = role ?? spec.role
        self.status = status
        self.description = description
        self.manager = manager
    }

    /// Always accepted: since nodes join by token, none waits to be let in (OBJ-30).
    package var membership: NodeMembership { .accepted }

    /// Whether the scheduler may put new tasks here (filter 1, Ready).
    package var acceptsNewTasks: Bool { status.state == .ready && spec.availability == .active }

    /// Whether tasks must leave: status down or availability drain.
    ///
    /// - Source: REP-6.
    package var isInvalidForTasks: Bool { status.state == .down || spec.availability == .drain }

    /// What a list shows: the host name, or the id while none is known.
    package var displayName: String {
        description.hostname.isEmpty ? id.description : description.hostname
    }
}

/// What an operator wants of a node.
package struct NodeSpec: Hashable, Sendable {
    package var name: String
    package var labels: [String: String]
    package var role: NodeRole
    package var availability: NodeAvailability

    package init(
        name: String = "",
        labels: [String: String] = [:],
        role: NodeRole = .worker,
        availability: NodeAvailability = .active
    ) {
        self.name = name
        self.labels = labels
        self.role = role
        self.availability = availability
    }
}

package enum NodeRole: String, Hashable, Codable, Sendable, CaseIterable {
    case worker, manager
}

/// Whether a node was let into the swarm.
package enum NodeMembership: String, Hashable, Codable, Sendable, CaseIterable {
    case pending, accepted
}

package enum NodeAvailability: String, Hashable, Codable, Sendable, CaseIterable {
    case active, pause, drain
}

/// Whether a node answers.
package struct NodeStatus: Hashable, Sendable {
    package enum State: String, Hashable, Codable, Sendable, CaseIterable {
        case unknown, down, ready, disconnected
    }

    package var state: State
    package var message: String
    /// The address the managers saw.
    package var address: String

    package init(state: State = .unknown, message: String = "", address: String = "") {
        self.state = state
        self.message = message
        self.address = address
    }
}

/// What a node's engine says of itself.
package struct NodeDescription: Hashable, Sendable {
    package var hostname: String
    package var platform: Platform
    package var resources: Resources
    package var engineVersion: String
    package var engineLabels: [String: String]
    /// Plugins by type (`Volume`, `Network`, `Log`) and name; empty = engine not described.
    package var plugins: [EnginePlugin]

    package init(
        hostname: String = "",
        platform: Platform = Platform(architecture: "x86_64", os: "linux"),
        resources: Resources = Resources(),
        engineVersion: String = "",
        engineLabels: [String: String] = [:],
        plugins: [EnginePlugin] = []
    ) {
        self.hostname = hostname
        self.platform = platform
        self.resources = resources
        self.engineVersion = engineVersion
        self.engineLabels = engineLabels
        self.plugins = plugins
    }
}

package struct EnginePlugin: Hashable, Sendable {
    package var type: String
    package var name: String
    package init(type: String, name: String) {
        self.type = type
        self.name = name
    }
}

package struct Platform: Hashable, Sendable {
    package var architecture: String
    package var os: String
    package init(architecture: String = "", os: String = "") {
        self.architecture = architecture
        self.os = os
    }
}

/// A manager's place in the consensus.
///
/// - Source: OBJ-34.
package struct ManagerStatus: Hashable, Sendable {
    package enum Reachability: String, Hashable, Codable, Sendable {
        case unknown, unreachable, reachable
    }

    package var isLeader: Bool
    package var reachability: Reachability
    package var address: String

    package init(
        isLeader: Bool = false,
        reachability: Reachability = .unknown,
        address: String = ""
    ) {
        self.isLeader = isLeader
        self.reachability = reachability
        self.address = address
    }
}
