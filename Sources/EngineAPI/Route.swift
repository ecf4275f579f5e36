/// One of the calls of the Engine API that are answered, with what its path names.
package enum Route: Hashable, Sendable {
    case ping, version, info, systemUsage, events, authenticate

    case swarm, initSwarm, joinSwarm, leaveSwarm, updateSwarm, unlockKey, unlock

    case nodes, node(String), updateNode(String), removeNode(String)

    case services, createService, service(String), updateService(String), removeService(String)
    case serviceLogs(String)

    case tasks, task(String), taskLogs(String)

    case secrets, createSecret, secret(String), updateSecret(String), removeSecret(String)
    case configs, createConfig, config(String), updateConfig(String), removeConfig(String)

    case networks, createNetwork, network(String), removeNetwork(String), pruneNetworks
    case connectNetwork(String), disconnectNetwork(String)

    case volumes, createVolume, volume(String), removeVolume(String), pruneVolumes

    case containers, createContainer, container(String), removeContainer(String)
    case containerLogs(String), containerTop(String), containerStats(String)
    case containerAct(ContainerAct, String), waitContainer(String), attachContainer(String)
    case resizeContainer(String), createExec(String), pruneContainers

    case exec(String), startExec(String), resizeExec(String)

    case images, image(String), imageHistory(String), pullImage, removeImage(String), tagImage(
        String
    )
    case pruneImages, distribution(String)

    case plugins, plugin(String)

    /// What is done to a container that exists.
    package enum ContainerAct: String, Hashable, Sendable {
        case start, stop, restart, kill, pause, unpause, rename, update
    }

    /// The call that a method and a path's parts mean; `nil` when there is none.
    package init?(method: String, parts: [String]) {
        guard let first = parts.first else { return nil }
        let rest = Array(parts.dropFirst())
        let found: Route?
        switch first {
        case "_ping": found = rest.isEmpty && method != "POST" ? .ping : nil
        case "version": found = rest.isEmpty && method == "GET" ? .version : nil
        case "info": found = rest.isEmpty && method == "GET" ? .info : nil
        case "events": found = rest.isEmpty && method == "GET" ? .events : nil
        case "auth": found = rest.isEmpty && method == "POST" ? .authenticate : nil
        case "system": found = rest == ["df"] && method == "GET" ? .systemUsage : nil
        case "swarm": found = Self.swarm(method, rest)
        case "nodes": found = Self.node(method, rest)
        case "services": found = Self.service(method, rest)
        case "tasks": found = Self.task(method, rest)
        case "secrets": found = Self.secret(method, rest)
        case "configs": found = Self.config(method, rest)
        case "networks": found = Self.network(method, rest)
        case "volumes": found = Self.volume(method, rest)
        case "containers": found = Self.container(method, rest)
        case "exec": found = Self.exec(method, rest)
        case "images": found = Self.image(method, rest)
        case "distribution": found = Self.distribution(method, rest)
        case "plugins": found = Self.plugin(method, rest)
        default: found = nil
        }
        guard let found else { return nil }
        self = found
    }

    private static func swarm(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest) {
        case ("GET", []): .swarm
        case ("POST", ["init"]): .initSwarm
        case ("POST", ["join"]): .joinSwarm
        case ("POST", ["leave"]): .leaveSwarm
        case ("POST", ["update"]): .updateSwarm
        case ("GET", ["unlockkey"]): .unlockKey
        case ("POST", ["unlock"]): .unlock
        default: nil
        }
    }

    private static func node(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest.count) {
        case ("GET", 0): .nodes
        case ("GET", 1): .node(rest[0])
        case ("DELETE", 1): .removeNode(rest[0])
        case ("POST", 2) where rest[1] == "update": .updateNode(rest[0])
        default: nil
        }
    }

    private static func service(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest.count) {
        case ("GET", 0): .services
        case ("POST", 1) where rest[0] == "create": .createService
        case ("GET", 1): .service(rest[0])
        case ("DELETE", 1): .removeService(rest[0])
        case ("POST", 2) where rest[1] == "update": .updateService(rest[0])
        case ("GET", 2) where rest[1] == "logs": .serviceLogs(rest[0])
        default: nil
        }
    }

    private static func task(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest.count) {
        case ("GET", 0): .tasks
        case ("GET", 1): .task(rest[0])
        case ("GET", 2) where rest[1] == "logs": .taskLogs(rest[0])
        default: nil
        }
    }

    private static func secret(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest.count) {
        case ("GET", 0): .secrets
        case ("POST", 1) where rest[0] == "create": .createSecret
        case ("GET", 1): .secret(rest[0])
        case ("DELETE", 1): .removeSecret(rest[0])
        case ("POST", 2) where rest[1] == "update": .updateSecret(rest[0])
        default: nil
        }
    }

    private static func config(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest.count) {
        case ("GET", 0): .configs
        case ("POST", 1) where rest[0] == "create": .createConfig
        case ("GET", 1): .config(rest[0])
        case ("DELETE", 1): .removeConfig(rest[0])
        case ("POST", 2) where rest[1] == "update": .updateConfig(rest[0])
        default: nil
        }
    }

    private static func network(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest.count) {
        case ("GET", 0): .networks
        case ("POST", 1) where rest[0] == "create": .createNetwork
        case ("POST", 1) where rest[0] == "prune": .pruneNetworks
        case ("GET", 1): .network(rest[0])
        case ("DELETE", 1): .removeNetwork(rest[0])
        case ("POST", 2) where rest[1] == "connect": .connectNetwork(rest[0])
        case ("POST", 2) where rest[1] == "disconnect": .disconnectNetwork(rest[0])
        default: nil
        }
    }

    private static func volume(_ method: String, _ rest: [String]) -> Route? {
        switch (method, rest.count) {
        case ("GET", 0): .volumes
        case ("POST", 1) where rest[0] == "create": .createVolume
        case ("POST", 1) where rest[0] == "prune": .pruneVolumes
        case ("GET", 1): .volume(rest[0])
        case ("DELETE", 1): .removeVolume(rest[0])
        default: nil
        }
    }

    private static func exec(_ method: String, _ rest: [String]) -> Route? {
        guard rest.count == 2 else { return nil }
        switch (method, rest[1]) {
        case ("POST", "start"): return .startExec(rest[0])
        case ("POST", "resize"): return .resizeExec(rest[0])
        case ("GET", "json"): return .exec(rest[0])
        default: return nil
        }
    }

    private static func plugin(_ method: String, _ rest: [String]) -> Route? {
        if method == "GET", rest.isEmpty { return .plugins }
        // Names of plugins may have slashes in them.
        guard method == "GET", rest.count > 1, rest.last == "json" else { return nil }
        return .plugin(rest.dropLast().joined(separator: "/"))
    }
}

// MARK: - Containers and images

extension Route {
    private static func container(_ method: String, _ rest: [String]) -> Route? {
        if rest.count == 1 {
            switch (method, rest[0]) {
            case ("GET", "json"): return .containers
            case ("POST", "create"): return .createContainer
            case ("POST", "prune"): return .pruneContainers
            case ("DELETE", let name): return .removeContainer(name)
            default: return nil
            }
        }
        guard rest.count == 2 else { return nil }
        let name = rest[0]
        switch (method, rest[1]) {
        case ("GET", "json"): return .container(name)
        case ("GET", "logs"): return .containerLogs(name)
        case ("GET", "top"): return .containerTop(name)
        case ("GET", "stats"): return .containerStats(name)
        case ("POST", "exec"): return .createExec(name)
        case ("POST", "wait"): return .waitContainer(name)
        case ("POST", "attach"): return .attachContainer(name)
        case ("POST", "resize"): return .resizeContainer(name)
        case ("POST", let word): return ContainerAct(rawValue: word).map { .containerAct($0, name) }
        default: return nil
        }
    }

    /// Names of images may have slashes in them, so that only the last part can be a word.
    private static func image(_ method: String, _ rest: [String]) -> Route? {
        guard let last = rest.last else { return nil }
        let name = rest.dropLast().joined(separator: "/")
        switch (method, rest.count, last) {
        case ("GET", 1, "json"): return .images
        case ("POST", 1, "create"): return .pullImage
        case ("POST", 1, "prune"): return .pruneImages
        case ("GET", 2..., "json"): return .image(name)
        case ("GET", 2..., "history"): return .imageHistory(name)
        case ("POST", 2..., "tag"): return .tagImage(name)
        case ("DELETE", _, _): return .removeImage(rest.joined(separator: "/"))
        default: return nil
        }
    }

    private static func distribution(_ method: String, _ rest: [String]) -> Route? {
        guard method == "GET", rest.count > 1, rest.last == "json" else { return nil }
        return .distribution(rest.dropLast().joined(separator: "/"))
    }
}
