import Basics
import SwarmModel
import SwarmStore

/// One turn of the orchestrator: what time it is, what tasks get by default, and chance.
struct Turn: Sendable {
    let now: Moment
    /// The cluster's; for tasks whose service names none (OBJ-21).
    let logDriver: Shared<DriverSpec>?
    var random: SeededGenerator

    init(now: Moment, random: SeededGenerator, _ store: Store) {
        self.now = now
        self.random = random
        logDriver = store.cluster.spec.taskLogDriver.map(Shared.init)
    }
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
                defaultLogDriver: logDriver,
                now: now
            )
        case .node(let node):
            return SwarmTask(
                id: id,
                service: service,
                slot: 0,
                nodeID: node,
                desiredState: desired,
                defaultLogDriver: logDriver,
                now: now
            )
        }
    }
}
