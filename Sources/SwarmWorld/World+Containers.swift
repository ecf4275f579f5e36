import Agents
import Basics
import SwarmModel
import SwarmStore

// What users do to containers at their node's engine, behind the swarm's back.
extension World {
    /// Ends a task's container from outside, as `docker container rm -f` does.
    mutating func removeContainer(of id: TaskID) throws(EngineError) -> CommandOutcome {
        guard let task = store.task(id), agents.removeContainer(of: task.id, now: now) else {
            throw EngineError(status: 404, message: "No such container: \(id)")
        }
        return CommandOutcome()
    }

    /// Asks a task's container to end, as `docker container stop` does.
    mutating func stopContainer(
        of id: TaskID,
        grace: Duration?
    ) throws(EngineError) -> CommandOutcome {
        guard agents.stopContainer(of: id, grace: grace, now: now) else {
            throw EngineError(status: 404, message: "No such container: \(id)")
        }
        return CommandOutcome()
    }

    /// Sends a container's process a signal, as `docker container kill` does.
    mutating func sendSignal(
        _ name: String,
        toContainerOf id: TaskID
    ) throws(EngineError) -> CommandOutcome {
        guard let signal = StopSignal.number(name) else {
            throw EngineError(status: 400, message: "Invalid signal: \(name)")
        }
        guard agents.sendSignal(signal, toContainerOf: id, now: now) else {
            throw EngineError(status: 404, message: "No such container: \(id)")
        }
        return CommandOutcome()
    }
}
