import Basics
import SwarmModel
import SwarmStore

/// What a node has, and what its tasks take of it.
///
/// - Source: SCH-20 to SCH-24, ACC-1 to ACC-3, CON-1 to CON-10.
struct PlacementWatch {
    /// How long the managers may take to agree on what follows from a change.
    private static let agreeing = Duration.seconds(10)

    private struct Changed {
        let node: NodeID
        let at: Moment
    }

    /// Nodes that changed and are to be looked at when the managers have agreed.
    private var changed: [Changed] = []

    mutating func see(_ sight: Sight, _ findings: inout Findings) {
        for change in sight.differences.tasks {
            guard let task = change.after, task.takesRoom, change.before?.takesRoom != true,
                let node = task.nodeID
            else { continue }
            seeAssignment(of: task, to: node, sight, &findings)
        }
        guard sight.canCommit, !sight.leaderChanged else { return changed = [] }
        for change in sight.differences.nodes {
            guard let after = change.after else { continue }
            changed.removeAll { $0.node == after.id }
            if let before = change.before, before.spec != after.spec || before.role != after.role {
                changed.append(Changed(node: after.id, at: sight.now))
            }
        }
        while let first = changed.first, sight.now - first.at > Self.agreeing {
            changed.removeFirst()
            guard let node = sight.after.node(first.node), node.acceptsNewTasks else { continue }
            seeTasks(on: node, since: first.at, sight.after, &findings)
        }
    }

    /// A node that changed keeps no task that its service's constraints now rule out (ENF-1, ENF-3).
    private func seeTasks(
        on node: Node,
        since moment: Moment,
        _ store: Store,
        _ findings: inout Findings
    ) {
        for task in store.tasks(on: node.id) where task.takesRoom && task.isWanted {
            guard let service = store.service(task.serviceID), service.meta.updatedAt < moment,
                task.meta.createdAt < moment
            else { continue }
            let expressions = service.spec.task.placement.constraints
            findings.expect(
                ((try? Constraint.parse(expressions)) ?? []).allMatch(node),
                .constraintsAreKept,
                "\(task.words) may not be on \(node.displayName) any more"
            )
        }
    }

    private func seeAssignment(
        of task: SwarmTask,
        to id: NodeID,
        _ sight: Sight,
        _ findings: inout Findings
    ) {
        let hosts = [sight.before.node(id), sight.after.node(id)].compactMap(\.self)
        findings.expect(
            hosts.contains { Fit.refusal(of: task, by: $0) == nil },
            .placementFits,
            "\(task.words) was put on "
                + (hosts.last.map { "\($0.displayName): \(Fit.refusal(of: task, by: $0) ?? "")" }
                    ?? "a node that is gone")
        )
        guard let host = sight.after.node(id) ?? sight.before.node(id) else { return }
        let others = sight.after.tasks(on: id).filter(\.takesRoom)
        let free = Fit.room(on: host, beside: others)
        findings.expect(
            free.nanoCPUs >= 0 && free.memoryBytes >= 0 || !Fit.reserves(task),
            .roomIsNotOversold,
            "\(task.words) on \(host.displayName) leaves \(free)"
        )
        for port in Fit.hostPorts(of: task) {
            let users = others.filter { Fit.hostPorts(of: $0).contains(port) }
            findings.expect(
                users.count <= 1,
                .hostPortsAreFree,
                "\(users.map(\.words).joined(separator: " and ")) share port \(port)"
            )
        }
        if let text = Generics.fault(of: task, among: others, on: host) {
            findings.note(.genericsAreGivenOnce, "\(task.words) on \(host.displayName): \(text)")
        }
        let limit = Int(clamping: task.spec.value.placement.maxReplicas)
        // Tasks of another spec may come at the same instant and know no limit.
        let same = others.count { other in
            other.serviceID == task.serviceID && other.desiredState <= .complete
                && (other.specVersion == task.specVersion
                    || sight.before.task(other.id)?.takesRoom == true)
        }
        findings.expect(
            limit == 0 || same <= limit,
            .replicasPerNode,
            "\(task.words) makes \(same) of its service on \(host.displayName), not \(limit)"
        )
    }
}

/// Whether a node suits a task: the filters once more, in other words than the scheduler's.
enum Fit {
    struct Room: Hashable {
        var nanoCPUs: Int64
        var memoryBytes: Int64
    }

    struct HostPort: Hashable {
        let transport: PortConfig.TransportProtocol
        let number: UInt32
    }

    /// Why a node cannot have a task, whatever else it has; `nil` if it can.
    static func refusal(of task: SwarmTask, by node: Node) -> String? {
        if node.status.state != .ready { return "it is \(node.status.state)" }
        if node.spec.availability != .active { return "it is set to \(node.spec.availability)" }
        let placement = task.spec.value.placement
        let constraints = (try? Constraint.parse(placement.constraints)) ?? []
        if let unmet = constraints.first(where: { !$0.matches(node) }) { return "not \(unmet)" }
        let platform = node.description.platform
        let suits = placement.platforms.contains {
            ($0.os.isEmpty || $0.os == platform.os)
                && ($0.architecture.isEmpty || $0.architecture == platform.architecture)
        }
        return placement.platforms.isEmpty || suits ? nil : "another platform"
    }

    static func reserves(_ task: SwarmTask) -> Bool {
        let wanted = task.spec.value.resources.reservations
        return wanted.nanoCPUs > 0 || wanted.memoryBytes > 0
    }

    /// What is left of a node beside those tasks.
    static func room(on node: Node, beside tasks: [SwarmTask]) -> Room {
        tasks.reduce(
            into: Room(
                nanoCPUs: node.description.resources.nanoCPUs,
                memoryBytes: node.description.resources.memoryBytes
            )
        ) { room, task in
            let reserved = task.spec.value.resources.reservations
            room.nanoCPUs -= reserved.nanoCPUs
            room.memoryBytes -= reserved.memoryBytes
        }
    }

    static func hostPorts(of task: SwarmTask) -> [HostPort] {
        (task.endpoint?.ports ?? [])
            .filter { $0.publishMode == .host && $0.publishedPort != 0 }
            .map { HostPort(transport: $0.transport, number: $0.publishedPort) }
    }

    /// Why a node does not take one more task; `nil` if it would.
    static func refusal(of task: SwarmTask, by node: Node, in store: Store) -> String? {
        if let refusal = refusal(of: task, by: node) { return refusal }
        let others = store.tasks(on: node.id).filter { $0.takesRoom && $0.id != task.id }
        let room = room(on: node, beside: others)
        let wanted = task.spec.value.resources.reservations
        if reserves(task), wanted.nanoCPUs > room.nanoCPUs || wanted.memoryBytes > room.memoryBytes
        {
            return "no room"
        }
        if !Generics.suffice(for: task, beside: others, on: node) { return "no generic resources" }
        let taken = Set(others.flatMap(hostPorts))
        if hostPorts(of: task).contains(where: taken.contains) { return "a port is in use" }
        let limit = Int(clamping: task.spec.value.placement.maxReplicas)
        let same = others.count { $0.serviceID == task.serviceID && $0.desiredState <= .complete }
        return limit > 0 && same >= limit ? "enough replicas" : nil
    }
}
