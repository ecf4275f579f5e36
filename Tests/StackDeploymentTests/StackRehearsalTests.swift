import Basics
import ClusterPorts
import Compose
import Hosting
import ImageCatalogFile
import StackDeployment
import SwarmModel
import SwarmStore
import Testing

/// What would come of a deployment, and what then does.
@Suite struct StackRehearsalTests {
    private func demo(_ text: String = StackDeployerTests.demo) throws -> ComposeStack {
        try stack(text, files: StackDeployerTests.files)
    }

    /// Three nodes whose clock stands still.
    private func cluster() async throws -> HostSession {
        let host = try await ClusterHost.open(
            HostConfiguration(storage: .memory, name: "test", seed: 3, catalog: .standard)
        )
        let session = HostSession(host)
        try await session.setClock(ClockState(isPaused: true))
        for number in 1...3 {
            let role: NodeRole = number == 1 ? .manager : .worker
            _ = try await session.perform(
                .addNode(NewNode(hostname: "node\(number)", role: role))
            )
        }
        await host.skip(.seconds(30))
        return session
    }

    @Test func `a deployment is looked ahead of without a trace, and then happens so`() async throws
    {
        let session = try await cluster()
        let forecast = try await session.rehearse(StackRehearsal(demo(), as: "demo"))
        #expect(await session.snapshot().store.services == [])
        #expect(await session.snapshot().store.configs == [])
        #expect(forecast.basis == .rehearsal)
        #expect(forecast.refusals == [] && forecast.obstacles == [] && forecast.isSettled)
        #expect(forecast.services.map(\.name) == ["demo_tick", "demo_web"])
        #expect(forecast.services.map(\.before) == [0, 0])
        #expect(forecast.services.map(\.after) == [3, 2])
        _ = try await StackDeployer(session: session).deploy(demo(), as: "demo") { _ in }
        await session.host.skip(.seconds(30))
        let store = await session.snapshot().store
        for replica in forecast.replicas {
            let service = try #require(
                store.service(
                    named: replica.name.hasPrefix("demo_tick")
                        ? "demo_tick" : "demo_web"
                )
            )
            let task = try #require(store.tasks(of: service.id, in: replica.place).last)
            #expect(task.nodeID == replica.to)
        }
        #expect(forecast.replicas.count == 5)
    }

    @Test func `a second deployment replaces the tasks of what changed, and no others`()
        async throws
    {
        let session = try await cluster()
        _ = try await StackDeployer(session: session).deploy(demo(), as: "demo") { _ in }
        await session.host.skip(.seconds(30))
        let text = StackDeployerTests.demo.replacing("web:1.0", with: "web:2.0")
        let forecast = try await session.rehearse(StackRehearsal(demo(text), as: "demo"))
        #expect(forecast.services.map(\.name) == ["demo_web"])
        #expect(forecast.services.map(\.update) == [.completed])
        #expect(forecast.replicas.count == 2)
        #expect(forecast.services.map(\.lowest) == [1])
        let same = try await session.rehearse(StackRehearsal(demo(), as: "demo"))
        #expect(same.services == [] && same.replicas == [] && same.isSettled)
    }

    @Test func `a deployment that the cluster refuses stops there, and says why`() async throws {
        let session = try await cluster()
        _ = try await session.perform(
            .createService(
                ServiceSpec(
                    name: "other",
                    task: TaskSpec(container: ContainerSpec(image: "web:1.0")),
                    endpoint: EndpointSpec(ports: [PortConfig(targetPort: 80, publishedPort: 8_300)]
                    )
                )
            )
        )
        await session.host.skip(.seconds(5))
        let taken = try await session.rehearse(StackRehearsal(demo(), as: "demo"))
        #expect(taken.refusals.count == 1)
        #expect(taken.refusals[0].contains("8300"))
        #expect(taken.services.map(\.name) == ["demo_tick"])
        let text = StackDeployerTests.demo.replacing(
            "networks: {back: , front: }",
            with: "networks: {back: {external: true, name: elsewhere}, front: }"
        )
        let missing = try await session.rehearse(StackRehearsal(demo(text), as: "demo"))
        #expect(missing.obstacles.count == 1)
        #expect(missing.obstacles[0].contains("elsewhere"))
        #expect(missing.services == [])
    }
}
