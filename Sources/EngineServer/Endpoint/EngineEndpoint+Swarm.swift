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
        let first = try view.firstNode(body)
        if view.store.nodeCount > 0 {
            throw EngineError(
                status: 501,
                message: "skep keeps one swarm, and it has begun already: join it with docker "
                    + "swarm join, or begin another with skep serve --fresh --state DIR"
            )
        }
        let outcome = try await session.perform(.addNode(first))
        let id = outcome.createdID ?? ""
        if let node = NodeID(id) { await roster.joined(view.machine, as: node) }
        // Clients ask the new manager at once, and an election may take a moment.
        for await snapshot in await session.snapshots() where snapshot.managers.leader != nil {
            break
        }
        let begun = try await roster.view(of: view.machine)
        let spec = begun.firstSpec(body)
        if spec != begun.store.cluster.spec {
            let version = begun.store.cluster.meta.version
            _ = try await session.perform(.updateCluster(version: version, spec: spec))
        }
        return try .json(JSONValue.string(id))
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
