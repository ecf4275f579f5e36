extension ResourceRequirements: Codable {
    enum CodingKeys: String, CodingKey {
        case limits = "Limits"
        case reservations = "Reservations"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        limits = try fields.value(.limits, or: ResourceLimits())
        reservations = try fields.value(.reservations, or: Resources())
    }

    package func encode(to encoder: any Encoder) throws {
        try ShownResources(resources: self, blocks: []).encode(to: encoder)
    }
}

/// Limits and reservations, the empty ones included that are to be shown.
struct ShownResources: Encodable {
    let resources: ResourceRequirements
    let blocks: EmptyBlocks.Block

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: ResourceRequirements.CodingKeys.self)
        try fields.put(
            resources.limits,
            unless: ResourceLimits(),
            .limits,
            shown: blocks.contains(.limits)
        )
        try fields.put(
            resources.reservations,
            unless: Resources(),
            .reservations,
            shown: blocks.contains(.reservations)
        )
    }

    /// Which of a spec's blocks of resources are there.
    static func blocks<Key>(
        _ fields: KeyedDecodingContainer<Key>,
        _ key: Key
    ) throws -> EmptyBlocks.Block {
        guard fields.has(key) else { return [] }
        let inner = try fields.nestedContainer(
            keyedBy: ResourceRequirements.CodingKeys.self,
            forKey: key
        )
        var blocks: EmptyBlocks.Block = .resources
        if inner.has(.limits) { blocks.insert(.limits) }
        if inner.has(.reservations) { blocks.insert(.reservations) }
        return blocks
    }
}

extension ResourceLimits: Codable {
    private enum CodingKeys: String, CodingKey {
        case nanoCPUs = "NanoCPUs"
        case memoryBytes = "MemoryBytes"
        case pids = "Pids"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        nanoCPUs = try fields.value(.nanoCPUs, or: 0)
        memoryBytes = try fields.value(.memoryBytes, or: 0)
        pids = try fields.value(.pids, or: 0)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(nanoCPUs, .nanoCPUs)
        try fields.put(memoryBytes, .memoryBytes)
        try fields.put(pids, .pids)
    }
}

extension Resources: Codable {
    private enum CodingKeys: String, CodingKey {
        case nanoCPUs = "NanoCPUs"
        case memoryBytes = "MemoryBytes"
        case generic = "GenericResources"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        nanoCPUs = try fields.value(.nanoCPUs, or: 0)
        memoryBytes = try fields.value(.memoryBytes, or: 0)
        generic = try fields.value(.generic, or: [])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(nanoCPUs, .nanoCPUs)
        try fields.put(memoryBytes, .memoryBytes)
        try fields.put(generic, .generic)
    }
}

extension GenericResource: Codable {
    private enum CodingKeys: String, CodingKey {
        case named = "NamedResourceSpec"
        case discrete = "DiscreteResourceSpec"
    }

    private struct Named: Codable {
        var kind: String
        var value: String
        enum CodingKeys: String, CodingKey {
            case kind = "Kind"
            case value = "Value"
        }
    }

    private struct Discrete: Codable {
        var kind: String
        var value: Int64
        enum CodingKeys: String, CodingKey {
            case kind = "Kind"
            case value = "Value"
        }
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if let unit = try fields.decodeIfPresent(Named.self, forKey: .named) {
            self = .named(kind: unit.kind, value: unit.value)
        } else {
            let count = try fields.decode(Discrete.self, forKey: .discrete)
            self = .discrete(kind: count.kind, value: count.value)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .named(let kind, let value):
            try fields.encode(Named(kind: kind, value: value), forKey: .named)
        case .discrete(let kind, let value):
            try fields.encode(Discrete(kind: kind, value: value), forKey: .discrete)
        }
    }
}

extension Platform: Codable {
    private enum CodingKeys: String, CodingKey {
        case architecture = "Architecture"
        case os = "OS"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        architecture = try fields.value(.architecture, or: "")
        os = try fields.value(.os, or: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(architecture, .architecture)
        try fields.put(os, .os)
    }
}
