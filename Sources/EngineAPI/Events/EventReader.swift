import Basics
package import ClusterPorts
import SwarmModel
import SwarmStore

/// Tells what happened between two moments of a cluster.
package enum EventReader {
    /// The events between two snapshots of one cluster, in the order of time.
    package static func events(
        from older: ClusterSnapshot,
        to newer: ClusterSnapshot
    ) -> [EngineEvent] {
        let reading = Reading(older: older, newer: newer)
        return reading.all.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }
}

private struct Reading {
    let older: ClusterSnapshot
    let newer: ClusterSnapshot

    private func time(_ moment: Moment) -> WallTime { newer.wallTime(of: moment) }

    var all: [EngineEvent] {
        let differences = newer.store.differences(from: older.store)
        return differences.networks.flatMap(network) + differences.secrets.compactMap(secret)
            + differences.configs.compactMap(config) + differences.nodes.compactMap(node)
            + differences.services.flatMap(service) + volumes(differences.volumesDiffer)
            + differences.tasks.flatMap(container)
    }

    private func event(
        _ type: String,
        _ action: String,
        _ id: String,
        at moment: Moment?,
        _ attributes: [String: String]
    ) -> EngineEvent {
        EngineEvent(
            type: type,
            action: action,
            id: id,
            attributes: attributes,
            time: time(moment ?? newer.now)
        )
    }

    // MARK: - Objects of the swarm

    /// A new network is written twice: as it was asked for, and with its subnets.
    private func network(_ difference: Difference<Network>) -> [EngineEvent] {
        guard
            let event = named(
                "network",
                difference.before,
                difference.after,
                \.id.description,
                \.name,
                \.meta
            )
        else { return [] }
        guard difference.before == nil, difference.after?.subnets.isEmpty == false else {
            return [event]
        }
        var second = event
        second.action = "update"
        return [event, second]
    }

    private func secret(_ difference: Difference<Secret>) -> EngineEvent? {
        named("secret", difference.before, difference.after, \.id.description, \.name, \.meta)
    }

    private func config(_ difference: Difference<Config>) -> EngineEvent? {
        named("config", difference.before, difference.after, \.id.description, \.name, \.meta)
    }

    private func named<Object>(
        _ type: String,
        _ before: Object?,
        _ after: Object?,
        _ id: KeyPath<Object, String>,
        _ name: KeyPath<Object, String>,
        _ meta: KeyPath<Object, ObjectMeta>
    ) -> EngineEvent? {
        guard let object = after ?? before else { return nil }
        let action = before == nil ? "create" : after == nil ? "remove" : "update"
        return event(
            type,
            action,
            object[keyPath: id],
            at: after?[keyPath: meta].updatedAt,
            ["name": object[keyPath: name]]
        )
    }

    private func node(_ difference: Difference<Node>) -> EngineEvent? {
        guard let node = difference.after ?? difference.before else { return nil }
        var attributes = ["name": node.description.hostname]
        guard let before = difference.before, let after = difference.after else {
            let action = difference.before == nil ? "create" : "remove"
            return event(
                "node",
                action,
                node.id.description,
                at: difference.after?.meta.updatedAt,
                attributes
            )
        }
        note("availability", before.spec.availability.rawValue, after.spec.availability.rawValue)
        note("state", before.status.state.rawValue, after.status.state.rawValue)
        note("role", before.spec.role.rawValue, after.spec.role.rawValue)
        note("leader", "\(before.manager?.isLeader == true)", "\(after.manager?.isLeader == true)")
        note(
            "reachability",
            before.manager?.reachability.rawValue ?? "",
            after.manager?.reachability.rawValue ?? ""
        )
        return event("node", "update", node.id.description, at: after.meta.updatedAt, attributes)

        func note(_ key: String, _ old: String, _ new: String) {
            guard old != new else { return }
            if !old.isEmpty { attributes[key + ".old"] = old }
            if !new.isEmpty { attributes[key + ".new"] = new }
        }
    }

    /// A new spec and the state of the update to it are written one after the other, though here
    /// they may come at once.
    private func service(_ difference: Difference<Service>) -> [EngineEvent] {
        guard let service = difference.after ?? difference.before else { return [] }
        let name = ["name": service.name]
        let id = service.id.description
        guard let before = difference.before, let after = difference.after else {
            let action = difference.before == nil ? "create" : "remove"
            let moment = difference.after?.meta.updatedAt
            return [event("service", action, id, at: moment, name)]
        }
        var steps: [[String: String]] = []
        let state = Self.change(
            "updatestate",
            before.updateStatus?.state.rawValue ?? "",
            after.updateStatus?.state.rawValue ?? ""
        )
        let spec = Self.change("replicas", before.replicasText, after.replicasText).merging(
            Self.change(
                "image",
                before.spec.task.container.image,
                after.spec.task.container.image
            )
        ) { $1 }
        if !spec.isEmpty || before.spec != after.spec || state.isEmpty { steps.append(spec) }
        if !state.isEmpty { steps.append(state) }
        return steps.map { step in
            let attributes = name.merging(step) { $1 }
            return event("service", "update", id, at: after.meta.updatedAt, attributes)
        }
    }

    /// What an attribute was and is; nothing where it stayed.
    private static func change(_ key: String, _ old: String, _ new: String) -> [String: String] {
        guard old != new else { return [:] }
        var pair: [String: String] = [:]
        if !old.isEmpty { pair[key + ".old"] = old }
        if !new.isEmpty { pair[key + ".new"] = new }
        return pair
    }

    // MARK: - What is on one machine only

    private func volumes(_ differ: Bool) -> [EngineEvent] {
        guard differ else { return [] }
        let before = Set(older.store.volumes)
        let after = Set(newer.store.volumes)
        let created = newer.store.volumes.filter { !before.contains($0) }.map { ($0, "create") }
        let gone = older.store.volumes.filter { !after.contains($0) }.map { ($0, "destroy") }
        return (created + gone).map { volume, action in
            EngineEvent(
                type: "volume",
                action: action,
                id: volume.name,
                attributes: ["driver": volume.driver],
                machine: newer.store.node(volume.node)?.description.hostname ?? "",
                time: time(action == "create" ? volume.createdAt : newer.now)
            )
        }
    }

    /// What became of a task's container: created, started, killed, dead.
    private func container(_ difference: Difference<SwarmTask>) -> [EngineEvent] {
        guard let task = difference.after, let container = task.status.container,
            let node = task.nodeID.flatMap({ newer.store.node($0) })
        else { return [] }
        var attributes = ContainerLabels.all(of: task)
        attributes["image"] = task.image
        attributes["name"] = task.name
        let known = difference.before
        var events: [EngineEvent] = []
        if known?.status.container == nil {
            note("create", at: task.milestones.preparing ?? task.status.timestamp)
        }
        if let running = task.milestones.running, known?.milestones.running == nil {
            note("start", at: task.milestones.starting ?? running)
            if task.spec.value.container.healthCheck != nil {
                note("health_status: healthy", at: running)
            }
        }
        if let ended = task.milestones.ended, known?.milestones.ended == nil {
            if task.desiredState > .running { note("kill", at: ended, ["signal": "15"]) }
            note("die", at: ended, ["exitCode": "\(container.exitCode)"])
        }
        return events

        func note(_ action: String, at moment: Moment, _ more: [String: String] = [:]) {
            events.append(
                EngineEvent(
                    type: "container",
                    action: action,
                    id: container.id.description,
                    attributes: attributes.merging(more) { $1 },
                    machine: node.description.hostname,
                    time: time(moment)
                )
            )
        }
    }
}

extension Service {
    fileprivate var replicasText: String { spec.mode.replicas.map { "\($0)" } ?? "" }
}

/// The labels that tie a container to its task.
enum ContainerLabels {
    static func all(of task: SwarmTask) -> [String: String] {
        var labels = task.spec.value.container.labels
        labels["com.docker.swarm.node.id"] = task.nodeID?.description ?? ""
        labels["com.docker.swarm.service.id"] = task.serviceID.description
        labels["com.docker.swarm.service.name"] = task.serviceName
        labels["com.docker.swarm.task"] = ""
        labels["com.docker.swarm.task.id"] = task.id.description
        labels["com.docker.swarm.task.name"] = task.name
        return labels
    }
}
