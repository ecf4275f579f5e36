import Basics
import SwarmModel

/// One turn of the orchestrator: what time it is, and chance.
struct Turn: Sendable {
    let now: Moment
    var random: SeededGenerator
}

/// The factory of tasks.
extension Turn {
    /// A new task of a service as it is now, in a slot or on a node.
    ///
    /// - Source: OBJ-21, OBJ-22, REP-24.
    mutating func makeTask(
        of service: Service,
        in place: TaskPlace,
        desired: TaskState
    ) -> SwarmTask {
        let id = TaskID(using: &random)
        switch place {
        case .slot(let slot):
            return SwarmTask(
                id: id,
                service: service,
                slot: slot,
                desiredState: desired,
                now: now
            )
        case .node(let node):
            return SwarmTask(
                id: id,
                service: service,
                slot: 0,
                nodeID: node,
                desiredState: desired,
                now: now
            )
        }
    }
}
