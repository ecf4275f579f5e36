import EngineAPI

extension EngineEndpoint {
    /// The longest body of a command that is carried out at once.
    private static let bodyMaximum = 65_536

    /// Whether the answer takes so little time that nobody is held up who waits for it.
    ///
    /// A command waits for the disk, but no longer than whoever reads the cluster waits for it.
    func isBrief(_ request: APIRequest) -> Bool {
        guard let route = Route(method: request.method, parts: request.target.parts) else {
            return false
        }
        switch route {
        case .ping, .version, .swarm, .node, .service, .secret, .config: return true
        case .nodes, .services:
            return roster.listsAreShort && request.target.query["status"] == nil
        case .createService, .updateService, .updateNode, .createSecret, .removeSecret,
            .createConfig, .removeConfig, .createNetwork, .removeNetwork:
            return request.body.count <= Self.bodyMaximum
        default: return false
        }
    }
}
