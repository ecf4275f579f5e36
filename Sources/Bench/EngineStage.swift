import Basics
import ClusterPorts
import EngineAPI
import EngineClient
import EngineServer
import Glibc
import Hosting
import ImageCatalogFile
import SwarmModel
import SwarmStore

/// An embedded cluster with many tasks whose engine is served.
struct EngineStage: Sendable {
    let session: HostSession
    let server: EngineServer
    let path: String
    let services: [ServiceID]

    var target: EngineTarget { EngineTarget(address: .socket(path: path), name: "bench") }

    static func open(services count: Int, tasks: Int) async throws -> EngineStage {
        var configuration = HostConfiguration(
            storage: .memory,
            name: "bench",
            seed: 7,
            catalog: .standard
        )
        configuration.preloadsImages = true
        let host = try await ClusterHost.open(configuration)
        let session = HostSession(host)
        for number in 1...100 {
            let role: NodeRole = number == 1 ? .manager : .worker
            _ = try await session.perform(.addNode(NewNode(hostname: "n\(number)", role: role)))
        }
        await host.skip(.seconds(5))
        var ids: [ServiceID] = []
        for number in 0..<count {
            var spec = ServiceSpec(name: "service-\(number)")
            spec.task.container.image = "plain:1"
            spec.mode = .replicated(replicas: UInt64(tasks / count))
            let made = try await session.perform(.createService(spec)).createdID
            if let id = made.flatMap({ ServiceID($0) }) { ids.append(id) }
        }
        await host.skip(.seconds(120))
        let path = "/tmp/skep-bench-\(getpid()).sock"
        let server = EngineServer(
            session: session,
            roster: MachineRoster(session: session),
            identity: EngineIdentity(version: "bench")
        )
        _ = try await server.start([.init(try ListenAddress("unix://" + path))])
        return EngineStage(session: session, server: server, path: path, services: ids)
    }

    /// One replica more or less of a service; its id and new version.
    func touch(_ index: Int) async throws -> (ServiceID, UInt64) {
        let id = services[index]
        guard let service = await session.snapshot().store.service(id) else {
            throw Unmeasurable("the service is gone")
        }
        var spec = service.spec
        let replicas = spec.mode.replicas ?? 1
        spec.mode = .replicated(replicas: replicas.isMultiple(of: 2) ? replicas - 1 : replicas + 1)
        _ = try await session.perform(
            .updateService(id, version: service.meta.version, spec: spec)
        )
        return (id, await session.snapshot().store.service(id)?.meta.version ?? 0)
    }

    func replicas(of id: ServiceID) async -> UInt64 {
        await session.snapshot().store.service(id)?.spec.mode.replicas ?? 0
    }

    /// Removes the containers of some tasks that run, as a crash of them would be.
    func breakTasks(_ count: Int, of index: Int) async {
        let store = await session.snapshot().store
        let running = store.tasks(of: services[index]).filter {
            $0.state == .running && $0.desiredState == .running
        }
        for task in running.prefix(count) {
            _ = try? await session.perform(.removeContainer(task.id))
        }
    }

    func close() async {
        await server.stop()
        await session.close()
    }
}
