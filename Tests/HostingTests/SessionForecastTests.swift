import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Hosting

/// Looking ahead through a session, and what its host then does.
@Suite struct SessionForecastTests {
    @Test func `a session's forecast of a drain is what its host then does, task for task`()
        async throws
    {
        let kit = HostKit()
        let host = try await kit.openSwarm(managers: 3)
        try await host.createService("web", replicas: 8)
        await kit.run(host, .seconds(33))
        let session = HostSession(host)
        let node = try #require(
            await host.store.nodes.first { $0.description.hostname == "worker" }
        )
        var spec = node.spec
        spec.availability = .drain
        let drain = ClusterCommand.updateNode(node.id, version: node.meta.version, spec: spec)
        let before = try await host.bytes()
        let forecast = try await session.forecast(ForecastRequest([drain]))
        #expect(try await host.bytes() == before)
        #expect(forecast.basis == .exact)
        #expect(!forecast.replicas.isEmpty)
        _ = try await session.perform(drain)
        kit.clock.advance(by: forecast.end - (await host.now))
        let store = await host.store
        let tasks = forecast.services.flatMap { store.tasks(of: $0.service) }
            .map { Forecast.TaskEnd($0) }.sorted { $0.id < $1.id }
        #expect(tasks == forecast.tasks)
    }

    @Test func `a session explains a placement, and says when there is no such task`() async throws
    {
        let kit = HostKit()
        let host = try await kit.openSwarm()
        let service = try await host.createService("web", replicas: 2)
        let session = HostSession(host)
        let report = try await session.placement(of: .next(service))
        #expect(report.rows.count == 2)
        #expect(!report.isEstimate)
        await kit.run(host, .seconds(10))
        let task = try #require(await host.store.tasks(of: service).first)
        #expect(try await session.placement(of: .task(task.id)).node == task.nodeID)
        _ = try await session.perform(.removeService(service))
        await kit.run(host, .seconds(10))
        let words = await failure { _ = try await session.placement(of: .task(task.id)) }
        #expect(words == "task \(task.id) not found")
    }
}
