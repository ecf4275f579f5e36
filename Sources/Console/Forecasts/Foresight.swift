package import Basics
package import ClusterPorts
import SwarmModel
import SwarmStore

/// A deed of several commands, each of which depends on what came of those before it.
package enum Rehearsal: Hashable, Sendable {
    case safeDrain(NodeID, parallelism: UInt64)
    case rotation(DataRotation)
    /// The plan of that operation, which is kept beside the console.
    case deployment(OperationID)

    /// What plays it on a copy of the cluster; `nil` where that is made beside the console.
    package var script: (any ForecastScript)? {
        switch self {
        case .safeDrain(let node, let parallelism):
            SafeDrainRehearsal(node, parallelism: parallelism)
        case .rotation(let rotation): RotationRehearsal(rotation)
        case .deployment: nil
        }
    }
}

/// How a change is looked ahead of.
enum Foresight: Hashable, Sendable {
    case commands([ClusterCommand])
    case rehearsal(Rehearsal)
    /// There is nothing to work out.
    case without(NoForecast)

    func effect(_ id: ForecastID) -> ConsoleEffect? {
        switch self {
        case .commands(let commands): .forecast(ForecastRequest(commands), id)
        case .rehearsal(let rehearsal): .rehearse(rehearsal, id)
        case .without: nil
        }
    }
}

/// Why a change has no forecast.
enum NoForecast: Hashable, Sendable {
    /// Nothing that runs anywhere depends on it.
    case nothingMoves
    /// It goes to a moment that has been.
    case isKnown
    /// Nothing is sent that differs.
    case unreadable

    var words: Phrase {
        switch self {
        case .nothingMoves: "No forecast: no task and no manager moves by this."
        case .isKnown: "No forecast: the cluster is then as it was at that moment."
        case .unreadable: "No forecast: what was written is not understood."
        }
    }
}

extension Box {
    /// How what the box asks about is looked ahead of; `nil` while something is missing.
    ///
    /// It is what enter would do: another button, another forecast.
    func foresight(in cluster: ClusterState) -> Foresight? {
        if case .safeDrain(let id, let parallelism)? = chosenAlternative?.change {
            return .rehearsal(.safeDrain(id, parallelism: parallelism))
        }
        var commands: [ClusterCommand] = []
        var reason: NoForecast?
        for part in parts {
            switch part.foresight(in: cluster) {
            case .commands(let more)?: commands += more
            case .rehearsal(let rehearsal)?: return .rehearsal(rehearsal)
            case .without(let words)?: reason = words
            case nil: break
            }
        }
        if !commands.isEmpty { return .commands(commands) }
        return reason.map { .without($0) }
    }
}

extension BoxPart {
    fileprivate func foresight(in cluster: ClusterState) -> Foresight? {
        switch contents.deed {
        case nil: return nil
        case .command(let command)?: return Self.foresight([command])
        case .commands(let commands)?: return Self.foresight(commands)
        case .removeStack(let name)?:
            let services = cluster.stack(named: name)?.members.services ?? []
            return Self.foresight(services.map { .removeService($0) })
        case .changeSpec(let reference, let version, let edit)?:
            guard let command = edit.command(for: reference, version: version, in: cluster) else {
                return .without(.unreadable)
            }
            return Self.foresight([command])
        case .deployStack(let id)?: return .rehearsal(.deployment(id))
        case .rotateData(let rotation)?: return .rehearsal(.rotation(rotation))
        case .safeDrain(let id, let parallelism)?:
            return .rehearsal(.safeDrain(id, parallelism: parallelism))
        case .createFromFile?: return .without(.nothingMoves)
        case .branch?: return .without(.isKnown)
        }
    }

    private static func foresight(_ commands: [ClusterCommand]) -> Foresight {
        let commands = commands.filter(\.isWorthAForecast)
        return commands.isEmpty ? .without(.nothingMoves) : .commands(commands)
    }
}

extension SpecEdit {
    /// The edit as the command that a cluster of ours would be given; `nil` if it makes no sense.
    ///
    /// What skep does not model of a live engine's spec moves no task.
    fileprivate func command(
        for reference: ObjectReference,
        version: UInt64,
        in cluster: ClusterState
    ) -> ClusterCommand? {
        guard let before = try? JSONValue(bytes: Array(self.before.utf8)),
            let after = try? JSONValue(bytes: Array(self.after.utf8))
        else { return nil }
        switch reference {
        case .service(let id):
            return cluster.store.service(id).flatMap { service in
                Self.edited(service.spec, before, after)
                    .map { .updateService(id, version: version, spec: $0) }
            }
        case .node(let id):
            return cluster.store.node(id).flatMap { node in
                Self.edited(node.spec, before, after)
                    .map { .updateNode(id, version: version, spec: $0) }
            }
        default: return nil
        }
    }

    private static func edited<Spec: Codable>(
        _ spec: Spec,
        _ before: JSONValue,
        _ after: JSONValue
    ) -> Spec? {
        let old = try? JSONValue(encoding: spec)
        return try? old?.applying(changeFrom: before, to: after).decoded(Spec.self)
    }
}

extension ClusterCommand {
    /// Whether it can make tasks or managers move.
    fileprivate var isWorthAForecast: Bool {
        switch self {
        case .updateService, .rollbackService, .removeService, .updateNode, .removeNode,
            .removeContainer, .addNode, .leaveSwarm, .forceNewCluster, .unlockSwarm, .fault:
            true
        default: false
        }
    }
}
