import Basics
import SwarmModel
import SwarmStore

/// What a task, and with it its whole group, asks of a node; read once per group (SCH-16).
struct TaskNeeds: Sendable {
    let nanoCPUs: Int64
    let memoryBytes: Int64
    let generic: [GenericResource]
    let hostPorts: [UInt32]
    /// 0 = no limit.
    let maxReplicas: Int32
    let fixed: FixedNeeds

    init(of task: SwarmTask, in store: Store) {
        let spec = task.spec.value
        let reserved =
            store.flaw == .ignoresReservations ? Resources() : spec.resources.reservations
        nanoCPUs = reserved.nanoCPUs
        memoryBytes = reserved.memoryBytes
        generic = store.flaw == .ignoresGenerics ? [] : reserved.generic
        hostPorts = store.flaw == .ignoresHostPorts ? [] : HostPorts.keys(of: task)
        let limit = store.flaw == .ignoresReplicaLimit ? 0 : spec.placement.maxReplicas
        maxReplicas = Int32(clamping: limit)
        fixed = FixedNeeds(of: task, in: store)
    }

    /// Whether the resource filter is on (§3.4, filter 2).
    var reservesResources: Bool { nanoCPUs != 0 || memoryBytes != 0 || !generic.isEmpty }
}

/// The part of the needs that no placement can change: whether a node meets them stays true until
/// the node itself changes.
struct FixedNeeds: Hashable, Sendable {
    private let constraints: [Constraint]
    private let platforms: [Platform]
    private let volumeDrivers: [String]
    private let networkDrivers: [String]
    private let logDriver: String

    init(of task: SwarmTask, in store: Store) {
        let spec = task.spec.value
        // A list that cannot be read switches the filter off (SCH-22).
        let expressions = store.flaw == .ignoresConstraints ? [] : spec.placement.constraints
        constraints = (try? Constraint.parse(expressions)) ?? []
        platforms = spec.placement.platforms
        volumeDrivers = spec.container.mounts.compactMap(Self.pluginDriver)
        networkDrivers = task.networks.compactMap { attachment in
            store.network(attachment.network)?.spec.driverName
        }
        logDriver = spec.logDriver?.name ?? ""
    }

    /// Whether every node meets them.
    var isEmpty: Bool {
        constraints.isEmpty && platforms.isEmpty && volumeDrivers.isEmpty
            && networkDrivers.isEmpty && (logDriver.isEmpty || logDriver == "none")
    }

    /// The first of the filters Plugin, Constraint and Platform that refuses.
    func refusal(by node: Node) -> Refusal? {
        if !hasPlugins(node) { return .missingPlugin }
        if !constraints.allMatch(node) { return .unmetConstraints }
        if !platforms.isEmpty, !platforms.contains(where: { Self.runs($0, on: node) }) {
            return .unsupportedPlatform
        }
        return nil
    }
}

// MARK: - Plugins (SCH-21)

extension FixedNeeds {
    private static func pluginDriver(of mount: Mount) -> String? {
        guard mount.kind == .volume, let name = mount.volumeDriver?.name, !name.isEmpty,
            name != "local"
        else { return nil }
        return name
    }

    private func hasPlugins(_ node: Node) -> Bool {
        let plugins = node.description.plugins
        if plugins.isEmpty { return true }
        return volumeDrivers.allSatisfy { Self.has("Volume", $0, in: plugins) }
            && networkDrivers.allSatisfy { Self.has("Network", $0, in: plugins) }
            && hasLogDriver(plugins)
    }

    /// An engine that lists no log plugin at all does not report them.
    private func hasLogDriver(_ plugins: [EnginePlugin]) -> Bool {
        logDriver.isEmpty || logDriver == "none" || !plugins.contains { $0.type == "Log" }
            || Self.has("Log", logDriver, in: plugins)
    }

    private static func has(_ type: String, _ name: String, in plugins: [EnginePlugin]) -> Bool {
        plugins.contains { $0.type == type && ($0.name == name || $0.name == name + ":latest") }
    }
}

// MARK: - Platforms (SCH-23)

extension FixedNeeds {
    private static func runs(_ wanted: Platform, on node: Node) -> Bool {
        let platform = node.description.platform
        guard platform != Platform() else { return false }
        let isArchitecture =
            wanted.architecture.isEmpty
            || normalized(wanted.architecture) == normalized(platform.architecture)
        return isArchitecture && (wanted.os.isEmpty || wanted.os == platform.os)
    }

    private static func normalized(_ architecture: String) -> String {
        switch architecture {
        case "x86_64": "amd64"
        case "aarch64": "arm64"
        default: architecture
        }
    }
}
