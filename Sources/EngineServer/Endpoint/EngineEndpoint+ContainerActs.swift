import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// What is done to containers behind the swarm's back: it learns of it, and replaces the task.
extension EngineEndpoint {
    func removed(
        _ name: String,
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let container = try await container(name, view)
        if container.state != .exited {
            guard query.flag("force") else {
                throw EngineError(
                    status: 409,
                    message: "You cannot remove a running container \(container.id). Stop the "
                        + "container before attempting removal or force remove"
                )
            }
            await feed.tell(container.event("kill", ["signal": "9"], at: view.snapshot))
            _ = try await session.perform(.removeContainer(container.task.id))
        }
        await ledger.remove(container.id)
        await feed.tell(container.event("destroy", at: view.snapshot))
        return .empty(204)
    }

    func acted(
        _ act: Route.ContainerAct,
        _ name: String,
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        if act == .kill { return try await killed(name, query, view) }
        let container = try await container(name, view)
        switch act {
        case .start:
            if container.isRunning { return .empty(304) }
            throw .notStartedAgain
        case .stop, .restart:
            // Stopping what has stopped is fine with the engine.
            guard container.isRunning else {
                if act == .stop { return .empty(304) }
                throw .notStartedAgain
            }
            // A container that is stopped to be started anew is lost to the swarm all the same:
            // its agent sees the process end, and the task with it.
            try await stop(container, query, view)
            return .empty(204)
        case .pause, .unpause:
            guard container.isRunning else {
                throw EngineError(
                    status: 409,
                    message: "Container \(container.id) is not running"
                )
            }
            throw .cannot("pause a simulated container's process: docker container stop ends it")
        case .rename:
            throw .cannot("rename a task's container: the swarm knows it by its name")
        case .update:
            throw .cannot("change a task's container: docker service update changes its service")
        case .kill: return .empty(204)
        }
    }

    /// Asks the process to end and waits until it has.
    private func stop(
        _ container: ContainerView,
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) {
        var grace: Duration?
        if let text = query["t"], !text.isEmpty {
            guard let seconds = Int64(text), seconds < 1_000_000_000 else {
                throw EngineError(
                    status: 400,
                    message: "strconv.Atoi: parsing \"\(text)\": invalid syntax"
                )
            }
            // Less than nothing means for ever.
            grace = seconds < 0 ? .seconds(1_000_000_000) : .seconds(seconds)
        }
        await feed.tell(container.event("kill", ["signal": "15"], at: view.snapshot))
        _ = try await session.perform(.stopContainer(container.task.id, grace: grace))
        await ended(container)
        await feed.tell(container.event("stop", at: await session.snapshot()))
    }

    private func killed(
        _ name: String,
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let container: ContainerView
        do throws(EngineError) {
            container = try await self.container(name, view)
        } catch {
            throw EngineError(
                status: error.status,
                message: "Cannot kill container: \(name): \(error.message)"
            )
        }
        guard container.isRunning else {
            throw EngineError(
                status: 409,
                message: "Cannot kill container: \(name): Container \(container.id) is not running"
            )
        }
        let signal = query["signal"].flatMap { $0.isEmpty ? nil : $0 } ?? "KILL"
        _ = try await session.perform(.signalContainer(container.task.id, signal: signal))
        await feed.tell(container.event("kill", ["signal": signal], at: view.snapshot))
        if ["KILL", "SIGKILL", "9"].contains(signal.uppercased()) { await ended(container) }
        return .empty(204)
    }

    /// Returns when a container's process has ended, or the client waits no longer.
    private func ended(_ container: ContainerView) async {
        guard let machines = session as? any MachineSession, let node = container.task.nodeID
        else { return }
        for await _ in await session.snapshots() {
            let machine = await machines.machine(of: node)
            if machine?.containers[container.task.id] == nil { return }
        }
    }

    func prunedContainers(_ view: EngineView) async throws(EngineError) -> APIReply {
        let ended = await containers(view).filter { $0.state == .exited }
        for container in ended {
            await ledger.remove(container.id)
            await feed.tell(container.event("destroy", at: view.snapshot))
        }
        return try .json(
            [
                "ContainersDeleted": ended.isEmpty
                    ? nil : JSONValue(ended.map { $0.id.description }),
                "SpaceReclaimed": 0,
            ] as JSONValue
        )
    }
}

extension EngineError {
    /// Says what skep does not do, and what does it instead.
    static func cannot(_ text: String) -> EngineError {
        EngineError(status: 501, message: "skep does not \(text)")
    }

    /// Said to who wants a container that has ended to run again.
    static let notStartedAgain = cannot(
        "start a task's container again: the swarm has a new task in its place"
    )
}
