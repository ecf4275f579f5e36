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
    let feed = EventFeed()
    /// No time goes by where the server waits, unless a test says otherwise.
    var pause = Pause { _ in !Task.isCancelled }

    /// So many machines, node1 and so on: the first ones are managers, unless all are `fresh` and
    /// in no swarm.
    init(nodes: Int = 1, managers: Int = 1, fresh: Bool = false) async throws {
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
            let role: NodeRole = index < managers ? .manager : .worker
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
            feed: feed,
            ledger: ledger,
            identity: EngineIdentity(version: "test"),
            machine: machine,
            pause: pause
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

    /// Sends a request that is answered with a stream; gives the JSON of its first lines.
    func lines(
        _ method: String,
        _ path: String,
        to machine: String? = nil,
        maximum: Int = .max
    ) async throws -> [JSONValue] {
        let request = APIRequest(method: method, target: try APITarget("/v1.44" + path))
        guard case .stream(let stream) = await engine(machine).answer(request) else {
            Issue.record("\(method) \(path) was not answered with a stream")
            return []
        }
        var lines: [JSONValue] = []
        for await piece in stream.pieces {
            lines.append(try JSONParser.parse(piece))
            if lines.count == maximum { break }
        }
        return lines
    }

    /// Creates a service of one task and waits until that runs; gives its container's id.
    func container(of image: String, name: String = "web") async throws -> String {
        let spec: JSONValue = [
            "Name": .string(name), "TaskTemplate": ["ContainerSpec": ["Image": .string(image)]],
        ]
        #expect(try await send("POST", "/services/create", spec).status == 201)
        await host.skip(.seconds(20))
        let list = try await send("GET", "/containers/json")
        return try #require(list.json.elements.first?["Id"]?.text)
    }

    struct Answer {
        let status: Int
        let json: JSONValue
        var message: String { json["message"]?.text ?? "" }
    }
}
