import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore

extension RowReader {
    func cell(_ column: ColumnID, of node: Node) -> CellText {
        switch column {
        case .name: CellText(node.displayName.safe)
        case .status: Self.status(of: node)
        case .availability: Self.availability(of: node)
        case .manager: Self.manager(of: node)
        case .tasks: tasks(of: node)
        case .cpus: CellText(Amount.cores(node.description.resources.nanoCPUs))
        case .memory: CellText(Amount.bytes(node.description.resources.memoryBytes))
        case .labels: Self.labels(node.spec.labels)
        case .address: CellText(node.status.address)
        case .engine: CellText(node.description.engineVersion)
        case .zone: CellText(cluster.zone(of: node.id))
        case .standing, .reachability, .term, .commit, .applied, .log:
            managerCell(column, of: node)
        case .id: CellText(node.id.short, .dim)
        case .age: age(since: node.meta.createdAt)
        default: .empty
        }
    }

    func sortKey(_ column: ColumnID, of node: Node) -> SortKey {
        switch column {
        case .tasks: .number(Int64(cluster.store.tally(on: node.id).running))
        case .cpus: .number(node.description.resources.nanoCPUs)
        case .memory: .number(node.description.resources.memoryBytes)
        case .age: .number(node.meta.createdAt.nanoseconds)
        default: .text(cell(column, of: node).text.string)
        }
    }

    static func status(of node: Node) -> CellText {
        switch node.status.state {
        case .ready: CellText("● ready", .ok)
        case .down: CellText("✗ down", .bad)
        case .unknown: CellText("? unknown", .unknown)
        case .disconnected: CellText("? disconnected", .unknown)
        }
    }

    static func availability(of node: Node) -> CellText {
        switch node.spec.availability {
        case .active: CellText("active")
        case .pause: CellText("paused", .off)
        case .drain: CellText("drained", .off)
        }
    }

    /// LIF-64, and a change of role that is under way.
    static func manager(of node: Node) -> CellText {
        if node.spec.role != node.role {
            return CellText(node.spec.role == .manager ? "promoting" : "demoting", .progress)
        }
        guard let manager = node.manager else { return .empty }
        let words = CommandLineWords.managerStatus(of: node).lowercased()
        if manager.isLeader { return CellText(words, .leader) }
        switch manager.reachability {
        case .reachable: return CellText(words, .manager)
        case .unreachable: return CellText(words, .bad)
        case .unknown: return CellText(words, .unknown)
        }
    }

    private func tasks(of node: Node) -> CellText {
        let tally = cluster.store.tally(on: node.id)
        let slot: Slot = tally.running == tally.wanted ? .text : .progress
        return CellText("\(tally.running)/\(tally.wanted)", slot)
    }
}
