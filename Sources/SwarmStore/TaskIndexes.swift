import Basics
import HashTreeCollections
import SwarmModel

/// Positions of tasks, kept by what they are looked up by.
struct TaskIndexes: Sendable {
    private(set) var services = Table<ServiceTasks>()
    private(set) var nodes = Table<NodeTasks>()
    private(set) var tally = TaskTally()
    /// The service that was looked up last: changes come in runs of one service's tasks.
    private var latest: (service: ServiceID, index: Int)?

    mutating func add(_ task: SwarmTask, at position: Int) {
        addToService(task, at: position)
        if let node = task.nodeID { add(task, at: position, to: node) }
        tally += TaskTally(of: task)
    }

    mutating func remove(_ task: SwarmTask, at position: Int) {
        removeFromService(task, at: position)
        if let node = task.nodeID { remove(task, at: position, from: node) }
        tally -= TaskTally(of: task)
    }

    mutating func move(from old: SwarmTask, to new: SwarmTask, at position: Int) {
        var change = TaskTally(of: new)
        change -= TaskTally(of: old)
        tally += change
        if old.place != new.place {
            removeFromService(old, at: position)
            addToService(new, at: position)
        } else if let index = index(of: new.serviceID) {
            services[position: index]?.tally += change
        }
        if old.nodeID != new.nodeID {
            if let node = old.nodeID { remove(old, at: position, from: node) }
            if let node = new.nodeID { add(new, at: position, to: node) }
        } else if change != TaskTally(), let index = new.nodeID.flatMap({ nodes.position(of: $0) })
        {
            nodes[position: index]?.tally += change
        }
    }

    private mutating func addToService(_ task: SwarmTask, at position: Int) {
        let index =
            index(of: task.serviceID)
            ?? services.insert(ServiceTasks(id: task.serviceID))
        services[position: index]?.add(task, at: position)
    }

    private mutating func removeFromService(_ task: SwarmTask, at position: Int) {
        guard let index = index(of: task.serviceID) else { return }
        services[position: index]?.remove(task, at: position)
        guard services[position: index]?.isEmpty == true else { return }
        _ = services.remove(task.serviceID)
        latest = nil
    }

    private mutating func index(of service: ServiceID) -> Int? {
        if let latest, latest.service == service { return latest.index }
        guard let index = services.position(of: service) else { return nil }
        latest = (service, index)
        return index
    }

    private mutating func add(_ task: SwarmTask, at position: Int, to node: NodeID) {
        let index = nodes.position(of: node) ?? nodes.insert(NodeTasks(id: node))
        nodes[position: index]?.add(task, at: position)
    }

    private mutating func remove(_ task: SwarmTask, at position: Int, from node: NodeID) {
        guard let index = nodes.position(of: node) else { return }
        nodes[position: index]?.remove(task, at: position)
        if nodes[position: index]?.positions.isEmpty == true { _ = nodes.remove(node) }
    }
}

/// The tasks of one service by their places: an array for slots, a dictionary for nodes.
struct ServiceTasks: TableObject {
    /// Slots that are kept together.
    private static let slotChunk = 64

    let id: ServiceID
    /// Positions by slot number, in chunks so that copies share them.
    private var slots: [[SlotPositions]] = []
    private(set) var places: TreeDictionary<NodeID, [Int32]> = [:]
    var tally = TaskTally()

    init(id: ServiceID) { self.id = id }

    var isEmpty: Bool { tally.total == 0 }

    /// Above every slot number that was ever used.
    var slotEnd: Int { slots.count * Self.slotChunk }

    func positions(inSlot slot: Int) -> [Int32] {
        let chunk = slot / Self.slotChunk
        guard slot >= 0, chunk < slots.count else { return [] }
        return slots[chunk][slot % Self.slotChunk].all
    }

    /// How many tasks a slot has, without a list of them.
    func count(inSlot slot: Int) -> Int {
        let chunk = slot / Self.slotChunk
        guard slot >= 0, chunk < slots.count else { return 0 }
        return slots[chunk][slot % Self.slotChunk].count
    }

    /// The position of the only task of a slot; `nil` if there are more, or none.
    func onlyPosition(inSlot slot: Int) -> Int32? {
        let chunk = slot / Self.slotChunk
        guard slot >= 0, chunk < slots.count else { return nil }
        return slots[chunk][slot % Self.slotChunk].only
    }

    mutating func add(_ task: SwarmTask, at position: Int) {
        tally += TaskTally(of: task)
        switch task.place {
        case .node(let node): places[node, default: []].append(Int32(position))
        case .slot(let slot):
            while slotEnd <= slot {
                slots.append(Array(repeating: SlotPositions(), count: Self.slotChunk))
            }
            slots[slot / Self.slotChunk][slot % Self.slotChunk].append(Int32(position))
        }
    }

    mutating func remove(_ task: SwarmTask, at position: Int) {
        tally -= TaskTally(of: task)
        switch task.place {
        case .node(let node):
            places[node, default: []].removeAll { $0 == Int32(position) }
            if places[node]?.isEmpty == true { places[node] = nil }
        case .slot(let slot):
            guard slot < slotEnd else { return }
            slots[slot / Self.slotChunk][slot % Self.slotChunk].remove(Int32(position))
        }
    }
}

/// The positions of the tasks in one slot, in the order in which they came: nearly always one, which
/// then needs no array of its own.
struct SlotPositions: Sendable {
    private var first: Int32 = -1
    private var rest: [Int32] = []

    var count: Int { first < 0 ? 0 : 1 + rest.count }
    var only: Int32? { first >= 0 && rest.isEmpty ? first : nil }
    var all: [Int32] { first < 0 ? [] : [first] + rest }

    mutating func append(_ position: Int32) {
        if first < 0 { first = position } else { rest.append(position) }
    }

    mutating func remove(_ position: Int32) {
        if first == position {
            first = rest.isEmpty ? -1 : rest.removeFirst()
        } else {
            rest.removeAll { $0 == position }
        }
    }
}

/// The tasks of one node.
struct NodeTasks: TableObject {
    let id: NodeID
    private(set) var positions: [Int32] = []
    var tally = TaskTally()

    init(id: NodeID) { self.id = id }

    mutating func add(_ task: SwarmTask, at position: Int) {
        positions.append(Int32(position))
        tally += TaskTally(of: task)
    }

    mutating func remove(_ task: SwarmTask, at position: Int) {
        tally -= TaskTally(of: task)
        guard let index = positions.firstIndex(of: Int32(position)) else { return }
        positions.swapAt(index, positions.count - 1)
        positions.removeLast()
    }
}

/// How many tasks there are, by what lists show of them; kept, never counted anew.
package struct TaskTally: Hashable, Sendable {
    /// All tasks, the finished ones of the history included.
    package internal(set) var total = 0
    /// Observed running, whatever is wanted of them.
    package internal(set) var running = 0
    /// Observed up to running.
    package internal(set) var live = 0
    /// Wanted to run or be ready to.
    package internal(set) var wanted = 0
    /// Observed pending or new, and wanted to run or be ready to.
    package internal(set) var waiting = 0

    package init() {}

    /// What one task adds to a tally.
    init(of task: SwarmTask) {
        let state = task.state
        let isWanted = task.desiredState <= .running
        total = 1
        running = state == .running ? 1 : 0
        live = state <= .running ? 1 : 0
        wanted = isWanted ? 1 : 0
        waiting = isWanted && state <= .pending ? 1 : 0
    }

    static func += (tally: inout Self, more: Self) {
        tally.total += more.total
        tally.running += more.running
        tally.live += more.live
        tally.wanted += more.wanted
        tally.waiting += more.waiting
    }

    static func -= (tally: inout Self, less: Self) {
        tally.total -= less.total
        tally.running -= less.running
        tally.live -= less.live
        tally.wanted -= less.wanted
        tally.waiting -= less.waiting
    }
}
