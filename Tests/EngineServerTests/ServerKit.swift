import Agents
import Basics
import ClusterPorts
import EngineAPI
import Hosting
import ImageCatalogFile
import SwarmModel
import Testing

@testable import EngineServer

/// An embedded cluster and the engines of its machines, without sockets.
struct ServerKit {
    let host: ClusterHost
    let session: HostSession
    let roster: MachineRoster
    let ledger = ContainerLedger()

    /// So many machines, node1 and so on: the first is the manager, unless all are `fresh` and
    /// in no swarm.
    init(nodes: Int = 1, fresh: Bool = false) async throws {
        var configuration = HostConfiguration(
            storage: .memory,
            name: "test",
            seed: 7,
            catalog: .standard
        )
        configuration.preloadsImages = true
        host = try await ClusterHost.open(configuration)
        session = HostSession(host)
        let names = (1...nodes).map { "node\($0)" }
        for (index, name) in names.enumerated() where !fresh {
            let role: NodeRole = index == 0 ? .manager : .worker
            _ = try await session.perform(.addNode(NewNode(hostname: name, role: role)))
        }
        roster = MachineRoster(session: session, fresh: fresh ? names : [])
        await host.skip(.seconds(5))
    }

    /// The engine of a machine; `nil` = the usual one.
    func engine(_ machine: String? = nil) -> EngineEndpoint {
        EngineEndpoint(
            session: session,
            roster: roster,
            feed: EventFeed(),
            ledger: ledger,
            identity: EngineIdentity(version: "test"),
            machine: machine
        )
    }

    /// Sends a request; the answer must be a whole one.
    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        to machine: String? = nil
    ) async throws -> Answer {
        let request = APIRequest(
            method: method,
            target: try APITarget("/v1.44" + path),
            body: try body.map { try APIReply.jsonBytes($0) } ?? []
        )
        guard case .reply(let reply) = await engine(machine).answer(request) else {
            Issue.record("\(method) \(path) was answered with a stream")
            return Answer(status: 0, json: .null)
        }
        let json =
            reply.contentType == APIReply.jsonType
            ? try JSONParser.parse(reply.body) : .null
        return Answer(status: reply.status, json: json)
    }

    struct Answer {
        let status: Int
        let json: JSONValue
        var message: String { json["message"]?.text ?? "" }
    }
}
