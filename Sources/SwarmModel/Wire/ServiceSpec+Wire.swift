import Basics

extension ServiceSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
        case task = "TaskTemplate"
        case mode = "Mode"
        case update = "UpdateConfig"
        case rollback = "RollbackConfig"
        case endpoint = "EndpointSpec"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        labels = try fields.value(.labels, or: [:])
        task = try fields.value(.task, or: TaskSpec(runtime: .missing))
        mode = try fields.value(.mode, or: .replicated(replicas: 1))
        if case .plugin = task.runtime {
            let asked = try fields.decodeIfPresent(ServiceMode.Kinds.self, forKey: .mode)
            if asked?.isReplicated == true {
                throw EngineError(status: 400, message: "plugins must not use replicated mode")
            }
            mode = .global
        }
        update = try fields.decodeIfPresent(UpdateConfig.self, forKey: .update)
        rollback = try fields.decodeIfPresent(UpdateConfig.self, forKey: .rollback)
        endpoint = try fields.decodeIfPresent(EndpointSpec.self, forKey: .endpoint)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(labels, forKey: .labels)
        try fields.encode(ServiceTemplate(task: task), forKey: .task)
        try fields.encode(mode, forKey: .mode)
        try fields.encodeIfPresent(update, forKey: .update)
        try fields.encodeIfPresent(rollback, forKey: .rollback)
        try fields.encodeIfPresent(endpoint, forKey: .endpoint)
    }
}

extension ServiceMode: Codable {
    private enum CodingKeys: String, CodingKey {
        case replicated = "Replicated"
        case global = "Global"
        case replicatedJob = "ReplicatedJob"
        case globalJob = "GlobalJob"
    }

    private struct Replicated: Codable {
        var replicas: UInt64?
        enum CodingKeys: String, CodingKey { case replicas = "Replicas" }
    }

    private struct ReplicatedJob: Codable {
        var maxConcurrent: UInt64?
        var totalCompletions: UInt64?
        enum CodingKeys: String, CodingKey {
            case maxConcurrent = "MaxConcurrent"
            case totalCompletions = "TotalCompletions"
        }
    }

    private struct Nothing: Codable {}

    /// Which of the modes a client named, whatever it said of them.
    fileprivate struct Kinds: Decodable {
        let isReplicated: Bool

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            isReplicated =
                try fields.contains(.replicated) && !fields.decodeNil(forKey: .replicated)
        }
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let all: [CodingKeys] = [.replicated, .global, .replicatedJob, .globalJob]
        let given = try all.filter { try fields.contains($0) && !fields.decodeNil(forKey: $0) }
        if given.count > 1 {
            throw EngineError(status: 400, message: "must specify only one service mode")
        }
        if try fields.decodeIfPresent(Nothing.self, forKey: .global) != nil {
            self = .global
        } else if try fields.decodeIfPresent(Nothing.self, forKey: .globalJob) != nil {
            self = .globalJob
        } else if let job = try fields.decodeIfPresent(ReplicatedJob.self, forKey: .replicatedJob) {
            let concurrent = job.maxConcurrent ?? 1
            self = .replicatedJob(
                maxConcurrent: concurrent,
                totalCompletions: job.totalCompletions ?? concurrent
            )
        } else {
            let mode = try fields.decodeIfPresent(Replicated.self, forKey: .replicated)
            self = .replicated(replicas: mode?.replicas ?? 1)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .replicated(let replicas):
            try fields.encode(Replicated(replicas: replicas), forKey: .replicated)
        case .global:
            try fields.encode(Nothing(), forKey: .global)
        case .replicatedJob(let maxConcurrent, let total):
            let job = ReplicatedJob(maxConcurrent: maxConcurrent, totalCompletions: total)
            try fields.encode(job, forKey: .replicatedJob)
        case .globalJob:
            try fields.encode(Nothing(), forKey: .globalJob)
        }
    }
}

extension UpdateConfig: Codable {
    private enum CodingKeys: String, CodingKey {
        case parallelism = "Parallelism"
        case delay = "Delay"
        case failureAction = "FailureAction"
        case monitor = "Monitor"
        case maxFailureRatio = "MaxFailureRatio"
        case order = "Order"
    }

    /// What is absent is zero here, not the default of a spec without a configuration.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        parallelism = try fields.value(.parallelism, or: 0)
        delay = try fields.duration(.delay) ?? .zero
        failureAction = try fields.word(.failureAction, or: .pause) {
            "unrecongized update failure action \($0)"
        }
        monitor = try fields.duration(.monitor)
        maxFailureRatio = try fields.value(.maxFailureRatio, or: 0)
        order = try fields.word(.order, or: .stopFirst) { "unrecognized update order \($0)" }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(parallelism, forKey: .parallelism)
        try fields.put(delay, .delay)
        try fields.encode(failureAction, forKey: .failureAction)
        try fields.putIfGiven(monitor, .monitor)
        try fields.encode(maxFailureRatio, forKey: .maxFailureRatio)
        try fields.encode(order, forKey: .order)
    }
}

extension EndpointSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case mode = "Mode"
        case ports = "Ports"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        mode = try fields.word(.mode, or: .vip) { "invalid resolution mode: \(goQuoted($0))" }
        ports = try fields.value(.ports, or: [])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(mode, forKey: .mode)
        try fields.put(ports, .ports)
    }
}

extension PortConfig: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case transport = "Protocol"
        case targetPort = "TargetPort"
        case publishedPort = "PublishedPort"
        case publishMode = "PublishMode"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        // The engine takes words that it does not know for the first of the kind.
        transport = .init(rawValue: try fields.value(.transport, or: "").lowercased()) ?? .tcp
        targetPort = try fields.value(.targetPort, or: 0)
        publishedPort = try fields.value(.publishedPort, or: 0)
        publishMode =
            .init(rawValue: try fields.value(.publishMode, or: "").lowercased()) ?? .ingress
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(name, .name)
        try fields.encode(transport, forKey: .transport)
        try fields.put(targetPort, .targetPort)
        try fields.put(publishedPort, .publishedPort)
        try fields.encode(publishMode, forKey: .publishMode)
    }
}
