import Agents
import Basics
import ClusterPorts
import EngineAPI
import EngineServer
import Foundation
import Hosting
import ImageCatalogFile
import SwarmModel
import SwarmStore
import Testing

@testable import EngineClient

/// An embedded cluster of three machines whose engine is served at a socket, and a folder for both.
struct ServedEngine {
    let host: ClusterHost
    let session: HostSession
    let folder: URL
    private let server: EngineServer

    var socket: String { folder.appending(path: "engine.sock").path }
    var target: EngineTarget { EngineTarget(address: .socket(path: socket), name: "test") }

    static func start(seed: UInt64 = 7, nodes: Int = 3) async throws -> ServedEngine {
        var configuration = HostConfiguration(
            storage: .memory,
            name: "test",
            seed: seed,
            catalog: .standard
        )
        configuration.preloadsImages = true
        let host = try await ClusterHost.open(configuration)
        let session = HostSession(host)
        for number in 1...nodes {
            let role: NodeRole = number == 1 ? .manager : .worker
            _ = try await session.perform(.addNode(NewNode(hostname: "node\(number)", role: role)))
        }
        await host.skip(.seconds(5))
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "skep-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let server = EngineServer(
            session: session,
            roster: MachineRoster(session: session),
            identity: EngineIdentity(version: "test")
        )
        let served = ServedEngine(host: host, session: session, folder: folder, server: server)
        _ = try await server.start([.init(.unix(path: served.socket))])
        return served
    }

    func stop() async {
        await server.stop()
        await session.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func createService(_ name: String, replicas: UInt64) async throws -> ServiceID {
        var spec = ServiceSpec(name: name)
        spec.task.container.image = "nginx:1.27"
        spec.mode = .replicated(replicas: replicas)
        let id = try await session.perform(.createService(spec)).createdID
        return try #require(id.flatMap { ServiceID($0) })
    }

    /// Another number of replicas, as somebody else would set it.
    func scale(_ id: ServiceID, to replicas: UInt64) async throws {
        let service = try #require(await session.snapshot().store.service(id))
        var spec = service.spec
        spec.mode = .replicated(replicas: replicas)
        _ = try await session.perform(
            .updateService(id, version: service.meta.version, spec: spec)
        )
    }
}
