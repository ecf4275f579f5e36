import Basics
import SwarmModel

/// What a command takes on the Engine API: what must be read first, and what is sent then.
///
/// A spec is never sent as skep knows it: what the command changed is put into the spec as the
/// engine has it, so that fields skep does not model stay as they are.
enum EngineCommand: Sendable {
    /// Ready to be sent.
    case request(EngineRequest)
    /// The object's own JSON is read, its version compared, and its spec changed by `edit`.
    ///
    /// Without a version, whichever it has will do.
    case edit(
        object: String,
        version: UInt64?,
        query: [String: String],
        edit: @Sendable (JSONValue) throws -> JSONValue
    )
    /// Only a simulated cluster can do it, or only another engine; words for the user.
    case impossible(String)

    init(_ command: ClusterCommand) throws {
        switch command {
        case .createService, .updateService, .rollbackService, .removeService:
            self = try Self.service(command)
        case .updateNode(let id, let version, let spec):
            self = .edit(object: "/nodes/\(id)", version: version, query: [:]) { old in
                try old.changed(as: NodeSpec.self) { $0 = spec }
            }
        case .removeNode(let id, let force):
            let query = force ? [(name: "force", value: "1")] : []
            self = .request(EngineRequest(.delete, "/nodes/\(id)", query: query))
        case .updateCluster(let version, let spec):
            self = .edit(object: "/swarm", version: version, query: [:]) { old in
                let before = EngineClusterSpec(
                    try old.decoded(EngineClusterSpec.self).merged(into: spec)
                )
                let after = EngineClusterSpec(spec)
                return old.applying(
                    changeFrom: try JSONValue(encoding: before),
                    to: try JSONValue(encoding: after)
                )
            }
        case .rotateJoinToken(let role):
            self = Self.rotation(
                role == .manager ? "rotateManagerToken" : "rotateWorkerToken"
            )
        case .rotateUnlockKey: self = Self.rotation("rotateManagerUnlockKey")
        default: self = try Self.object(command)
        }
    }

    /// The swarm's own spec is sent as it is, with the wish for something new.
    private static func rotation(_ wish: String) -> EngineCommand {
        .edit(object: "/swarm", version: nil, query: [wish: "true"]) { $0 }
    }

    private static func service(_ command: ClusterCommand) throws -> EngineCommand {
        switch command {
        case .createService(let spec):
            return .request(
                EngineRequest(.post, "/services/create", body: try JSONValue(encoding: spec))
            )
        case .updateService(let id, let version, let spec):
            let query = ["registryAuthFrom": "spec"]
            return .edit(object: "/services/\(id)", version: version, query: query) { old in
                try old.changed(as: ServiceSpec.self) { $0 = spec }
            }
        case .rollbackService(let id, let version):
            let query = ["registryAuthFrom": "spec", "rollback": "previous"]
            return .edit(object: "/services/\(id)", version: version, query: query) { $0 }
        case .removeService(let id): return .request(EngineRequest(.delete, "/services/\(id)"))
        default: return .impossible(simulationOnly)
        }
    }

    private static func object(_ command: ClusterCommand) throws -> EngineCommand {
        switch command {
        case .createNetwork(let spec):
            var body = try JSONValue(encoding: spec)
            body["CheckDuplicate"] = .bool(true)
            return .request(EngineRequest(.post, "/networks/create", body: body))
        case .removeNetwork(let id): return .request(EngineRequest(.delete, "/networks/\(id)"))
        case .createSecret(let spec):
            guard case .plain(let data) = spec.data else {
                return .impossible("the secret's data is not at hand")
            }
            let request = EngineSecretRequest(name: spec.name, labels: spec.labels, data: data)
            return .request(
                EngineRequest(.post, "/secrets/create", body: try JSONValue(encoding: request))
            )
        case .createConfig(let spec):
            let request = EngineSecretRequest(name: spec.name, labels: spec.labels, data: spec.data)
            return .request(
                EngineRequest(.post, "/configs/create", body: try JSONValue(encoding: request))
            )
        case .updateSecret(let id, let version, let labels):
            return .edit(object: "/secrets/\(id)", version: version, query: [:]) {
                $0.labeled(labels)
            }
        case .updateConfig(let id, let version, let labels):
            return .edit(object: "/configs/\(id)", version: version, query: [:]) {
                $0.labeled(labels)
            }
        case .removeSecret(let id): return .request(EngineRequest(.delete, "/secrets/\(id)"))
        case .removeConfig(let id): return .request(EngineRequest(.delete, "/configs/\(id)"))
        default: return .impossible(simulationOnly)
        }
    }

    static let simulationOnly = "only a simulated cluster can do that: this one is live"
}

extension JSONValue {
    /// This spec with what `change` changes in the part of it that skep models.
    func changed<Spec: Codable>(as type: Spec.Type, _ change: (inout Spec) -> Void) throws
        -> JSONValue
    {
        let before = try decoded(type)
        var after = before
        change(&after)
        return applying(
            changeFrom: try JSONValue(encoding: before),
            to: try JSONValue(encoding: after)
        )
    }

    fileprivate func labeled(_ labels: [String: String]) -> JSONValue {
        var spec = self
        spec["Labels"] = JSONValue(labels)
        return spec
    }
}
