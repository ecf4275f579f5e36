import SwarmModel

/// Services as a Compose file, as far as a Compose file can say what the plans say.
enum StackText {
    static func text(of plans: [ServicePlan]) -> String {
        var lines = ["services:"]
        for plan in plans { lines += service(plan).map { "  " + $0 } }
        for (kind, names) in [
            ("networks", plans.flatMap(\.networks)), ("secrets", plans.flatMap(\.secrets)),
            ("configs", plans.flatMap(\.configs)),
        ] where !names.isEmpty {
            lines.append("\(kind):")
            for name in Set(names).sorted() {
                lines.append(kind == "networks" ? "  \(name): {}" : "  \(name): {file: \(name)}")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func service(_ plan: ServicePlan) -> [String] {
        let spec = plan.spec
        var lines = ["\(spec.name):", "  image: \(spec.task.container.image)", "  deploy:"]
        lines += deploy(spec).map { "    " + $0 }
        for (kind, names) in [
            ("networks", plan.networks), ("secrets", plan.secrets), ("configs", plan.configs),
        ] where !names.isEmpty {
            lines.append("  \(kind): [\(names.joined(separator: ", "))]")
        }
        if let endpoint = spec.endpoint, !endpoint.ports.isEmpty {
            lines.append("  ports:")
            for port in endpoint.ports { lines.append("    - {\(Self.port(port))}") }
        }
        return lines
    }

    private static func port(_ port: PortConfig) -> String {
        var fields = ["target: \(port.targetPort)", "protocol: \(port.transport.rawValue)"]
        if port.publishedPort != 0 { fields.append("published: \(port.publishedPort)") }
        return (fields + ["mode: \(port.publishMode.rawValue)"]).joined(separator: ", ")
    }

    private static func deploy(_ spec: ServiceSpec) -> [String] {
        var lines: [String] = []
        switch spec.mode {
        case .replicated(let replicas): lines += ["mode: replicated", "replicas: \(replicas)"]
        case .global: lines.append("mode: global")
        case .replicatedJob(let concurrent, _):
            lines += ["mode: replicated-job", "replicas: \(concurrent)"]
        case .globalJob: lines.append("mode: global-job")
        }
        if let update = spec.update { lines.append("update_config: {\(config(update))}") }
        if let rollback = spec.rollback { lines.append("rollback_config: {\(config(rollback))}") }
        if let policy = spec.task.restart { lines.append("restart_policy: {\(restart(policy))}") }
        lines += placement(spec.task.placement)
        let reserved = spec.task.resources.reservations
        if reserved.nanoCPUs > 0 {
            let milli = reserved.nanoCPUs / 1_000_000
            let digits = String(1_000 + milli % 1_000).dropFirst()
            lines.append("resources: {reservations: {cpus: \"\(milli / 1_000).\(digits)\"}}")
        }
        return lines
    }

    private static func placement(_ placement: Placement) -> [String] {
        var lines: [String] = []
        if !placement.constraints.isEmpty {
            let quoted = placement.constraints.map { "\"\($0)\"" }.joined(separator: ", ")
            lines.append("constraints: [\(quoted)]")
        }
        if !placement.preferences.isEmpty {
            let spread = placement.preferences.map { "{spread: \($0)}" }.joined(separator: ", ")
            lines.append("preferences: [\(spread)]")
        }
        if placement.maxReplicas > 0 {
            lines.append("max_replicas_per_node: \(placement.maxReplicas)")
        }
        return lines.isEmpty ? [] : ["placement: {\(lines.joined(separator: ", "))}"]
    }

    private static func config(_ config: UpdateConfig) -> String {
        var fields = [
            "parallelism: \(config.parallelism)", "delay: \(seconds(config.delay))",
            "failure_action: \(config.failureAction.rawValue)", "order: \(config.order.rawValue)",
            "max_failure_ratio: \(config.maxFailureRatio)",
        ]
        if let monitor = config.monitor { fields.append("monitor: \(seconds(monitor))") }
        return fields.joined(separator: ", ")
    }

    private static func restart(_ policy: RestartPolicy) -> String {
        var fields = ["condition: \(policy.condition.rawValue)"]
        if let delay = policy.delay { fields.append("delay: \(seconds(delay))") }
        if policy.maxAttempts > 0 { fields.append("max_attempts: \(policy.maxAttempts)") }
        if let window = policy.window { fields.append("window: \(seconds(window))") }
        return fields.joined(separator: ", ")
    }

    private static func seconds(_ duration: Duration) -> String {
        "\(duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000)ms"
    }
}
