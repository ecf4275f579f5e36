import Basics
import SwarmModel

/// Reads a service's `deploy`.
struct DeployReading {
    let service: ServiceReading
    let fields: YAMLMapping

    init(service: ServiceReading) {
        self.service = service
        fields = service.fields.mapping("deploy") ?? YAMLMapping()
    }

    func mode() throws(ComposeError) -> ServiceMode {
        let replicas = fields.integer("replicas").map(UInt64.init)
        switch fields.text("mode") {
        case "global", "global-job":
            if replicas != nil {
                throw service.fault(
                    "replicas can only be used with replicated or replicated-job mode",
                    at: "deploy"
                )
            }
            return fields.text("mode") == "global" ? .global : .globalJob
        case "replicated-job":
            return .replicatedJob(maxConcurrent: replicas ?? 1, totalCompletions: replicas ?? 1)
        default:
            return .replicated(replicas: replicas ?? 1)
        }
    }

    var endpointMode: EndpointSpec.Mode {
        fields.text("endpoint_mode").flatMap(EndpointSpec.Mode.init) ?? .vip
    }

    /// `update_config` or `rollback_config`: a parallelism that is not said is 1.
    func update(_ key: String) -> UpdateConfig? {
        guard let update = fields.mapping(key) else { return nil }
        return UpdateConfig(
            parallelism: UInt64(update.integer("parallelism") ?? 1),
            delay: update.duration("delay") ?? .zero,
            failureAction: update.text("failure_action").flatMap(UpdateConfig.FailureAction.init)
                ?? .pause,
            monitor: update.duration("monitor").flatMap { $0 == .zero ? nil : $0 },
            maxFailureRatio: Float(update.number("max_failure_ratio") ?? 0),
            order: update.text("order").flatMap(UpdateConfig.Order.init) ?? .stopFirst
        )
    }

    var resources: ResourceRequirements {
        let limits = fields.mapping("resources")?.mapping("limits") ?? YAMLMapping()
        let reserved = fields.mapping("resources")?.mapping("reservations") ?? YAMLMapping()
        let generic = reserved.items("generic_resources").compactMap { node in
            node.mapping?.mapping("discrete_resource_spec").map { spec in
                GenericResource.discrete(
                    kind: spec.text("kind") ?? "",
                    value: spec.integer("value") ?? 0
                )
            }
        }
        return ResourceRequirements(
            limits: ResourceLimits(
                nanoCPUs: limits.nanoCPUs("cpus"),
                memoryBytes: limits.bytes("memory"),
                pids: limits.integer("pids") ?? 0
            ),
            reservations: Resources(
                nanoCPUs: reserved.nanoCPUs("cpus"),
                memoryBytes: reserved.bytes("memory"),
                generic: generic
            )
        )
    }

    var placement: Placement {
        let placement = fields.mapping("placement") ?? YAMLMapping()
        return Placement(
            constraints: placement.texts("constraints"),
            preferences: placement.items("preferences").map { $0.mapping?.text("spread") ?? "" },
            maxReplicas: UInt64(placement.integer("max_replicas_per_node") ?? 0)
        )
    }

    /// `restart_policy`, or else the service's own `restart`, which docker says it ignores.
    func restartPolicy() throws(ComposeError) -> RestartPolicy? {
        guard let policy = fields.mapping("restart_policy") else { return try legacyRestart() }
        return RestartPolicy(
            condition: policy.text("condition").flatMap(RestartPolicy.Condition.init) ?? .any,
            delay: policy.duration("delay"),
            maxAttempts: UInt64(policy.integer("max_attempts") ?? 0),
            window: policy.duration("window")
        )
    }

    private func legacyRestart() throws(ComposeError) -> RestartPolicy? {
        guard let text = service.fields.text("restart"), !text.isEmpty else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let attempts = parts.count > 1 ? UInt64(parts[1]) : 0
        guard let attempts, parts.count <= 2 else {
            throw service.fault(
                "invalid restart policy format: maximum retry count must be an integer",
                at: "restart"
            )
        }
        switch parts[0] {
        case "no": return nil
        case "always", "unless-stopped": return RestartPolicy(condition: .any)
        case "on-failure": return RestartPolicy(condition: .onFailure, maxAttempts: attempts)
        default:
            throw service.fault(
                "invalid restart policy: unknown policy '\(parts[0])' (must be one of 'no', 'always', "
                    + "'unless-stopped', or 'on-failure')",
                at: "restart"
            )
        }
    }
}
