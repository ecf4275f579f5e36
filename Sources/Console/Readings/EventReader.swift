import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

/// Tells in words what the differences between two snapshots mean.
struct EventReader {
    let cluster: ClusterState
    /// When the object that is being told about was written.
    private var writtenAt: Moment
    private(set) var events: [ClusterEvent] = []

    /// More events of one sort from one service are told as one.
    private static let groupLimit = 3

    init(cluster: ClusterState) {
        self.cluster = cluster
        writtenAt = cluster.snapshot.now
    }

    static func events(
        of differences: StoreDifferences,
        in cluster: ClusterState
    ) -> [ClusterEvent] {
        var reader = EventReader(cluster: cluster)
        for change in differences.nodes { reader.read(change) }
        for change in differences.services { reader.read(change) }
        reader.read(differences.tasks)
        return reader.events.enumerated()
            .sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }
            .map(\.element)
    }

    private mutating func tell(
        _ words: Phrase,
        about subject: ObjectReference,
        at moment: Moment? = nil,
        _ slot: Slot = .text,
        action: String = "update",
        _ attributes: [String: String] = [:]
    ) {
        events.append(
            ClusterEvent(
                moment: moment ?? writtenAt,
                subject: subject,
                phrase: words,
                slot: slot,
                action: action,
                attributes: attributes
            )
        )
    }

    private mutating func tellCreation(
        _ words: Phrase,
        of subject: ObjectReference,
        named name: String
    ) {
        tell(words, about: subject, .added, action: "create", ["name": name])
    }

    private mutating func tellRemoval(
        _ words: Phrase,
        of subject: ObjectReference,
        named name: String
    ) {
        tell(words, about: subject, .removed, action: "remove", ["name": name])
    }
}

// MARK: - Nodes

extension EventReader {
    private mutating func read(_ change: Difference<Node>) {
        // What managers know of each other is not written: the node's version stays.
        let isWritten = change.before?.meta.version != change.after?.meta.version
        let now = cluster.snapshot.now
        writtenAt = isWritten ? change.after?.meta.updatedAt ?? now : now
        switch (change.before, change.after) {
        case (nil, let node?):
            let name = node.displayName
            tellCreation("node \(name) joined", of: .node(node.id), named: name)
        case (let node?, nil):
            let name = node.displayName
            tellRemoval("node \(name) removed", of: .node(node.id), named: name)
        case (let before?, let after?): compare(before, after)
        case (nil, nil): break
        }
    }

    private mutating func compare(_ before: Node, _ after: Node) {
        let name = after.displayName
        let subject = ObjectReference.node(after.id)
        if before.status.state != after.status.state {
            let message = after.status.message.isEmpty ? "" : ": \(after.status.message)"
            let slot: Slot =
                switch after.status.state {
                case .ready: .ok
                case .down: .bad
                case .unknown, .disconnected: .unknown
                }
            tell(
                "node \(name) is \(after.status.state.rawValue)\(message)",
                about: subject,
                slot,
                Self.change("state", before.status.state, after.status.state, of: name)
            )
        }
        if before.spec.availability != after.spec.availability {
            let change =
                "\(before.spec.availability.rawValue) → \(after.spec.availability.rawValue)"
            let slot: Slot = after.spec.availability == .active ? .ok : .warn
            tell(
                "node \(name) availability \(change)",
                about: subject,
                slot,
                Self.change(
                    "availability",
                    before.spec.availability,
                    after.spec.availability,
                    of: name
                )
            )
        }
        if before.role != after.role {
            let deed: Phrase = after.role == .manager ? "is a manager now" : "is a worker now"
            tell(
                "node \(name) \(deed)",
                about: subject,
                .manager,
                Self.change("role", before.role, after.role, of: name)
            )
        }
        if after.manager?.isLeader == true, before.manager?.isLeader != true {
            let leads = ["name": name, "leader.old": "false", "leader.new": "true"]
            tell("node \(name) leads the managers", about: subject, .leader, leads)
        }
        if let reachability = after.manager?.reachability, let old = before.manager?.reachability,
            reachability != old
        {
            let slot: Slot = reachability == .reachable ? .ok : .bad
            tell(
                "manager \(name) is \(reachability.rawValue)",
                about: subject,
                slot,
                Self.change("reachability", old, reachability, of: name)
            )
        }
        if before.spec.labels != after.spec.labels {
            tell("node \(name) has other labels", about: subject, .text, ["name": name])
        }
    }

    /// A field that became different, as the engine's events have it.
    private static func change<Value: RawRepresentable<String>>(
        _ field: String,
        _ before: Value,
        _ after: Value,
        of name: String
    ) -> [String: String] {
        ["name": name, field + ".old": before.rawValue, field + ".new": after.rawValue]
    }
}

// MARK: - Services

extension EventReader {
    private mutating func read(_ change: Difference<Service>) {
        writtenAt = change.after?.meta.updatedAt ?? cluster.snapshot.now
        switch (change.before, change.after) {
        case (nil, let service?):
            let name = service.name
            tellCreation("service \(name) created", of: .service(service.id), named: name)
        case (let service?, nil):
            let name = service.name
            tellRemoval("service \(name) removed", of: .service(service.id), named: name)
        case (let before?, let after?): compare(before, after)
        case (nil, nil): break
        }
    }

    private mutating func compare(_ before: Service, _ after: Service) {
        let name = after.name
        let subject = ObjectReference.service(after.id)
        if before.spec != after.spec {
            // What `docker stack deploy` notes for itself is no news.
            let fields = SpecDifference.between(before.spec, after.spec)
                .filter { !$0.field.hasPrefix("label com.docker.") }
            let first = fields.prefix(3).map(\.words).joined(separator: ", ")
            let rest: Phrase = fields.count > 3 ? " and \(fields.count - 3) more" : ""
            if !fields.isEmpty {
                let attributes = Self.attributes(before, after)
                tell("\(name): \(first)\(rest)", about: subject, .accent, attributes)
            }
        }
        guard let status = after.updateStatus, status.state != before.updateStatus?.state else {
            return
        }
        let slot: Slot =
            switch status.state {
            case .updating: .progress
            case .completed, .rollbackCompleted: .ok
            case .rollbackStarted: .warn
            case .paused, .rollbackPaused: .bad
            }
        var attributes = ["name": name, "updatestate.new": status.state.rawValue]
        attributes["updatestate.old"] = before.updateStatus?.state.rawValue
        tell("\(name): \(status.message)", about: subject, slot, attributes)
    }

    /// The fields of a service whose changes the engine tells.
    private static func attributes(_ before: Service, _ after: Service) -> [String: String] {
        var attributes = ["name": after.name]
        let images = (before.spec.task.container.image, after.spec.task.container.image)
        if images.0 != images.1 {
            attributes["image.old"] = images.0
            attributes["image.new"] = images.1
        }
        if case .replicated(let old) = before.spec.mode,
            case .replicated(let new) = after.spec.mode, old != new
        {
            attributes["replicas.old"] = "\(old)"
            attributes["replicas.new"] = "\(new)"
        }
        return attributes
    }
}

// MARK: - Tasks

/// What happened to a task, as far as it is worth telling.
private enum TaskEvent: Int {
    case running, failed, rejected, complete, orphaned, stuck

    init?(_ change: Difference<SwarmTask>) {
        guard let after = change.after else { return nil }
        if after.state == change.before?.state {
            guard after.state == .pending, !after.status.error.isEmpty,
                after.status.error != change.before?.status.error
            else { return nil }
            self = .stuck
            return
        }
        switch after.state {
        case .running: self = .running
        case .failed: self = .failed
        case .rejected: self = .rejected
        case .complete: self = .complete
        case .orphaned: self = .orphaned
        case .pending where !after.status.error.isEmpty: self = .stuck
        default: return nil
        }
    }

    var slot: Slot {
        switch self {
        case .running: .ok
        case .failed, .rejected, .orphaned: .bad
        case .complete: .off
        case .stuck: .warn
        }
    }

    /// The state that it tells of.
    var action: String {
        switch self {
        case .running: "running"
        case .failed: "failed"
        case .rejected: "rejected"
        case .complete: "complete"
        case .orphaned: "orphaned"
        case .stuck: "pending"
        }
    }

    var manyWords: Phrase {
        switch self {
        case .running: "run now"
        case .failed: "failed"
        case .rejected: "were rejected"
        case .complete: "are complete"
        case .orphaned: "were orphaned"
        case .stuck: "find no node"
        }
    }
}

extension EventReader {
    private mutating func read(_ changes: [Difference<SwarmTask>]) {
        var groups: [(service: ServiceID, event: TaskEvent, tasks: [SwarmTask], count: Int)] = []
        var places: [ServiceID: [Int]] = [:]
        for change in changes {
            guard let event = TaskEvent(change), let task = change.after else { continue }
            if let index = places[task.serviceID]?.first(where: { groups[$0].event == event }) {
                groups[index].count += 1
                if groups[index].tasks.count < Self.groupLimit { groups[index].tasks.append(task) }
            } else {
                places[task.serviceID, default: []].append(groups.count)
                groups.append((task.serviceID, event, [task], 1))
            }
        }
        for group in groups { tellGroup(group.event, tasks: group.tasks, count: group.count) }
    }

    private mutating func tellGroup(_ event: TaskEvent, tasks: [SwarmTask], count: Int) {
        guard let first = tasks.first else { return }
        if count > Self.groupLimit {
            tell(
                "\(first.serviceName): \(count) tasks \(event.manyWords)",
                about: .service(first.serviceID),
                at: first.status.timestamp,
                event.slot,
                action: event.action,
                ["name": first.serviceName, "tasks": "\(count)"]
            )
            return
        }
        for task in tasks.sorted(by: { $0.status.timestamp < $1.status.timestamp }) {
            tell(
                words(for: event, task),
                about: .task(task.id),
                at: task.status.timestamp,
                event.slot,
                action: event.action,
                attributes(of: task)
            )
        }
    }

    private func attributes(of task: SwarmTask) -> [String: String] {
        var attributes = [
            "name": cluster.placeName(of: task).string, "service": task.serviceName,
            "image": task.image,
        ]
        attributes["node"] = task.nodeID.map { cluster.nodeName($0).string }
        if !task.status.error.isEmpty { attributes["error"] = task.status.error }
        return attributes
    }

    private func words(for event: TaskEvent, _ task: SwarmTask) -> Phrase {
        let name = cluster.placeName(of: task).string
        let place: Phrase = task.nodeID.map { " on \(cluster.nodeName($0))" } ?? ""
        let error = task.status.error.isEmpty ? "" : ": \(task.status.error)"
        switch event {
        case .running:
            let spent = task.milestones.running.map { $0 - task.milestones.created }
            guard let spent else { return "\(name) runs\(place)" }
            return "\(name) runs\(place) after \(Age.tenths(spent)) s"
        case .failed: return "\(name) failed\(place)\(error)"
        case .rejected: return "\(name) rejected\(place)\(error)"
        case .complete: return "\(name) complete\(place)"
        case .orphaned: return "\(name) orphaned\(place)"
        case .stuck: return "\(name) waits for a node\(error)"
        }
    }
}

extension ClusterState {
    /// What tells a task from the others of its service: `web.3` without its stack, or `node2`.
    func shortPlaceName(of task: SwarmTask) -> SafeText {
        switch task.place {
        case .slot(let slot):
            let stack = store.service(task.serviceID)?.stack.map { $0 + "_" } ?? ""
            let isPrefixed = !stack.isEmpty && task.serviceName.hasPrefix(stack)
            return
                "\(isPrefixed ? String(task.serviceName.dropFirst(stack.count)) : task.serviceName).\(slot)"
                .safe
        case .node(let node): return nodeName(node)
        }
    }

    /// What tells a task from the others on its node: `web.3`, or `agent` for a global service.
    func nameOnNode(of task: SwarmTask) -> SafeText {
        guard case .node = task.place else { return shortPlaceName(of: task) }
        let stack = store.service(task.serviceID)?.stack.map { $0 + "_" } ?? ""
        let isPrefixed = !stack.isEmpty && task.serviceName.hasPrefix(stack)
        return (isPrefixed ? String(task.serviceName.dropFirst(stack.count)) : task.serviceName)
            .safe
    }

    /// `web.3`, or `agent@node2` for a global service.
    func placeName(of task: SwarmTask) -> SafeText {
        switch task.place {
        case .slot(let slot): "\(task.serviceName).\(slot)".safe
        case .node(let node): task.serviceName.safe + "@" + nodeName(node)
        }
    }
}
