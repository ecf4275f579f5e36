import Basics
package import SwarmModel

/// One row of `service ps`.
///
/// - Source: LIF-60, LIF-61.
package struct TaskRow: Hashable, Sendable {
    package let task: SwarmTask
    /// `SERVICE.SLOT`, or `SERVICE.NODEID`.
    package let name: String
    /// Whether the row above is of the same place, and newer.
    package let isHistory: Bool

    /// The NAME column; older tasks of a place stand under its newest.
    package var indentedName: String { isHistory ? " \\_ \(name)" : name }

    /// All tasks in the order of `service ps`: names naturally, the newest of each first.
    package static func rows(of tasks: [SwarmTask]) -> [TaskRow] {
        let named = tasks.map { (task: $0, name: $0.rowName) }.sorted { one, other in
            if one.name != other.name { return NaturalOrder.isLess(one.name, other.name) }
            if one.task.meta.createdAt != other.task.meta.createdAt {
                return one.task.meta.createdAt > other.task.meta.createdAt
            }
            return one.task.id > other.task.id
        }
        var last: String?
        return named.map { entry in
            defer { last = entry.name }
            return TaskRow(task: entry.task, name: entry.name, isHistory: entry.name == last)
        }
    }
}
