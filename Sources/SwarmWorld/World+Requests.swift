import Basics
import SwarmModel
import SwarmStore

extension World {
    /// Validates a command and writes what it asks for: all of it, or nothing.
    ///
    /// - Parameters:
    ///   - command: what is asked for.
    ///   - isSmall: whether it is known to write less than a log takes at once.
    /// - Returns: what comes of it, or the refusal.
    mutating func carryOut(
        _ command: ClusterCommand,
        isSmall: Bool = false
    ) -> Result<CommandOutcome, EngineError> {
        let before = store
        store.now = now
        store.beginTransaction()
        do {
            let earlier = store.changes.count
            let outcome = try dispatch(command)
            if !isSmall { try TransactionLimit.check(Array(store.changes.dropFirst(earlier))) }
            return .success(outcome)
        } catch {
            store = before
            return .failure(error)
        }
    }

    private mutating func dispatch(
        _ command: ClusterCommand
    ) throws(EngineError) -> CommandOutcome {
        switch command {
        case .createService, .updateService, .rollbackService, .removeService:
            try dispatchService(command)
        case .updateNode(let id, let version, let spec):
            try updateNode(id, version: version, spec: spec)
        case .removeNode(let id, let force): try removeNode(id, force: force)
        case .addNode(let node): try addNode(node)
        case .joinSwarm(let node, let token, let manager):
            try joinSwarm(node, token: token, via: manager)
        case .rotateJoinToken(let role): rotateJoinToken(of: role)
        case .rotateUnlockKey: rotateUnlockKey()
        case .updateCluster(let version, let spec): try updateCluster(version: version, spec: spec)
        default:
            Self.needsNoLeader(command) ? try dispatchLocal(command) : try dispatchObject(command)
        }
    }

    private mutating func dispatchLocal(
        _ command: ClusterCommand
    ) throws(EngineError) -> CommandOutcome {
        switch command {
        case .leaveSwarm(let id, let force): try leaveSwarm(id, force: force)
        case .unlockSwarm(let id, let key): try unlockSwarm(id, key: key)
        case .forceNewCluster(let id): try forceNewCluster(id)
        case .fault(let fault): try bringAbout(fault)
        case .removeContainer(let task): try removeContainer(of: task)
        case .stopContainer(let task, let grace): try stopContainer(of: task, grace: grace)
        case .signalContainer(let task, let signal): try sendSignal(signal, toContainerOf: task)
        case .request(let target, let count): try request(target, count: count)
        case .sendRequests(let service, let count): try sendRequests(count, to: service)
        default: throw .unsupported
        }
    }

    private mutating func dispatchService(
        _ command: ClusterCommand
    ) throws(EngineError) -> CommandOutcome {
        switch command {
        case .createService(let spec): try createService(spec)
        case .updateService(let id, let version, let spec):
            try updateService(id, version: version, spec: spec)
        case .rollbackService(let id, let version): try rollbackService(id, version: version)
        case .removeService(let id): try removeService(id)
        default: throw .unsupported
        }
    }

    private mutating func dispatchObject(
        _ command: ClusterCommand
    ) throws(EngineError) -> CommandOutcome {
        switch command {
        case .createNetwork(let spec): try createNetwork(spec)
        case .removeNetwork(let id): try removeNetwork(id)
        case .attachNetwork(let network, let node, let container):
            try attachNetwork(network, node: node, container: container)
        case .detachNetwork(let attachment, let node):
            try detachNetwork(attachment, node: node)
        case .removeTask(let id): try removeTask(id)
        case .createSecret(let spec): try createSecret(spec)
        case .updateSecret(let id, let version, let labels):
            try updateSecret(id, version: version, labels: labels)
        case .removeSecret(let id): try removeSecret(id)
        case .createConfig(let spec): try createConfig(spec)
        case .updateConfig(let id, let version, let labels):
            try updateConfig(id, version: version, labels: labels)
        case .removeConfig(let id): try removeConfig(id)
        case .createVolume(let volume): try createVolume(volume)
        case .removeVolume(let name, let node, let force):
            try removeVolume(name, on: node, force: force)
        default: throw .unsupported
        }
    }
}

extension EngineError {
    static let unsupported = EngineError.rpc(.unimplemented, "this cluster cannot do that")
}
