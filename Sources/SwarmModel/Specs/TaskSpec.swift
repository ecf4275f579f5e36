package import Basics

/// What one task runs, and under which conditions.
package struct TaskSpec: Hashable, Sendable {
    package var runtime: TaskRuntime
    /// Empty for runtimes other than ``TaskRuntime/container``.
    package var container: ContainerSpec
    package var resources: ResourceRequirements
    /// `nil` = condition any, delay 5 s, no limit of attempts.
    package var restart: RestartPolicy?
    package var placement: Placement
    package var networks: [NetworkAttachmentSpec]
    package var logDriver: DriverSpec?
    /// A counter; another number makes every task dirty (UPD-6).
    package var forceUpdate: UInt64
    package var emptyBlocks = EmptyBlocks()

    package init(
        container: ContainerSpec = ContainerSpec(),
        resources: ResourceRequirements = ResourceRequirements(),
        restart: RestartPolicy? = nil,
        placement: Placement = Placement(),
        networks: [NetworkAttachmentSpec] = [],
        logDriver: DriverSpec? = nil,
        forceUpdate: UInt64 = 0,
        runtime: TaskRuntime = .container
    ) {
        self.runtime = runtime
        self.container = container
        self.resources = resources
        self.restart = restart
        self.placement = placement
        self.networks = networks
        self.logDriver = logDriver
        self.forceUpdate = forceUpdate
    }
}

/// When a task that ended is replaced, and how often.
package struct RestartPolicy: Hashable, Sendable {
    package enum Condition: String, Hashable, Codable, Sendable, CaseIterable {
        case none
        case onFailure = "on-failure"
        case any
    }

    package var condition: Condition
    /// `nil` = 5 s; zero is respected.
    package var delay: Duration?
    /// 0 = unlimited.
    package var maxAttempts: UInt64
    /// `nil` or zero = all attempts count.
    package var window: Duration?

    package init(
        condition: Condition = .any,
        delay: Duration? = nil,
        maxAttempts: UInt64 = 0,
        window: Duration? = nil
    ) {
        self.condition = condition
        self.delay = delay
        self.maxAttempts = maxAttempts
        self.window = window
    }

    /// The delay when none is given.
    package static let standardDelay = Duration.seconds(5)
    package var effectiveDelay: Duration { delay ?? Self.standardDelay }
}

/// Where tasks may and should go.
package struct Placement: Hashable, Sendable {
    package var constraints: [String]
    /// Spread descriptors in order of nesting, such as `node.labels.zone`.
    package var preferences: [String]
    package var platforms: [Platform]
    /// 0 = no limit.
    package var maxReplicas: UInt64

    package init(
        constraints: [String] = [],
        preferences: [String] = [],
        platforms: [Platform] = [],
        maxReplicas: UInt64 = 0
    ) {
        self.constraints = constraints
        self.preferences = preferences
        self.platforms = platforms
        self.maxReplicas = maxReplicas
    }
}

/// A network a task joins, by id, with names under which it is known there.
package struct NetworkAttachmentSpec: Hashable, Sendable {
    package var target: NetworkID
    package var aliases: [String]
    package var driverOptions: [String: String]

    package init(target: NetworkID, aliases: [String] = [], driverOptions: [String: String] = [:]) {
        self.target = target
        self.aliases = aliases
        self.driverOptions = driverOptions
    }
}

/// A driver by name with its options.
package struct DriverSpec: Hashable, Sendable {
    package var name: String
    package var options: [String: String]
    package init(name: String = "", options: [String: String] = [:]) {
        self.name = name
        self.options = options
    }
}
