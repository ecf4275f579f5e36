import Agents
import Basics
import ClusterPorts
import Compose
import Foundation
import Hosting
import ImageCatalogFile
import StackDeployment
import SwarmModel
import SwarmStore
import Testing

/// Every stack of the notes' chapters 13 and 14, deployed into a living cluster.
@Suite struct NotesStacksTests {
    private static let stacks = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "stacks")

    private func load(_ files: [String]) throws -> ComposeStack {
        let sources = try files.map { name in
            let url = Self.stacks.appending(path: name)
            return SourceFile(path: url.path, bytes: Array(try Data(contentsOf: url)))
        }
        return try ComposeLoader.load(ComposeInput(files: sources)) { path throws(UnreadableFile) in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw UnreadableFile(reason: path)
            }
            return Array(data)
        }
    }

    /// Five nodes, the label and the external objects that the notes prepare.
    private func cluster() async throws -> HostSession {
        let configuration = HostConfiguration(
            storage: .memory,
            name: "notes",
            seed: 3,
            catalog: .standard
        )
        let host = try await ClusterHost.open(configuration)
        let session = HostSession(host)
        try await session.setClock(ClockState(isPaused: true))
        for number in 1...5 {
            let role: NodeRole = number <= 3 ? .manager : .worker
            _ = try await session.perform(
                .addNode(
                    NewNode(hostname: "node\(number)", role: role, labels: ["storage": "raid"])
                )
            )
        }
        await host.skip(.seconds(30))
        _ = try await session.perform(
            .createConfig(ConfigSpec(name: "todo-list-config", data: Array("{}".utf8)))
        )
        _ = try await session.perform(
            .createSecret(SecretSpec(name: "todo-list-secret", data: .plain(Array("{}".utf8))))
        )
        return session
    }

    private func running(_ session: HostSession, _ service: Service) async -> Int {
        await session.snapshot().store.tally(of: service.id).running
    }

    @Test(arguments: [
        ["todo-list/v1.yml"], ["todo-list/v2.yml"], ["todo-list/v3.yml"], ["todo-list/v4.yml"],
        ["todo-list/v5.yml"], ["todo-list/v6.yml"], ["image-gallery/docker-compose.yml"],
        ["image-gallery/exercise.yml"], ["timecheck/timecheck.yml"],
        ["numbers/docker-compose.yml", "numbers/prod.yml"],
        [
            "numbers/docker-compose.yml", "numbers/prod.yml", "numbers/prod-healthcheck.yml",
            "numbers/v2.yml",
        ],
        [
            "numbers/docker-compose.yml", "numbers/prod.yml", "numbers/prod-healthcheck.yml",
            "numbers/prod-update-config.yml", "numbers/v3.yml",
        ],
        ["numbers/docker-compose.yml", "numbers/prod-full.yml", "numbers/v5.yml"],
    ])
    func `it deploys and all its tasks run`(files: [String]) async throws {
        let session = try await cluster()
        let stack = try load(files)
        try await StackDeployer(session: session).deploy(stack, as: "notes") { _ in }
        await session.host.skip(.seconds(180))
        let store = await session.snapshot().store
        for service in store.services {
            let wanted = service.spec.mode.replicas.map(Int.init) ?? 5
            #expect(await running(session, service) == wanted, "\(service.name)")
        }
        #expect(store.serviceCount == stack.services.count)
        await session.close()
    }

    @Test func `the broken version rolls itself back, the mended one stays`() async throws {
        let session = try await cluster()
        let base = ["numbers/docker-compose.yml", "numbers/prod-full.yml"]
        let deployer = StackDeployer(session: session)
        for version in ["numbers/v3.yml", "numbers/v5-bad.yml"] {
            try await deployer.deploy(try load(base + [version]), as: "numbers") { _ in }
            await session.host.skip(.seconds(240))
        }
        var api = try #require(
            await session.snapshot().store.service(named: "numbers_numbers-api")
        )
        #expect(api.updateStatus?.state == .rollbackCompleted)
        #expect(api.spec.task.container.image.hasSuffix(":v3"))
        #expect(await running(session, api) == 6)
        try await deployer.deploy(try load(base + ["numbers/v5.yml"]), as: "numbers") { _ in }
        await session.host.skip(.seconds(240))
        api = try #require(await session.snapshot().store.service(named: "numbers_numbers-api"))
        #expect(api.updateStatus?.state == .completed)
        #expect(api.spec.task.container.image.hasSuffix(":v5"))
        await session.close()
    }

    @Test func `a stack that is removed leaves its named volumes`() async throws {
        let session = try await cluster()
        try await StackDeployer(session: session)
            .deploy(try load(["todo-list/v5.yml"]), as: "todo") { _ in }
        await session.host.skip(.seconds(120))
        #expect(await session.snapshot().store.volumes.map(\.name) == ["todo_todo-db-data"])
        try await StackRemoval(session: session).remove("todo") { _ in }
        await session.host.skip(.seconds(60))
        let store = await session.snapshot().store
        #expect(store.serviceCount == 0 && store.taskCount == 0)
        #expect(store.volumes.map(\.name) == ["todo_todo-db-data"])
        await session.close()
    }
}
