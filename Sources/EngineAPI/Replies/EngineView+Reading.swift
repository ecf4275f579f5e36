package import SwarmModel

extension EngineView {
    /// Answers a call that only reads the cluster's state; `nil` for any other call.
    package func reading(
        _ route: Route,
        _ request: APIRequest,
        _ identity: EngineIdentity
    ) throws(EngineError) -> APIReply? {
        let query = request.target.query
        switch route {
        case .ping: return ping
        case .version: return try versionReply(identity)
        case .swarm: return try swarmReply()
        case .unlockKey: return try unlockKeyReply()
        case .nodes: return try nodeList(query)
        case .node(let name): return try nodeReply(name)
        case .services: return try serviceList(query)
        case .service(let name): return try serviceReply(name, query)
        case .tasks: return try taskList(query)
        case .task(let name): return try taskReply(name)
        case .secrets: return try secretList(query)
        case .secret(let name): return try secretReply(name)
        case .configs: return try configList(query)
        case .config(let name): return try configReply(name)
        case .networks: return try networkList(query)
        case .network(let name): return try networkReply(name, query)
        case .volumes: return try volumeList(query)
        case .volume(let name): return try volumeReply(name)
        case .plugins: return try .json([JSONValue]())
        case .plugin(let name):
            throw EngineError(status: 404, message: "plugin \"\(name)\" not found")
        case .distribution:
            // Quickly, so that nobody waits for a registry that is not asked (engine-api 4.4).
            throw EngineError(
                status: 403,
                message: "skep asks no registry: its images are simulated"
            )
        case .authenticate:
            throw EngineError(
                status: 401,
                message: "skep asks no registry: there is nowhere to log in"
            )
        default: return nil
        }
    }

    private var ping: APIReply {
        var reply = APIReply.text("OK")
        reply.headers = [
            .init("Builder-Version", "1"),
            .init("Swarm", swarmStateWord),
            .init("Cache-Control", "no-cache, no-store, must-revalidate"),
            .init("Pragma", "no-cache"),
        ]
        return reply
    }
}
