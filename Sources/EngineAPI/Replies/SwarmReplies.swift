import Basics
package import SwarmModel
import SwarmStore

// The swarm itself.
extension EngineView {
    func swarmReply() throws(EngineError) -> APIReply {
        try requireManager()
        let cluster = try JSONValue(encoding: EngineCluster(store.cluster, epoch: epoch, tls: tls))
        let tokens = store.cluster.joinTokens
        return try .json(
            cluster.adding(
                "JoinTokens",
                [
                    "Worker": .string(tokens?.worker ?? ""),
                    "Manager": .string(tokens?.manager ?? ""),
                ]
            )
        )
    }

    func unlockKeyReply() throws(EngineError) -> APIReply {
        try requireManager()
        return try .json(["UnlockKey": .string(store.cluster.unlockKey ?? "")] as JSONValue)
    }

    /// `POST /swarm/update` without its rotations.
    package func updateCluster(_ request: APIRequest) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        let version = try request.target.query.version(of: "swarm")
        try requireManager()
        let authority = body["CAConfig"]
        guard authority?["SigningCACert"]?.text ?? "" == "",
            authority?["ExternalCAs"]?.elements ?? [] == []
        else {
            throw EngineError(
                status: 501,
                message: "skep's nodes are simulated and have no certificates: a swarm's authority "
                    + "is its own, and can only be rotated"
            )
        }
        let wanted = try APIRequest.decode(EngineClusterSpec.self, from: body)
        return .updateCluster(version: version, spec: wanted.merged(into: store.cluster.spec))
    }
}
