import Basics

/// What the control API refuses in a service's spec, before it looks at other objects.
///
/// - Source: §12.2, in evaluation order.
package enum ServiceValidation {
    /// The first reason to refuse the spec; `nil` if it is fine.
    ///
    /// The rollback configuration is not looked at (VAL-13).
    package static func refusal(of spec: ServiceSpec) -> EngineError? {
        NameRules.refusal(ofObjectName: spec.name)
            ?? refusal(of: spec.task)
            ?? refusal(of: spec.mode)
            ?? refusal(of: spec.update, mode: spec.mode)
            ?? refusal(of: spec.endpoint)
    }

    static func invalid(_ text: String) -> EngineError { .rpc(.invalidArgument, text) }

    /// VAL-17: counts that were negative numbers once.
    private static func refusal(of mode: ServiceMode) -> EngineError? {
        switch mode {
        case .replicated(let replicas):
            if replicas > UInt64(Int64.max) {
                return invalid("Number of replicas must be non-negative")
            }
        case .replicatedJob(let concurrent, let total):
            if concurrent > UInt64(Int64.max) {
                return invalid("Maximum concurrent jobs must not be negative")
            }
            if total > UInt64(Int64.max) {
                return invalid("Total completed jobs must not be negative")
            }
        case .global, .globalJob: break
        }
        return nil
    }

    /// VAL-13; job modes take no update configuration.
    private static func refusal(of update: UpdateConfig?, mode: ServiceMode) -> EngineError? {
        guard let update else { return nil }
        if mode.isJob { return invalid("Jobs may not have an update config") }
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
        var seen: Set<String> = []
        for port in endpoint.ports {
            if endpoint.mode == .dnsrr, port.publishMode == .ingress {
                return invalid(
                    "EndpointSpec: port published with ingress mode can't be used with dnsrr mode"
                )
            }
            guard port.publishedPort != 0 else { continue }
            let key = "\(port.publishedPort)/\(port.transport.rawValue)"
            if !seen.insert(key).inserted {
                return invalid("EndpointSpec: duplicate published ports provided")
            }
        }
        return nil
    }
}
