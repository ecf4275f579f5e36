import Basics
import SwarmModel

/// Tasks that wait for a node, grouped by service and spec version in order of arrival.
///
/// A task is taken to be queued from the moment it is seen without a node until it has one or is
/// dead; the few that were let go meanwhile are remembered by name (SCH-15, SCH-17).
struct PendingQueue: Sendable {
    struct Key: Hashable, Codable, Sendable {
        let service: ServiceID
        /// `nil` = each task is scheduled alone.
        let specVersion: UInt64?
    }

    struct Group: Codable, Sendable {
        let key: Key
        var tasks: [TaskID]
    }

    private var groups: [Group] = []
    private var positions: [Key: Int] = [:]
    private var dropped: Set<TaskID> = []
    /// Whether a queued task may have died or gone since the groups were last taken.
    private(set) var mayBeStale = false

    init() {}

    var isEmpty: Bool { groups.isEmpty }

    /// Follows one task from what it was to what it is.
    ///
    /// - Returns: whether the task waits for a node.
    mutating func follow(_ before: SwarmTask?, _ after: SwarmTask?) -> Bool {
        let waited = before?.waitsForNode ?? false
        guard let after, after.waitsForNode else {
            if let before, waited { lose(before.id) }
            return false
        }
        if !waited || dropped.remove(after.id) != nil { add(after) }
        return true
    }

    mutating func add(_ task: SwarmTask) {
        add(task.id, Key(service: task.serviceID, specVersion: task.specVersion))
    }

    /// Lets a queued task go; it comes back with its next change.
    mutating func drop(_ task: TaskID) { dropped.insert(task) }

    mutating func takeAll() -> [Group] {
        defer {
            groups = []
            positions.removeAll(keepingCapacity: true)
            mayBeStale = false
        }
        return groups
    }

    private mutating func add(_ task: TaskID, _ key: Key) {
        if let last = groups.indices.last, groups[last].key == key {
            groups[last].tasks.append(task)
        } else if let position = positions[key] {
            groups[position].tasks.append(task)
        } else {
            positions[key] = groups.count
            groups.append(Group(key: key, tasks: [task]))
        }
    }

    private mutating func lose(_ task: TaskID) {
        mayBeStale = true
        if !dropped.isEmpty { dropped.remove(task) }
    }
}

extension SwarmTask {
    /// Whether it is pending and no node was chosen for it (SCH-3).
    var waitsForNode: Bool { nodeID == nil && state >= .pending && state <= .running }

    /// Whether it is pending on a node that only has to be confirmed (SCH-3).
    var waitsForConfirmation: Bool { nodeID != nil && state == .pending }
}

extension PendingQueue: Codable {
    private struct Saved: Codable {
        let groups: [Group]
        let dropped: [TaskID]
        let mayBeStale: Bool
    }

    init(from decoder: any Decoder) throws {
        let saved = try Saved(from: decoder)
        groups = saved.groups
        dropped = Set(saved.dropped)
        mayBeStale = saved.mayBeStale
        for (position, group) in groups.enumerated() { positions[group.key] = position }
    }

    func encode(to encoder: any Encoder) throws {
        try Saved(groups: groups, dropped: dropped.sorted(), mayBeStale: mayBeStale)
            .encode(to: encoder)
    }
}
