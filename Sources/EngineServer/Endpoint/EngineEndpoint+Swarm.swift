import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import SwarmStore

// Beginning a swarm, joining, leaving, and the swarm's own settings.
extension EngineEndpoint {
    /// Answers what is asked of the swarm as a whole; `nil` for any other call.
    func swarmReply(
        _ route: Route,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply? {
        switch route {
        case .info: return try view.infoReply(identity, images: await images(view).count)
        case .initSwarm: return try await initialized(try request.json(), view)
        case .joinSwarm: return try await joined(try request.json(), view)
        case .leaveSwarm: return try await left(request.target.query, view)
        case .updateSwarm: return try await updated(request, view)
        case .unlock: return try await unlocked(try request.json(), view)
        default: return nil
        }
    }

    private func initialized(
        _ body: JSONValue,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        if body["ForceNewCluster"]?.flag ?? false, let node = view.node {
            _ = try await session.perform(.forceNewCluster(node.id))
            return try .json(JSONValue.string(node.id.description))
        }
        var first = try view.firstNode(body)
        if view.store.nodeCount > 0 { try await giveUp(view.store.nodes) }
        first.settings = try await roster.view(of: view.machine).firstSpec(body)
        let outcome = try await session.perform(.addNode(first))
        let id = outcome.createdID ?? ""
        if let node = NodeID(id) { await roster.joined(view.machine, as: node) }
        // Clients ask the new manager at once, and an election may take a moment.
        for await snapshot in await session.snapshots() where snapshot.managers.leader != nil {
            break
        }
        if let node = NodeID(id) { try? await welcome(node) }
        return try .json(JSONValue.string(id))
    }

    /// Makes room for another swarm, if all machines of this one have left it.
    private func giveUp(_ nodes: [Node]) async throws(EngineError) {
        guard let machines = session as? any MachineSession else { throw .isTaken }
        for node in nodes where await machines.standing(of: node.id) != .left { throw .isTaken }
        try await machines.beginAnew()
    }

    /// Waits until a manager has heard from a new node, as an engine does before it answers.
    private func welcome(_ node: NodeID) async throws(EngineError) {
        let isReady = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await snapshot in await session.snapshots()
                where snapshot.store.node(node)?.status.state == .ready { return true }
                return false
            }
            group.addTask {
                _ = await pause.wait(Self.patience)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        if !isReady { throw .joinsLater }
    }

    private func joined(
        _ body: JSONValue,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let command = try view.join(body)
        do throws(EngineError) {
            let outcome = try await session.perform(command)
            if let id = outcome.createdID.flatMap({ NodeID($0) }) {
                await roster.joined(view.machine, as: id)
                try await welcome(id)
            }
            return .empty()
        } catch {
            // An engine that cannot join fails, whoever's fault it was (engine-api 8).
            throw EngineError(
                status: error.status == 503 ? 503 : 500,
                message: error.message
            )
        }
    }

    private func left(
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        if view.isLocked { throw .swarmLocked }
        guard let node = view.node else { throw .notPartOfSwarm }
        _ = try await session.perform(.leaveSwarm(node.id, force: query.flag("force")))
        await roster.left(view.machine)
        return .empty()
    }

    private func updated(
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let query = request.target.query
        let command = try view.updateCluster(request)
        let rotatesWorker = try query.strictFlag("rotateWorkerToken")
        let rotatesManager = try query.strictFlag("rotateManagerToken")
        let rotatesKey = try query.strictFlag("rotateManagerUnlockKey")
        _ = try await perform(command, view)
        if rotatesWorker { _ = try await perform(.rotateJoinToken(.worker), view) }
        if rotatesManager { _ = try await perform(.rotateJoinToken(.manager), view) }
        if rotatesKey { _ = try await perform(.rotateUnlockKey, view) }
        return .empty()
    }

    private func unlocked(
        _ body: JSONValue,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        guard let node = view.node else { throw .notPartOfSwarm }
        guard view.isLocked else {
            throw EngineError(status: 409, message: "swarm is not locked")
        }
        let key = body["UnlockKey"]?.text ?? ""
        _ = try await session.perform(.unlockSwarm(node.id, key: key))
        return .empty()
    }
}

extension EngineError {
    /// What an engine says whose machine is not in the swarm yet, and goes on trying.
    fileprivate static let joinsLater = EngineError(
        status: 503,
        message: "Timeout was reached before node joined. The attempt to join the swarm will "
            + "continue in the background. Use the \"docker info\" command to see the current "
            + "swarm status of your node."
    )
    fileprivate static let isTaken = EngineError(
        status: 501,
        message: "skep keeps one swarm at a time, and this one has machines: join it with docker "
            + "swarm join, or let them all leave it first"
    )
}
