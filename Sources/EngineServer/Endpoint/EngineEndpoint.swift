import ClusterPorts
import EngineAPI
import SwarmModel

/// The engine of one machine: answers the Engine API's requests from a cluster session.
struct EngineEndpoint: Sendable {
    let session: any ClusterSession
    let roster: MachineRoster
    let feed: EventFeed
    let ledger: ContainerLedger
    let identity: EngineIdentity
    /// The machine's host name; `nil` = a manager's engine that can help.
    let machine: String?
    var pause = Pause.real

    /// How long a call hangs that waits for a leader.
    static let patience = Duration.seconds(20)

    /// Answers one request.
    func answer(_ request: APIRequest) async -> APIAnswer {
        guard let route = Route(method: request.method, parts: request.target.parts) else {
            let refusal = Route.refusal(method: request.method, parts: request.target.parts)
            return .reply(.failure(refusal ?? .pageNotFound))
        }
        do throws(EngineError) {
            return try await answer(route, request)
        } catch {
            return .reply(.failure(error))
        }
    }

    private func answer(
        _ route: Route,
        _ request: APIRequest
    ) async throws(EngineError) -> APIAnswer {
        let view = try await roster.view(of: machine)
        do throws(EngineError) {
            return try await answer(route, request, view)
        } catch  where error == .deadlineExceeded && view.readingRefusal == error {
            // Refused by this engine for want of a leader: the call hangs until there is one.
            return try await answer(route, request, try await viewWithLeader())
        }
    }

    /// The machine's view as soon as its engine can read the swarm's state, or when nobody waits
    /// any longer.
    private func viewWithLeader() async throws(EngineError) -> EngineView {
        let found: EngineView? = await withTaskGroup(of: EngineView?.self) { group in
            group.addTask {
                for await _ in await session.snapshots() {
                    guard let view = try? await roster.view(of: machine) else { return nil }
                    if view.readingRefusal != .deadlineExceeded { return view }
                }
                return nil
            }
            group.addTask {
                _ = await pause.wait(Self.patience)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        if let found { return found }
        return try await roster.view(of: machine)
    }

    private func answer(
        _ route: Route,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIAnswer {
        if let reply = try view.reading(route, request, identity) { return .reply(reply) }
        if let reply = try await carriedOut(route, request, view) { return .reply(reply) }
        if let reply = try await swarmReply(route, request, view) { return .reply(reply) }
        if let reply = try await containerReply(route, request, view) { return .reply(reply) }
        if let reply = try await imageReply(route, request, view) { return .reply(reply) }
        if let answer = try await streamAnswer(route, request, view) { return answer }
        if let answer = try await execAnswer(route, request, view) { return answer }
        throw .pageNotFound
    }

    // MARK: - Commands

    /// The plain data of a secret, to be compared with what a client sends.
    private func data(of secret: String, _ view: EngineView) async -> [UInt8]? {
        guard let id = try? view.secret(secret).id else { return nil }
        return await (session as? any MachineSession)?.plainData(of: id)
    }

    /// Carries out what changes an object of the swarm; `nil` for any other call.
    private func carriedOut(
        _ route: Route,
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply? {
        let query = request.target.query
        switch route {
        case .createService:
            return try await created(try view.createService(request), view)
        case .updateService(let name):
            let outcome = try await perform(try view.updateService(name, request), view)
            let warnings: JSONValue = outcome.warnings.isEmpty ? nil : JSONValue(outcome.warnings)
            return try .json(["Warnings": warnings] as JSONValue)
        case .removeService(let name):
            return try await done(try view.removeService(name), 200, view)
        case .updateNode(let name):
            return try await done(try view.updateNode(name, request), 200, view)
        case .removeNode(let name):
            return try await done(try view.removeNode(name, query), 200, view)
        case .createSecret: return try await created(try view.createSecret(request), view)
        case .updateSecret(let name):
            return try await done(
                try view.updateSecret(name, request, held: await data(of: name, view)),
                200,
                view
            )
        case .removeSecret(let name): return try await done(try view.removeSecret(name), 204, view)
        case .createConfig: return try await created(try view.createConfig(request), view)
        case .updateConfig(let name):
            return try await done(try view.updateConfig(name, request), 200, view)
        case .removeConfig(let name): return try await done(try view.removeConfig(name), 204, view)
        case .createNetwork:
            let outcome = try await perform(try view.createNetwork(request), view)
            return try .json(
                ["Id": .string(outcome.createdID ?? ""), "Warning": ""] as JSONValue,
                status: 201
            )
        case .removeNetwork(let name):
            return try await done(try view.removeNetwork(name), 204, view)
        case .pruneNetworks: return try await prunedNetworks(query, view)
        case .removeVolume(let name):
            guard let command = try view.removeVolume(name, query) else { return .empty(204) }
            // A machine's volumes are its engine's alone, whoever manages the swarm.
            _ = try await session.perform(command)
            return .empty(204)
        case .createVolume: return try await createdVolume(request, view)
        case .pruneVolumes: return try await prunedVolumes(request, view)
        default: return nil
        }
    }

    /// Carries a command out as this machine's engine takes it in.
    func perform(
        _ command: ClusterCommand,
        _ view: EngineView
    ) async throws(EngineError) -> CommandOutcome {
        try await session.perform(command, via: machine == nil ? nil : view.node?.id)
    }

    private func done(
        _ command: ClusterCommand,
        _ status: Int,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        _ = try await perform(command, view)
        return .empty(status)
    }

    private func created(
        _ command: ClusterCommand,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let outcome = try await perform(command, view)
        if outcome.warnings.isEmpty { return .created(outcome.createdID ?? "") }
        var body: JSONValue = ["ID": .string(outcome.createdID ?? "")]
        body = body.adding("Warnings", JSONValue(outcome.warnings))
        return try .json(body, status: 201)
    }

    private func prunedNetworks(
        _ query: QueryItems,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        var names: [String] = []
        for network in try view.unusedNetworks(query)
        where (try? await perform(.removeNetwork(network.id), view)) != nil {
            names.append(network.name)
        }
        return try .json(
            ["NetworksDeleted": names.isEmpty ? nil : JSONValue(names)] as JSONValue
        )
    }

    private func createdVolume(
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        let name = (0..<64).map { _ in String(UInt8.random(in: 0..<16), radix: 16) }.joined()
        let outcome = try await session.perform(try view.createVolume(request, name: name))
        var reply = try await roster.view(of: machine).volumeReply(outcome.createdID ?? "")
        reply.status = 201
        return reply
    }

    private func prunedVolumes(
        _ request: APIRequest,
        _ view: EngineView
    ) async throws(EngineError) -> APIReply {
        var names: [String] = []
        let target = request.target
        for volume in try view.unusedVolumes(target.query, version: target.version) {
            let command = ClusterCommand.removeVolume(
                name: volume.name,
                node: volume.node,
                force: false
            )
            guard (try? await session.perform(command)) != nil else { continue }
            names.append(volume.name)
        }
        return try .json(
            [
                "VolumesDeleted": names.isEmpty ? nil : JSONValue(names), "SpaceReclaimed": 0,
            ] as JSONValue
        )
    }
}
