/// What an operator wants of a service.
package struct ServiceSpec: Hashable, Sendable {
    package var name: String
    package var labels: [String: String]
    package var task: TaskSpec
    package var mode: ServiceMode
    /// `nil` = the defaults of ``UpdateConfig/standard``.
    package var update: UpdateConfig?
    /// `nil` = the defaults of ``UpdateConfig/standard``.
    package var rollback: UpdateConfig?
    /// `nil` = mode vip without ports.
    package var endpoint: EndpointSpec?

    package init(
        name: String,
        labels: [String: String] = [:],
        task: TaskSpec = TaskSpec(),
        mode: ServiceMode = .replicated(replicas: 1),
        update: UpdateConfig? = nil,
        rollback: UpdateConfig? = nil,
        endpoint: EndpointSpec? = nil
    ) {
        self.name = name
        self.labels = labels
        self.task = task
        self.mode = mode
        self.update = update
        self.rollback = rollback
        self.endpoint = endpoint
    }
}

/// How many tasks a service wants, and where.
package enum ServiceMode: Hashable, Sendable {
    case replicated(replicas: UInt64)
    case global
    case replicatedJob(maxConcurrent: UInt64, totalCompletions: UInt64)
    case globalJob

    package var isJob: Bool {
        switch self {
        case .replicatedJob, .globalJob: true
        case .replicated, .global: false
        }
    }

    /// The number of replicas wanted; `nil` for modes that do not count them.
    package var replicas: UInt64? {
        if case .replicated(let replicas) = self { return replicas }
        return nil
    }

    /// The mode as the command line prints it.
    package var name: String {
        switch self {
        case .replicated: "replicated"
        case .global: "global"
        case .replicatedJob: "replicated-job"
        case .globalJob: "global-job"
        }
    }

    /// Whether both are of the same kind, whatever their numbers.
    package func isSameKind(as other: ServiceMode) -> Bool { name == other.name }
}

/// How an update or a rollback goes from slot to slot.
///
/// - Source: §16; the zero-value traps there: present but empty has parallelism 0.
package struct UpdateConfig: Hashable, Sendable {
    package enum FailureAction: String, Hashable, Codable, Sendable, CaseIterable {
        case pause, `continue`, rollback
    }
    package enum Order: String, Hashable, Codable, Sendable, CaseIterable {
        case stopFirst = "stop-first"
        case startFirst = "start-first"
    }

    /// Slots replaced at once; 0 = all.
    package var parallelism: UInt64
    package var delay: Duration
    package var failureAction: FailureAction
    /// `nil` = 5 s.
    package var monitor: Duration?
    /// From 0 to 1; a failure share above it triggers the failure action.
    package var maxFailureRatio: Float
    package var order: Order

    package init(
        parallelism: UInt64 = 1,
        delay: Duration = .zero,
        failureAction: FailureAction = .pause,
        monitor: Duration? = nil,
        maxFailureRatio: Float = 0,
        order: Order = .stopFirst
    ) {
        self.parallelism = parallelism
        self.delay = delay
        self.failureAction = failureAction
        self.monitor = monitor
        self.maxFailureRatio = maxFailureRatio
        self.order = order
    }

    /// What a spec without a configuration means.
    package static let standard = UpdateConfig()
    /// The monitor period when none is given.
    package static let standardMonitor = Duration.seconds(5)

    package var effectiveMonitor: Duration { monitor ?? Self.standardMonitor }
}

/// How a service is reached.
package struct EndpointSpec: Hashable, Sendable {
    package enum Mode: String, Hashable, Codable, Sendable {
        case vip, dnsrr
    }

    package var mode: Mode
    package var ports: [PortConfig]

    package init(mode: Mode = .vip, ports: [PortConfig] = []) {
        self.mode = mode
        self.ports = ports
    }

    /// Whether the ingress network is needed (ALC-3, VAL-31).
    package var usesIngress: Bool { ports.contains { $0.publishMode == .ingress } }
}

/// One published port.
package struct PortConfig: Hashable, Sendable {
    package enum TransportProtocol: String, Hashable, Codable, Sendable, CaseIterable {
        case tcp, udp, sctp
    }
    package enum PublishMode: String, Hashable, Codable, Sendable, CaseIterable {
        case ingress, host
    }

    package var name: String
    package var transport: TransportProtocol
    package var targetPort: UInt32
    /// 0 = chosen by the swarm (30000 to 32767), or by the node in host mode.
    package var publishedPort: UInt32
    package var publishMode: PublishMode

    package init(
        name: String = "",
        transport: TransportProtocol = .tcp,
        targetPort: UInt32,
        publishedPort: UInt32 = 0,
        publishMode: PublishMode = .ingress
    ) {
        self.name = name
        self.transport = transport
        self.targetPort = targetPort
        self.publishedPort = publishedPort
        self.publishMode = publishMode
    }
}
