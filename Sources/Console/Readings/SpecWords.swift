import Basics
import SwarmModel

extension ServiceMode {
    /// `replicated 3`, `global`.
    var words: String {
        switch self {
        case .replicated(let replicas): "replicated \(replicas)"
        case .global: "global"
        case .replicatedJob(let concurrent, let total): "job \(total), \(concurrent) at once"
        case .globalJob: "global job"
        }
    }
}

extension UpdateConfig {
    /// `1 at a time · delay 0s · stop-first · monitor 5s · on failure pause`.
    var words: String {
        let pace = parallelism == 0 ? said("all at once") : said("\(parallelism) at a time")
        var parts = [
            pace, said("delay \(GoDuration.format(delay))"), order.rawValue,
            said("monitor \(GoDuration.format(effectiveMonitor))"),
            said("on failure \(failureAction.rawValue)"),
        ]
        if maxFailureRatio > 0 {
            parts.append(said("up to \(Int(maxFailureRatio * 100)) % may fail"))
        }
        return parts.joined(separator: " · ")
    }
}

extension UpdateConfig? {
    var words: String { self?.words ?? "" }
}

extension EndpointSpec? {
    var modeWord: String { (self?.mode ?? .vip).rawValue }
    var portWords: String { (self?.ports ?? []).map(\.words).joined(separator: ", ") }
}

extension PortConfig {
    /// `*:8080->80/tcp`, as lists show it; host mode says so.
    var words: String {
        let published = publishedPort == 0 ? "?" : "\(publishedPort)"
        let mode = publishMode == .host ? " host" : ""
        return "*:\(published)->\(targetPort)/\(transport.rawValue)\(mode)"
    }
}

extension ResourceLimits {
    var words: String {
        var parts: [String] = []
        if nanoCPUs > 0 { parts.append("cpu \(Amount.cores(nanoCPUs))") }
        if memoryBytes > 0 { parts.append("memory \(Amount.bytes(memoryBytes))") }
        if pids > 0 { parts.append("pids \(pids)") }
        return parts.joined(separator: ", ")
    }
}

extension Resources {
    var words: String {
        var parts: [String] = []
        if nanoCPUs > 0 { parts.append("cpu \(Amount.cores(nanoCPUs))") }
        if memoryBytes > 0 { parts.append("memory \(Amount.bytes(memoryBytes))") }
        for resource in generic {
            switch resource {
            case .discrete(let kind, let value): parts.append("\(kind) \(value)")
            case .named(let kind, let value): parts.append("\(kind) \(value)")
            }
        }
        return parts.joined(separator: ", ")
    }
}

extension RestartPolicy? {
    var words: String {
        let policy = self ?? RestartPolicy()
        var parts = [
            policy.condition.rawValue, said("delay \(GoDuration.format(policy.effectiveDelay))"),
        ]
        if policy.maxAttempts > 0 { parts.append(said("at most \(policy.maxAttempts) attempts")) }
        if let window = policy.window, window > .zero {
            parts.append(said("in \(GoDuration.format(window))"))
        }
        return parts.joined(separator: ", ")
    }
}

extension HealthConfig? {
    var words: String {
        guard let check = self, !check.test.isEmpty else { return "" }
        if check.isDisabled { return "none" }
        var parts = [check.test.dropFirst().joined(separator: " ")]
        if check.interval > .zero {
            parts.append(said("every \(GoDuration.format(check.interval))"))
        }
        if check.timeout > .zero {
            parts.append(said("timeout \(GoDuration.format(check.timeout))"))
        }
        if check.retries > 0 { parts.append(Amount.count(check.retries, "retry", "retries")) }
        if check.startPeriod > .zero {
            parts.append(said("start period \(GoDuration.format(check.startPeriod))"))
        }
        return parts.joined(separator: ", ")
    }
}

extension Mount {
    /// `volume data → /var/lib (read only)`.
    var words: String {
        let from = source.isEmpty ? kind.rawValue : "\(kind.rawValue) \(source)"
        return "\(from) → \(target)" + (readOnly ? " (read only)" : "")
    }
}

extension [Mount] {
    var words: String { map(\.words).joined(separator: ", ") }
}
