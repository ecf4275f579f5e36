import ClusterPorts
import EngineAPI
import EngineServer
import Hosting
import ImageCatalogFile
import ProgramKit
import SwarmModel
import SwarmStore

/// skep's engines, each at a socket of its own: machines that are in no swarm yet.
struct ServedCluster {
    let host: ClusterHost
    let session: HostSession
    let server: EngineServer
    private let folder: ScratchFolder
    private let names: [String]

    /// Serves so many machines while the body runs.
    static func with(_ count: Int, _ body: (ServedCluster) async throws -> Void) async throws {
        let cluster = try await ServedCluster(count)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(cluster))
        } catch {
            result = .failure(error)
        }
        await cluster.server.stop()
        await cluster.session.close()
        try result.get()
    }

    private init(_ count: Int) async throws {
        folder = try ScratchFolder("contract")
        names = (1...count).map { "node\($0)" }
        var configuration = HostConfiguration(
            storage: .memory,
            name: "contract",
            seed: 11,
            catalog: .standard
        )
        configuration.preloadsImages = true
        host = try await ClusterHost.open(configuration)
        session = HostSession(host)
        server = EngineServer(
            session: session,
            roster: MachineRoster(session: session, fresh: names),
            identity: EngineIdentity(version: "contract")
        )
        var listeners: [EngineServer.Listener] = []
        for name in names {
            listeners.append(.init(try ListenAddress("\(folder.path)/\(name).sock"), machine: name))
        }
        _ = try await server.start(listeners)
    }

    func socket(_ number: Int) -> String { "\(folder.path)/node\(number).sock" }

    func power(_ number: Int, isOn: Bool) async throws {
        let snapshot = await session.snapshot()
        let node = snapshot.store.nodes.last { $0.description.hostname == "node\(number)" }
        guard let node else { return }
        _ = try await session.perform(.fault(isOn ? .powerOn(node.id) : .powerOff(node.id)))
    }
}
