import Basics

/// What the control API refuses in a service's spec, before it looks at other objects.
///
/// - Source: §12.2, in evaluation order.
package enum ServiceValidation {
    /// The first reason to refuse the spec; `nil` if it is fine.
    package static func refusal(of spec: ServiceSpec) -> EngineError? {
        NameRules.refusal(ofObjectName: spec.name)
            ?? refusal(of: spec.task.resources)
            ?? refusal(of: spec.task.restart)
            ?? refusal(ofConstraints: spec.task.placement.constraints)
            ?? refusal(ofSecrets: spec.task.container.secrets)
            ?? refusal(ofConfigs: spec.task.container.configs)
            ?? refusal(of: spec.task.container)
            ?? refusal(of: spec.update, mode: spec.mode)
            ?? refusal(of: spec.endpoint)
    }

    private static func invalid(_ text: String) -> EngineError { .rpc(.invalidArgument, text) }

    /// VAL-10.
    private static func refusal(of resources: ResourceRequirements) -> EngineError? {
        let pairs = [
            (resources.limits.nanoCPUs, resources.limits.memoryBytes),
            (resources.reservations.nanoCPUs, resources.reservations.memoryBytes),
        ]
        for (cpus, memory) in pairs {
            if cpus != 0, cpus < 1_000_000 {
                return invalid("invalid cpu value \(cores(cpus)): Must be at least 0.001")
            }
            if memory != 0, memory < 4 * 1_048_576 {
                return invalid("invalid memory value \(memory): Must be at least 4MiB")
            }
        }
        return nil
    }

    /// Billionths of a core as Go prints the number of cores (`%g`).
    private static func cores(_ nanoCPUs: Int64) -> String {
        var text = "\(Double(nanoCPUs) / 1e9)"
        if text.hasSuffix(".0") { text.removeLast(2) }
        return text
    }

    /// VAL-11.
    private static func refusal(of policy: RestartPolicy?) -> EngineError? {
        guard let policy else { return nil }
        if let delay = policy.delay, delay < .zero {
            return invalid("TaskSpec: restart-delay cannot be negative")
        }
        if let window = policy.window, window < .zero {
            return invalid("TaskSpec: restart-window cannot be negative")
        }
        return nil
    }

    /// VAL-12: the parser's own words, under the code Unknown.
    private static func refusal(ofConstraints constraints: [String]) -> EngineError? {
        do {
            _ = try Constraint.parse(constraints)
            return nil
        } catch {
            return .rpc(.unknown, error.description)
        }
    }

    /// VAL-25.
    private static func refusal(ofSecrets references: [SecretReference]) -> EngineError? {
        var seen: [String: String] = [:]
        for reference in references {
            guard !reference.name.isEmpty, let file = reference.file, !file.name.isEmpty else {
                return invalid("malformed secret reference")
            }
            if let other = seen[file.name] {
                return invalid(
                    "secret references '\(other)' and '\(reference.name)' have a conflicting target: "
                        + "'\(file.name)'"
                )
            }
            seen[file.name] = reference.name
        }
        return nil
    }

    /// VAL-26.
    private static func refusal(ofConfigs references: [ConfigReference]) -> EngineError? {
        var seen: [String: String] = [:]
        for reference in references {
            guard !reference.name.isEmpty else { return invalid("malformed config reference") }
            guard let file = reference.file else { continue }
            if file.name.isEmpty { return invalid("malformed config reference") }
            if let other = seen[file.name] {
                return invalid(
                    "config references '\(other)' and '\(reference.name)' have a conflicting target: "
                        + "'\(file.name)'"
                )
            }
            seen[file.name] = reference.name
        }
        return nil
    }

    /// VAL-15.
    private static func refusal(of container: ContainerSpec) -> EngineError? {
        if container.image.isEmpty {
            return invalid("ContainerSpec: image reference must be provided")
        }
        if ImageReference(container.image) == nil {
            return invalid(
                "ContainerSpec: \"\(container.image)\" is not a valid repository/tag"
            )
        }
        var targets: Set<String> = []
        for mount in container.mounts where !targets.insert(mount.target).inserted {
            return invalid("ContainerSpec: duplicate mount point: \(mount.target)")
        }
        return container.healthCheck.flatMap(refusal(of:))
    }

    private static func refusal(of health: HealthConfig) -> EngineError? {
        let periods = [
            ("Interval", health.interval), ("Timeout", health.timeout),
            ("StartPeriod", health.startPeriod), ("StartInterval", health.startInterval),
        ]
        for (name, period) in periods where period != .zero && period < .milliseconds(1) {
            return invalid("ContainerSpec: \(name) in HealthConfig cannot be less than 1ms")
        }
        if health.retries < 0 {
            return invalid("ContainerSpec: Retries in HealthConfig cannot be negative")
        }
        return nil
    }

    /// VAL-13; job modes take no update configuration.
    private static func refusal(of update: UpdateConfig?, mode: ServiceMode) -> EngineError? {
        guard let update else { return nil }
        if mode.isJob { return invalid("update config is not allowed for jobs") }
        if update.delay < .zero { return invalid("TaskSpec: update-delay cannot be negative") }
        if let monitor = update.monitor, monitor < .zero {
            return invalid("TaskSpec: update-monitor cannot be negative")
        }
        if !(0...1).contains(update.maxFailureRatio) {
            return invalid(
                "TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1"
            )
        }
        return nil
    }

    /// VAL-18.
    private static func refusal(of endpoint: EndpointSpec?) -> EngineError? {
        guard let endpoint else { return nil }
        if endpoint.mode == .dnsrr, endpoint.usesIngress {
            return invalid(
                "EndpointSpec: port published with ingress mode can't be used with dnsrr mode"
            )
        }
        var seen: Set<String> = []
        for port in endpoint.ports where port.publishedPort != 0 {
            let key = "\(port.publishedPort)/\(port.transport.rawValue)"
            if !seen.insert(key).inserted {
                return invalid("EndpointSpec: duplicate published ports provided")
            }
        }
        return nil
    }
}
