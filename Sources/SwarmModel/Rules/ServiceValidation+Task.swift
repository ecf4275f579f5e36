import Basics

extension ServiceValidation {
    /// Resources, restart, placement, secrets, configs, then what it runs.
    static func refusal(of task: TaskSpec) -> EngineError? {
        refusal(of: task.resources)
            ?? refusal(of: task.restart)
            ?? refusal(ofConstraints: task.placement.constraints)
            ?? refusal(ofReferencesOf: task)
            ?? refusal(ofRuntimeOf: task)
    }

    /// VAL-10: limits, then reservations; generic resources pass, whatever they are.
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

    private static func refusal(ofReferencesOf task: TaskSpec) -> EngineError? {
        guard task.runtime == .container else { return nil }
        return refusal(ofSecrets: task.container.secrets)
            ?? refusal(
                ofConfigs: task.container.configs,
                credentials: task.container.privileges?.credentialConfig
            )
    }

    /// VAL-14.
    private static func refusal(ofRuntimeOf task: TaskSpec) -> EngineError? {
        switch task.runtime {
        case .container: refusal(of: task.container)
        // The engine hands a plugin on under its own kind, which is always in order.
        case .plugin: nil
        case .generic(let runtime): refusal(of: runtime)
        case .missing: invalid("TaskSpec: missing runtime")
        case .attachment:
            .rpc(.unimplemented, "RuntimeSpec: unimplemented runtime in service spec")
        }
    }

    /// VAL-16.
    private static func refusal(of runtime: GenericRuntime) -> EngineError? {
        if runtime.kind.utf8.count < 3 {
            return invalid("Generic runtime: Invalid name \(goQuoted(runtime.kind))")
        }
        if ["container", "attachment"].contains(runtime.kind.lowercased()) {
            return invalid("Generic runtime: \(goQuoted(runtime.kind)) is a reserved name")
        }
        guard let payload = runtime.payload else {
            return invalid("Generic runtime is missing payload")
        }
        if payload.typeURL.isEmpty { return invalid("Generic runtime is missing payload type") }
        if payload.value.isEmpty { return invalid("Generic runtime has an empty payload") }
        return nil
    }

    /// VAL-15: templates are tried out first, and what they give is what is looked at.
    private static func refusal(of container: ContainerSpec) -> EngineError? {
        let expanded: ContainerSpec
        do throws(TemplateError) {
            expanded = try container.expanded(.dryRun)
        } catch {
            return invalid(error.description)
        }
        if expanded.image.isEmpty {
            return invalid("ContainerSpec: image reference must be provided")
        }
        if ImageReference(expanded.image) == nil {
            return invalid(
                "ContainerSpec: \(goQuoted(expanded.image)) is not a valid repository/tag"
            )
        }
        var targets: Set<String> = []
        for mount in expanded.mounts where !targets.insert(mount.target).inserted {
            return invalid("ContainerSpec: duplicate mount point: \(mount.target)")
        }
        return expanded.healthCheck.flatMap(refusal(of:))
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
}
