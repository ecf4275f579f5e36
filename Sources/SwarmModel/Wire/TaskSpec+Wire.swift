import Basics

extension TaskSpec: Codable {
    fileprivate enum CodingKeys: String, CodingKey {
        case container = "ContainerSpec"
        case resources = "Resources"
        case restart = "RestartPolicy"
        case placement = "Placement"
        case networks = "Networks"
        case logDriver = "LogDriver"
        case forceUpdate = "ForceUpdate"
        case runtime = "Runtime"
        case plugin = "PluginSpec"
        case attachment = "NetworkAttachmentSpec"
        case generic = "GenericRuntime"
    }

    private struct Attachment: Codable {
        var container: String?
        enum CodingKeys: String, CodingKey { case container = "ContainerID" }
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        runtime = try Self.runtime(fields)
        container = try fields.value(.container, or: ContainerSpec())
        resources = try fields.value(.resources, or: ResourceRequirements())
        restart = try fields.decodeIfPresent(RestartPolicy.self, forKey: .restart)
        placement = try fields.value(.placement, or: Placement())
        networks = try fields.value(.networks, or: [])
        logDriver = try fields.decodeIfPresent(DriverSpec.self, forKey: .logDriver)
        forceUpdate = try fields.value(.forceUpdate, or: 0)
        var blocks = try ShownResources.blocks(fields, .resources)
        if fields.has(.placement) { blocks.insert(.placement) }
        emptyBlocks = EmptyBlocks(blocks)
    }

    /// The runtime by its word and the part of the spec that goes with it.
    private static func runtime(
        _ fields: KeyedDecodingContainer<CodingKeys>
    ) throws -> TaskRuntime {
        if let generic = try fields.decodeIfPresent(GenericRuntime.self, forKey: .generic) {
            return .generic(generic)
        }
        switch try fields.value(.runtime, or: "") {
        case "plugin":
            return try fields.decodeIfPresent(PluginSpec.self, forKey: .plugin).map { .plugin($0) }
                ?? .missing
        case "attachment":
            let part = try fields.decodeIfPresent(Attachment.self, forKey: .attachment)
            return .attachment(container: part?.container ?? "")
        case "", "container":
            if let part = try fields.decodeIfPresent(Attachment.self, forKey: .attachment) {
                return .attachment(container: part.container ?? "")
            }
            return fields.contains(.container) ? .container : .missing
        default: throw EngineError(status: 400, message: "unsupported runtime")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try write(to: &fields)
    }

    fileprivate func write(to fields: inout KeyedEncodingContainer<CodingKeys>) throws {
        switch runtime {
        case .container: try fields.encode(container, forKey: .container)
        case .plugin(let plugin):
            try fields.encode(runtime.word, forKey: .runtime)
            try fields.encode(plugin, forKey: .plugin)
        case .attachment(let id):
            try fields.encode(Attachment(container: id), forKey: .attachment)
        case .generic(let generic): try fields.encode(generic, forKey: .generic)
        case .missing: break
        }
        if emptyBlocks.shown.contains(.resources) || resources != ResourceRequirements() {
            try fields.encode(
                ShownResources(resources: resources, blocks: emptyBlocks.shown),
                forKey: .resources
            )
        }
        try fields.encodeIfPresent(restart, forKey: .restart)
        try fields.put(
            placement,
            unless: Placement(),
            .placement,
            shown: emptyBlocks.shown.contains(.placement)
        )
        try fields.put(networks, .networks)
        try fields.encodeIfPresent(logDriver, forKey: .logDriver)
        try fields.encode(forceUpdate, forKey: .forceUpdate)
    }
}

/// A task's spec inside its service, where it names its runtime; in a task it does not.
struct ServiceTemplate: Encodable {
    let task: TaskSpec

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: TaskSpec.CodingKeys.self)
        try task.write(to: &fields)
        if task.runtime != .missing { try fields.encode(task.runtime.word, forKey: .runtime) }
    }
}

extension PluginSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, remote
        case isDisabled = "disabled"
        case environment = "env"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        remote = try fields.value(.remote, or: "")
        isDisabled = try fields.value(.isDisabled, or: false)
        environment = try fields.value(.environment, or: [])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(name, .name)
        try fields.put(remote, .remote)
        try fields.put(isDisabled, .isDisabled)
        try fields.put(environment, .environment)
    }
}

extension RestartPolicy: Codable {
    private enum CodingKeys: String, CodingKey {
        case condition = "Condition"
        case delay = "Delay"
        case maxAttempts = "MaxAttempts"
        case window = "Window"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        condition = try fields.word(.condition, or: .any) {
            "invalid RestartCondition: \(goQuoted($0))"
        }
        delay = try fields.duration(.delay)
        maxAttempts = try fields.value(.maxAttempts, or: 0)
        window = try fields.duration(.window)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(condition, forKey: .condition)
        try fields.putIfGiven(delay, .delay)
        try fields.encode(maxAttempts, forKey: .maxAttempts)
        try fields.putIfGiven(window, .window)
    }
}

extension Placement: Codable {
    private enum CodingKeys: String, CodingKey {
        case constraints = "Constraints"
        case preferences = "Preferences"
        case maxReplicas = "MaxReplicas"
        case platforms = "Platforms"
    }

    private struct Preference: Codable {
        struct Spread: Codable {
            var descriptor: String
            enum CodingKeys: String, CodingKey { case descriptor = "SpreadDescriptor" }
        }
        var spread: Spread?
        enum CodingKeys: String, CodingKey { case spread = "Spread" }
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        constraints = try fields.value(.constraints, or: [])
        let preferences: [Preference] = try fields.value(.preferences, or: [])
        self.preferences = preferences.compactMap { $0.spread?.descriptor }
        platforms = try fields.value(.platforms, or: [])
        maxReplicas = try fields.value(.maxReplicas, or: 0)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(constraints, .constraints)
        try fields.put(
            preferences.map { Preference(spread: .init(descriptor: $0)) },
            .preferences
        )
        try fields.put(maxReplicas, .maxReplicas)
        try fields.put(platforms, .platforms)
    }
}

extension NetworkAttachmentSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case target = "Target"
        case aliases = "Aliases"
        case driverOptions = "DriverOpts"
    }

    /// The target must be an id; who reads what a client wrote puts the id in the name's place first.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        target = try fields.decode(NetworkID.self, forKey: .target)
        aliases = try fields.value(.aliases, or: [])
        driverOptions = try fields.value(.driverOptions, or: [:])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(target, forKey: .target)
        try fields.put(aliases, .aliases)
        try fields.put(driverOptions, .driverOptions)
    }
}

extension DriverSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case options = "Options"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        options = try fields.value(.options, or: [:])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(name, .name)
        try fields.put(options, .options)
    }
}
