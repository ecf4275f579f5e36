import Basics

extension NodeSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
        case role = "Role"
        case availability = "Availability"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        labels = try fields.value(.labels, or: [:])
        role = try fields.word(.role, or: .worker) { "invalid Role: \(goQuoted($0))" }
        availability = try fields.word(.availability, or: .active) {
            "invalid Availability: \(goQuoted($0))"
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(name, .name)
        try fields.encode(labels, forKey: .labels)
        try fields.encode(role, forKey: .role)
        try fields.encode(availability, forKey: .availability)
    }
}

extension NodeStatus: Codable {
    private enum CodingKeys: String, CodingKey {
        case state = "State"
        case message = "Message"
        case address = "Addr"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        state = try fields.word(.state, or: .unknown)
        message = try fields.value(.message, or: "")
        address = try fields.value(.address, or: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(state, forKey: .state)
        try fields.put(message, .message)
        try fields.put(address, .address)
    }
}

extension ManagerStatus: Codable {
    private enum CodingKeys: String, CodingKey {
        case isLeader = "Leader"
        case reachability = "Reachability"
        case address = "Addr"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        isLeader = try fields.value(.isLeader, or: false)
        reachability = try fields.word(.reachability, or: .unknown)
        address = try fields.value(.address, or: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(isLeader, .isLeader)
        try fields.encode(reachability, forKey: .reachability)
        try fields.encode(address, forKey: .address)
    }
}

extension NodeDescription: Codable {
    private enum CodingKeys: String, CodingKey {
        case hostname = "Hostname"
        case platform = "Platform"
        case resources = "Resources"
        case engine = "Engine"
    }

    private struct Engine: Codable {
        var version: String?
        var labels: [String: String]?
        var plugins: [EnginePlugin]?
        enum CodingKeys: String, CodingKey {
            case version = "EngineVersion"
            case labels = "Labels"
            case plugins = "Plugins"
        }
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        hostname = try fields.value(.hostname, or: "")
        platform = try fields.value(.platform, or: Platform())
        resources = try fields.value(.resources, or: Resources())
        let engine = try fields.decodeIfPresent(Engine.self, forKey: .engine)
        engineVersion = engine?.version ?? ""
        engineLabels = engine?.labels ?? [:]
        plugins = engine?.plugins ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(hostname, .hostname)
        try fields.encode(platform, forKey: .platform)
        try fields.encode(resources, forKey: .resources)
        let engine = Engine(
            version: engineVersion.isEmpty ? nil : engineVersion,
            labels: engineLabels.isEmpty ? nil : engineLabels,
            plugins: plugins.isEmpty ? nil : plugins
        )
        try fields.encode(engine, forKey: .engine)
    }
}

extension EnginePlugin: Codable {
    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case name = "Name"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        type = try fields.value(.type, or: "")
        name = try fields.value(.name, or: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(type, forKey: .type)
        try fields.encode(name, forKey: .name)
    }
}
