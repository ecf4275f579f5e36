import Basics
import SwarmModel

/// A node as the store has it.
private final class NodeBox: Sendable {
    let node: Node
    init(_ node: Node) { self.node = node }
}

/// All nodes as the scheduler sees them, kept up from changes and never counted anew.
///
/// Nodes are referred to by their positions, which are used again once a node is gone and holds
/// nothing. No decision depends on the order of positions.
struct NodeSet: Sendable {
    private var positions: [NodeID: Int32] = [:]
    private var ids: [NodeID] = []
    private var free: [Int32] = []
    private(set) var infos: [NodeInfo] = []
    /// Boxed, so that the first change after a copy does not copy every node.
    private var boxes: [NodeBox?] = []
    private var hostPorts: [HostPorts] = []
    private var givenGenerics: [[GenericResource]] = []
    private(set) var services = ServiceLoads()
    /// How many nodes there are.
    private(set) var count = 0
    /// Another number whenever anything about any node changed but its tasks.
    private(set) var edition = 0
    private var lastTurn: UInt32 = 0

    var positionRange: Range<Int32> { 0..<Int32(infos.count) }

    /// Where the node is kept; also for a node that is gone but holds tasks.
    func position(of node: NodeID) -> Int32? { positions[node] }

    func id(at position: Int32) -> NodeID { ids[Int(position)] }

    /// The node as the store has it; `nil` if it is gone.
    func node(at position: Int32) -> Node? { boxes[Int(position)]?.node }

    subscript(position: Int32) -> NodeInfo { infos[Int(position)] }

    /// The nodes there are, the one that was longest not used first.
    var idsByTurn: [NodeID] {
        positionRange.filter { self[$0].exists }
            .sorted { self[$0].turn < self[$1].turn }
            .map { id(at: $0) }
    }

    func isInUse(_ port: UInt32, on position: Int32) -> Bool {
        hostPorts[Int(position)].isInUse(port)
    }

    /// How much of a user-defined resource is left (SCH-20).
    func availableGeneric(_ kind: String, on position: Int32) -> Int64 {
        GenericStock.available(
            kind,
            of: boxes[Int(position)]?.node.description.resources.generic ?? [],
            given: givenGenerics[Int(position)]
        )
    }

    /// What a task that reserves `wanted` is given here (ACC-3).
    func takeGenerics(_ wanted: [GenericResource], on position: Int32) -> [GenericResource] {
        guard !wanted.isEmpty else { return [] }
        return GenericStock.take(
            wanted,
            of: boxes[Int(position)]?.node.description.resources.generic ?? [],
            given: givenGenerics[Int(position)]
        )
    }
}

// MARK: - Nodes come, change and go

extension NodeSet {
    mutating func put(_ node: Node) {
        edition += 1
        let position = claimPosition(of: node.id)
        let index = Int(position)
        let before = boxes[index]?.node.description.resources ?? Resources()
        let after = node.description.resources
        infos[index].availableCPU &+= after.nanoCPUs &- before.nanoCPUs
        infos[index].availableMemory &+= after.memoryBytes &- before.memoryBytes
        infos[index].acceptsNewTasks = node.acceptsNewTasks
        if !infos[index].exists {
            infos[index].exists = true
            count += 1
            takeTurn(position)
        }
        boxes[index] = NodeBox(node)
    }

    mutating func remove(_ node: NodeID) {
        guard let position = positions[node], self[position].exists else { return }
        edition += 1
        let index = Int(position)
        let resources = boxes[index]?.node.description.resources ?? Resources()
        infos[index].availableCPU &-= resources.nanoCPUs
        infos[index].availableMemory &-= resources.memoryBytes
        infos[index].acceptsNewTasks = false
        infos[index].exists = false
        boxes[index] = nil
        count -= 1
        forgetIfUnused(position)
    }

    /// Puts the node behind all others of equal rank.
    mutating func takeTurn(_ position: Int32) {
        if lastTurn == .max { renumberTurns() }
        lastTurn += 1
        infos[Int(position)].turn = lastTurn
    }

    private mutating func renumberTurns() {
        lastTurn = 0
        for position in positionRange.sorted(by: { self[$0].turn < self[$1].turn }) {
            lastTurn += 1
            infos[Int(position)].turn = lastTurn
        }
    }

    private mutating func claimPosition(of node: NodeID) -> Int32 {
        if let position = positions[node] { return position }
        if let position = free.popLast() {
            positions[node] = position
            ids[Int(position)] = node
            infos[Int(position)] = NodeInfo()
            return position
        }
        let position = Int32(infos.count)
        positions[node] = position
        ids.append(node)
        infos.append(NodeInfo())
        boxes.append(nil)
        hostPorts.append(HostPorts())
        givenGenerics.append([])
        return position
    }

    private mutating func forgetIfUnused(_ position: Int32) {
        guard !self[position].exists, self[position].heldTasks == 0 else { return }
        positions[ids[Int(position)]] = nil
        free.append(position)
    }
}

// MARK: - Tasks come, change and go

extension SwarmTask {
    /// Whether it takes room on its node (ACC-1).
    var holdsRoom: Bool { nodeID != nil && state >= .assigned && state <= .running }

    /// Whether it counts when nodes are ranked (RNK-3).
    var isActiveOnNode: Bool { holdsRoom && desiredState <= .complete }
}

extension NodeSet {
    /// Follows one task from what it was to what it is.
    mutating func follow(_ before: SwarmTask?, _ after: SwarmTask?) {
        let held = before.flatMap { $0.holdsRoom ? $0 : nil }
        let holds = after.flatMap { $0.holdsRoom ? $0 : nil }
        if let held, let holds, held.nodeID == holds.nodeID {
            followDesired(held, holds)
        } else {
            if let held { change(by: -1, held) }
            if let holds { change(by: 1, holds) }
        }
    }

    /// A task that keeps its room may stop being wanted (ACC-5).
    private mutating func followDesired(_ before: SwarmTask, _ after: SwarmTask) {
        guard before.isActiveOnNode != after.isActiveOnNode, let node = after.nodeID,
            let position = positions[node]
        else { return }
        let difference: Int32 = after.isActiveOnNode ? 1 : -1
        infos[Int(position)].activeTasks += difference
        services.add(difference, to: position, of: after.serviceID)
    }

    private mutating func change(by sign: Int32, _ task: SwarmTask) {
        guard let node = task.nodeID, sign > 0 || positions[node] != nil else { return }
        let position = claimPosition(of: node)
        hold(task, on: position, by: sign)
        if task.isActiveOnNode {
            infos[Int(position)].activeTasks += sign
            services.add(sign, to: position, of: task.serviceID)
        }
        if sign < 0 { forgetIfUnused(position) }
    }

    /// Books what a task reserves; `sign` is 1 to take it and -1 to give it back.
    mutating func hold(_ task: SwarmTask, on position: Int32, by sign: Int32) {
        let index = Int(position)
        let reserved = task.spec.value.resources.reservations
        infos[index].heldTasks += sign
        infos[index].availableCPU &-= reserved.nanoCPUs &* Int64(sign)
        infos[index].availableMemory &-= reserved.memoryBytes &* Int64(sign)
        let ports = HostPorts.keys(of: task)
        if !ports.isEmpty { hostPorts[index].add(sign, to: ports) }
        guard !task.assignedGenericResources.isEmpty else { return }
        if sign > 0 {
            givenGenerics[index] += task.assignedGenericResources
        } else {
            for given in task.assignedGenericResources {
                guard let found = givenGenerics[index].firstIndex(of: given) else { continue }
                givenGenerics[index].remove(at: found)
            }
        }
    }

    /// Books a task that the scheduler itself has just put on a node.
    mutating func place(_ task: SwarmTask, on position: Int32, service: Int32) {
        hold(task, on: position, by: 1)
        takeTurn(position)
        guard task.isActiveOnNode else { return }
        infos[Int(position)].activeTasks += 1
        services.add(1, to: position, of: service)
    }

    mutating func openService(_ service: ServiceID) -> Int32 { services.position(of: service) }

    mutating func closeService(_ service: ServiceID) { services.release(service) }
}
