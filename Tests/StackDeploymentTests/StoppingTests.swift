import Basics
import ClusterPorts
import Compose
import StackDeployment
import SwarmModel
import SwarmStore
import Testing

/// Deployments and removals that the user stops on the way.
@Suite struct StoppingTests {
    private func demo() throws -> ComposeStack {
        try stack(StackDeployerTests.demo, files: StackDeployerTests.files)
    }

    @Test func `a deployment stops after its step and says what it left out`() async throws {
        let session = StubSession()
        let (demo, lines) = (try demo(), Lines())
        let error = await #expect(throws: StackError.self) {
            try await StackDeployer(session: session).deploy(
                demo,
                as: "demo",
                isStopped: { lines.all.count == 3 },
                report: { lines.take($0) }
            )
        }
        #expect(
            error
                == .stopped(
                    left: [
                        "Creating config demo_site", "Creating service demo_tick",
                        "Creating service demo_web",
                    ],
                    unanswered: nil
                )
        )
        let store = await session.store
        #expect(store.networks.count == 2)
        #expect(store.secrets.count == 1)
        #expect(store.configs.isEmpty)
    }

    @Test func `one that is stopped when nothing is left to send has ended as it should`()
        async throws
    {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        let demo = try demo()
        _ = try await StackDeployer(session: session)
            .deploy(demo, as: "demo", isStopped: { true }, report: { _ in })
    }

    @Test func `a removal stops after its step and says what it left out`() async throws {
        let session = StubSession()
        _ = try await session.deploy(demo(), as: "demo")
        let lines = Lines()
        let error = await #expect(throws: StackError.self) {
            try await StackRemoval(session: session).remove(
                "demo",
                isStopped: { lines.all.count == 4 },
                report: { lines.take($0) }
            )
        }
        #expect(
            error
                == .stopped(
                    left: ["Removing network demo_back", "Removing network demo_front"],
                    unanswered: nil
                )
        )
        #expect(await session.store.networks.count == 2)
        #expect(await session.store.services.isEmpty)
    }

    @Test func `a step that is never answered is given up, and told apart from what was left out`()
        async throws
    {
        let session = StubSession()
        await session.fallSilent(at: "createConfig")
        let (demo, lines) = (try demo(), Lines())
        let work = Task { () -> StackError? in
            do throws(StackError) {
                try await StackDeployer(session: session)
                    .deploy(demo, as: "demo", report: { lines.take($0) })
                return nil
            } catch {
                return error
            }
        }
        while lines.all.last != "Creating config demo_site" { await Task.yield() }
        work.cancel()
        #expect(
            await work.value
                == .stopped(
                    left: ["Creating service demo_tick", "Creating service demo_web"],
                    unanswered: "Creating config demo_site"
                )
        )
    }
}
