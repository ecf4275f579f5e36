package import SwarmModel

/// A story to be told to a World: a cluster, and what happens to it.
///
/// Everything is named by name, never by id, so that a story from which steps were taken away is
/// still a story. What a step names and what is not there makes the step do nothing.
package struct Scenario: Hashable, Codable, Sendable {
    /// Decides every matter of chance inside the World.
    package var seed: UInt64
    /// The machines that join at the start; the first is a manager.
    package var nodes: [MachinePlan]
    package var steps: [Step]

    package init(seed: UInt64, nodes: [MachinePlan], steps: [Step]) {
        self.seed = seed
        self.nodes = nodes
        self.steps = steps
    }
}

/// A machine of a story.
package struct MachinePlan: Hashable, Codable, Sendable {
    package var name: String
    package var role: NodeRole
    package var cores: Int
    package var memoryMegabytes: Int
    package var labels: [String: String]
    /// The data centre it stands in.
    package var zone: String
    /// What it offers beyond CPU and memory.
    package var generic: [GenericResource]

    package init(
        name: String,
        role: NodeRole,
        cores: Int = 4,
        memoryMegabytes: Int = 4_096,
        labels: [String: String] = [:],
        zone: String = "a",
        generic: [GenericResource] = []
    ) {
        self.name = name
        self.generic = generic
        self.role = role
        self.cores = cores
        self.memoryMegabytes = memoryMegabytes
        self.labels = labels
        self.zone = zone
    }
}

/// A service of a story: a spec whose networks, secrets and configs are still names.
package struct ServicePlan: Hashable, Codable, Sendable {
    package var spec: ServiceSpec
    package var networks: [String] = []
    package var secrets: [String] = []
    package var configs: [String] = []

    package init(spec: ServiceSpec) { self.spec = spec }
}

/// One thing that happens, some time after the one before.
package struct Step: Hashable, Codable, Sendable {
    /// Milliseconds of the cluster's time since the step before.
    package var after: Int
    package var action: Action
    /// The node whose engine is asked; `nil` = that of any manager.
    package var via: String?

    package init(after: Int, action: Action, via: String? = nil) {
        self.after = after
        self.action = action
        self.via = via
    }
}

/// What can happen.
package enum Action: Hashable, Codable, Sendable {
    case createService(ServicePlan)
    case updateService(ServicePlan)
    /// An update that carries a version the service had before, or never had.
    case updateStale(ServicePlan)
    case scale(service: String, replicas: UInt64)
    /// The same spec once more, with another number that makes every task dirty.
    case force(service: String)
    /// `docker stack deploy` of the text of a Compose file.
    case deploy(stack: String, text: String)
    case rollBack(service: String)
    case removeService(String)

    case setAvailability(node: String, NodeAvailability)
    case setRole(node: String, NodeRole)
    case setLabel(node: String, key: String, value: String)
    case join(MachinePlan)
    case leave(node: String, force: Bool)
    case removeNode(node: String, force: Bool)

    case createNetwork(String)
    case removeNetwork(String)
    case createSecret(String)
    case removeSecret(String)
    case createConfig(String)
    case removeConfig(String)
    case setHistoryLimit(Int)

    /// Ends the container of the service's n-th running task, counted round and round.
    case killContainer(service: String, index: Int)
    case sendRequests(service: String, count: Int)
    case powerOff(node: String)
    case powerOn(node: String)

    case cut(node: String, from: String)
    /// The power of a whole zone goes at one instant, or comes back.
    case powerCut(zone: String)
    case powerBack(zone: String)
    /// What the machine's disk is told is safe only so many milliseconds later; 0 = at once.
    case slowDisk(node: String, milliseconds: Int)
    /// The machine's clock runs so many thousandths too fast and is off by so many milliseconds.
    case skewClock(node: String, permille: Int, offset: Int)

    /// Cuts two zones apart.
    case partition(zone: String, from: String)
    case isolate(node: String)
    /// Makes a link slow and bad: milliseconds, and percentages of loss and duplication.
    case disturb(zone: String, to: String, latency: Int, loss: Int, duplication: Int)
    case mendLinks
}

extension Action {
    /// The zone whose power goes or comes back; `nil` for everything else.
    var powerCutZone: String? {
        switch self {
        case .powerCut(let zone), .powerBack(let zone): zone
        default: nil
        }
    }

    var isPowerBack: Bool {
        if case .powerBack = self { true } else { false }
    }
}
