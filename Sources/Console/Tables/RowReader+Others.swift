import Basics
import Cells
import SwarmModel

/// What configs and secrets have in common on the screen.
protocol NamedData {
    var reference: ObjectReference { get }
    var name: String { get }
    var meta: ObjectMeta { get }
    var labels: [String: String] { get }
    var stack: String? { get }
    /// Bytes; `nil` if nobody here knows.
    var size: Int? { get }
}

extension Config: NamedData {
    var reference: ObjectReference { .config(id) }
    var labels: [String: String] { spec.labels }
    var size: Int? { spec.data.count }
}

extension Secret: NamedData {
    var reference: ObjectReference { .secret(id) }
    var labels: [String: String] { spec.labels }
    var size: Int? { spec.data.size }
}

extension RowReader {
    func cell(_ column: ColumnID, of stack: StackSummary) -> CellText {
        switch column {
        case .name: CellText(stack.name)
        case .services: CellText("\(stack.members.services.count)")
        case .tasks:
            CellText(
                "\(stack.running)/\(stack.wanted)",
                stack.running < stack.wanted ? .warn : .text
            )
        case .status: Self.status(of: stack)
        case .networks: CellText("\(stack.members.networks.count)")
        case .configs: CellText("\(stack.members.configs.count)")
        case .secrets: CellText("\(stack.members.secrets.count)")
        default: .empty
        }
    }

    func sortKey(_ column: ColumnID, of stack: StackSummary) -> SortKey {
        switch column {
        case .services: .number(Int64(stack.members.services.count))
        case .tasks: .number(Int64(stack.running))
        case .networks: .number(Int64(stack.members.networks.count))
        case .configs: .number(Int64(stack.members.configs.count))
        case .secrets: .number(Int64(stack.members.secrets.count))
        default: .text(cell(column, of: stack).text.string)
        }
    }

    private static func status(of stack: StackSummary) -> CellText {
        if stack.isPaused { return CellText("✗ an update is paused", .bad) }
        if stack.isUpdating { return CellText("◐ updating", .progress) }
        if stack.running < stack.wanted {
            return CellText("▲ \(stack.wanted - stack.running) missing", .warn)
        }
        return CellText("● running", .ok)
    }

    func cell(_ column: ColumnID, of network: Network) -> CellText {
        switch column {
        case .name: CellText(network.name)
        case .driver: CellText(network.spec.driverName)
        case .scope: CellText(network.spec.isNodeLocal ? "local" : "swarm", .dim)
        case .subnet: CellText(network.subnets.map(\.subnet).joined(separator: ", "))
        case .options: CellText(Self.options(of: network), .dim)
        case .users: users(of: .network(network.id))
        case .stack: CellText(network.stack ?? "", .dim)
        case .id: CellText(network.id.short, .dim)
        case .age: age(since: network.meta.createdAt)
        default: .empty
        }
    }

    private static func options(of network: Network) -> String {
        var words: [String] = []
        if network.spec.ingress { words.append("ingress") }
        if network.spec.attachable { words.append("attachable") }
        if network.spec.isInternal { words.append("internal") }
        if network.spec.ipv6 { words.append("ipv6") }
        return words.joined(separator: " ")
    }

    func dataCell(_ column: ColumnID, of data: some NamedData) -> CellText {
        switch column {
        case .name: CellText(data.name)
        case .size: CellText(data.size.map { Amount.bytes(Int64($0)) } ?? "?")
        case .users: users(of: data.reference)
        case .stack: CellText(data.stack ?? "", .dim)
        case .labels: Self.labels(data.labels)
        case .id: CellText(data.reference.shortID, .dim)
        case .age: age(since: data.meta.createdAt)
        default: .empty
        }
    }

    func cell(_ column: ColumnID, of volume: Volume) -> CellText {
        switch column {
        case .name: CellText(volume.name)
        case .node: CellText(cluster.nodeName(volume.node))
        case .driver: CellText(volume.driver, .dim)
        case .users: users(of: .volume(name: volume.name, node: volume.node))
        case .labels: Self.labels(volume.labels)
        case .age: age(since: volume.createdAt)
        default: .empty
        }
    }

    private func users(of reference: ObjectReference) -> CellText {
        let count = cluster.usage.users(of: reference).count
        return CellText("\(count)", count == 0 ? .dim : .text)
    }

    func sortKeyOfOther(_ column: ColumnID, of subject: RowSubject) -> SortKey {
        switch (column, subject) {
        case (.age, _): return .number(shownMoment(of: subject)?.nanoseconds ?? 0)
        case (.size, .config(let config)): return .number(Int64(config.size ?? 0))
        case (.size, .secret(let secret)): return .number(Int64(secret.size ?? 0))
        default: return .text(cell(column, of: subject).text.string)
        }
    }
}
