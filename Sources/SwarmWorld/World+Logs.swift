import Agents
package import Basics
package import ClusterPorts
import SwarmModel
import SwarmStore

extension World {
    /// What a task's container wrote after one moment, up to and including another.
    ///
    /// Nothing is stored: the lines are worked out from the task, its image and its history.
    ///
    /// - Parameters:
    ///   - id: the task; one that is gone has no lines.
    ///   - start: lines of this moment are not included.
    ///   - end: lines of this moment are included.
    ///   - limit: only the newest so many lines; `nil` = all.
    /// - Returns: the lines, oldest first.
    package func logLines(
        of id: TaskID,
        from start: Moment,
        to end: Moment,
        limit: Int?
    ) -> [LogLine] {
        guard let task = store.task(id) else { return [] }
        let node = task.nodeID.flatMap { store.node($0) }
        return agents.logLines(of: task, node: node, from: start, to: end, limit: limit)
    }

    /// When a task's container next writes a line after a moment; `nil` if it will not.
    package func nextLogMoment(of id: TaskID, after moment: Moment) -> Moment? {
        store.task(id).flatMap { agents.nextLogMoment(of: $0, after: moment) }
    }
}
