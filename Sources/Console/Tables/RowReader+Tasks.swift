import Basics
import Cells
import SwarmModel
import SwarmStore

extension RowReader {
    func cell(_ column: ColumnID, of task: SwarmTask, isHistory: Bool) -> CellText {
        switch column {
        case .name:
            isHistory
                ? CellText(" \\_ " + cluster.placeName(of: task), .dim)
                : CellText(cluster.placeName(of: task))
        case .state: Self.state(of: task)
        case .since: age(since: task.status.timestamp)
        case .desired: CellText(task.desiredState.word, .dim)
        case .node: node(of: task)
        case .image: CellText(Self.shortImage(task.image), image(of: task))
        case .ports: CellText(task.status.hostPorts.map(\.words).joined(separator: ", "), .dim)
        case .address: CellText(task.addressWords(on: network), .accent)
        case .error: CellText(task.status.error, task.isDead ? .bad : .warn)
        case .id: CellText(task.id.short, .dim)
        case .age: age(since: task.meta.createdAt)
        case .service: CellText(task.serviceName)
        default: .empty
        }
    }

    func sortKey(_ column: ColumnID, of task: SwarmTask) -> SortKey {
        switch column {
        case .since: .number(task.status.timestamp.nanoseconds)
        case .age: .number(task.meta.createdAt.nanoseconds)
        case .state: .number(Int64(task.state.rawValue))
        case .desired: .number(Int64(task.desiredState.rawValue))
        default: .text(cell(column, of: task, isHistory: false).text.string)
        }
    }

    static func state(of task: SwarmTask) -> CellText {
        let look = TaskLook(task)
        return CellText(look.sign + " " + look.word.safe, look.slot)
    }

    private func node(of task: SwarmTask) -> CellText {
        guard let id = task.nodeID else { return .empty }
        guard let node = cluster.store.node(id) else { return CellText(id.short, .unknown) }
        return CellText(cluster.nodeName(id), node.status.state == .ready ? .text : .unknown)
    }

    private func image(of task: SwarmTask) -> Slot {
        task.isDead ? .dim : cluster.hues.slot(service: task.serviceID, version: task.specVersion)
    }
}
