import Basics
import Cells
import SwarmModel
import SwarmStore

/// What a drain of a node would do: an estimate from the cluster as it is.
struct DrainReading: Sendable {
    /// What becomes of one service's tasks on the node.
    struct Share: Sendable {
        let service: Service
        let count: Int
    }

    let node: Node
    private(set) var moving: [Share] = []
    private(set) var stuck: [Share] = []
    private(set) var stopping: [Share] = []
    /// Named volumes here that tasks on this node use.
    private(set) var volumes: [String] = []
    private let otherNodes: Int

    init(_ node: Node, in cluster: ClusterState, leaving: Set<NodeID> = []) {
        self.node = node
        let others = cluster.nodeOrder.compactMap { cluster.store.node($0) }
            .filter { $0.id != node.id && !leaving.contains($0.id) && $0.acceptsNewTasks }
        otherNodes = others.count
        var counts: [ServiceID: Int] = [:]
        for task in cluster.store.tasks(on: node.id)
        where task.isLive && task.desiredState <= .running {
            counts[task.serviceID, default: 0] += 1
        }
        for id in cluster.serviceOrder {
            guard let count = counts[id], let service = cluster.store.service(id) else { continue }
            add(service, count: count, others: others, in: cluster.store)
        }
    }

    private mutating func add(_ service: Service, count: Int, others: [Node], in store: Store) {
        let rules = (try? Constraint.parse(service.spec.task.placement.constraints)) ?? []
        let most = service.spec.task.placement.maxReplicas
        let hasCandidate = others.contains { other in
            guard rules.allMatch(other) else { return false }
            guard most > 0 else { return true }
            let there = store.tasks(on: other.id).count { $0.serviceID == service.id && $0.isLive }
            return there < most
        }
        let share = Share(service: service, count: count)
        if service.spec.mode == .global || service.spec.mode == .globalJob {
            stopping.append(share)
        } else if hasCandidate {
            moving.append(share)
        } else {
            stuck.append(share)
        }
        for mount in service.spec.task.container.mounts
        where mount.kind == .volume && store.volume(named: mount.source, on: node.id) != nil {
            volumes.append(mount.source)
        }
    }

    var movingCount: Int { moving.reduce(0) { $0 + $1.count } }

    func tell(_ contents: inout BoxContents) {
        tellTasks(&contents, stopsFirst: true)
        tellManager(&contents)
        contents.say("Old tasks stop first: drain does not wait for their replacements.", .dim)
    }

    /// Which tasks move, which cannot, and what stays behind.
    ///
    /// - Parameters:
    ///   - contents: the box's.
    ///   - stopsFirst: whether tasks stop before their replacements run, as in Swarm's own drain.
    func tellTasks(_ contents: inout BoxContents, stopsFirst: Bool) {
        if moving.isEmpty, stuck.isEmpty, stopping.isEmpty {
            contents.say("No tasks run here; nothing moves.")
        }
        if !moving.isEmpty {
            let names = moving.map { "\($0.service.name) (\($0.count))" }
            let count = Amount.count(movingCount, "task")
            contents.say(
                movingCount == 1
                    ? "\(count) moves: \(Amount.list(names))"
                    : "\(count) move: \(Amount.list(names))"
            )
        }
        for share in stuck { contents.warn(Self.stuckWords(share, others: otherNodes)) }
        let single = (moving + stuck).filter { $0.service.spec.mode.replicas == 1 }
        if stopsFirst, !single.isEmpty {
            let names = Amount.list(single.map(\.service.name))
            contents.warn("interrupted, with one replica only: \(names)")
        }
        if !stopping.isEmpty {
            let names = Amount.list(stopping.map(\.service.name))
            contents.say("Global tasks stop here and are not replaced: \(names)")
        }
        for name in volumes.uniqued() {
            contents.warn("volume \(name) stays behind: moved tasks start with an empty one")
        }
    }

    private func tellManager(_ contents: inout BoxContents) {
        guard let manager = node.manager else { return }
        let role: Phrase = manager.isLeader ? "leader" : "manager"
        contents.say(
            "It stays a \(role) and keeps its vote: drain does not touch the quorum.",
            .manager
        )
    }

    private static func stuckWords(_ share: Share, others: Int) -> Phrase {
        let count = Amount.count(share.count, "task")
        if others == 0 {
            return "\(share.service.name): no other node takes tasks, \(count) will wait"
        }
        let rules = share.service.spec.task.placement.constraints.joined(separator: ", ")
        let reason: Phrase =
            rules.isEmpty ? "its limit per node is reached" : "no other node meets \(rules)"
        return "\(share.service.name): \(count) cannot move, \(reason)"
    }
}

extension Array where Element: Hashable {
    /// Each element once, in the order of the first.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
