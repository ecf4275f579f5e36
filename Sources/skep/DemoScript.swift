import Basics
import ClusterPorts
import Compose
import Console
import Hosting
import StackDeployment
import SwarmModel
import SwarmStore

/// What the demo does by itself: five nodes, four stacks, and an update while the user looks on.
struct DemoScript: Sendable {
    /// How long the demo's cluster has been running when the user first sees it.
    static let age = Duration.seconds(900)
    /// When the update begins, counted from the first frame; in cluster time.
    private static let updateDelay = Duration.seconds(6)

    let host: ClusterHost
    private let deeds: DeedFile
    /// What the demo asks of the cluster, as it asks it.
    let operations: AsyncStream<ForeignOperation>
    private let asked: AsyncStream<ForeignOperation>.Continuation
    private var session: HostSession { HostSession(host) }

    init(host: ClusterHost, in folder: StateFolder) {
        self.host = host
        deeds = DeedFile(folder)
        (operations, asked) = AsyncStream.makeStream()
    }

    /// Builds the cluster and lets it settle.
    func prepare() async throws {
        let setup = ClusterSetup(session: session)
        try await noting(.beginSwarm(nodes: 5)) { try await setup.addNodes(5) }
        await host.skip(.seconds(20))
        try await noting(.labelNode("node2", label: "storage=raid")) {
            try await setup.label("node2", "storage", "raid")
        }
        for stack in DemoFiles.stacks {
            try await deploy(stack.name, stack.files)
            await host.skip(.seconds(45))
        }
        let rest = Self.age - (await host.now - .zero)
        if rest > .zero { await host.skip(rest) }
    }

    /// Begins the update once the user has had a look, unless it has been begun before.
    func play() async {
        guard (try? await Task.sleep(for: Self.updateDelay)) != nil else { return }
        let api = await session.snapshot().store.service(named: "numbers_numbers-api")
        guard let api, api.previousSpec == nil, api.updateStatus == nil else { return }
        try? await deploy(DemoFiles.update.0, DemoFiles.update.1)
    }

    private func deploy(_ name: String, _ files: [String]) async throws {
        let stack = try DemoFiles.stack(of: files)
        try await noting(.deployStack(name, files: files)) {
            try await StackDeployer(session: session).deploy(stack, as: name) { _ in }
        }
    }

    /// Does something, and tells that it was asked and what came of it.
    private func noting(
        _ deed: ForeignOperation.Deed,
        _ work: () async throws -> Void
    ) async throws {
        let start = await wallTime
        var trouble: (any Error)?
        do { try await work() } catch { trouble = error }
        let words = trouble.map { "\($0)" }
        let operation = ForeignOperation(
            deed,
            by: "demo",
            at: start,
            finishedAt: await wallTime,
            refusal: words
        )
        deeds.add(operation)
        asked.yield(operation)
        if let trouble { throw trouble }
    }

    private var wallTime: WallTime {
        get async {
            let snapshot = await session.snapshot()
            return snapshot.wallTime(of: snapshot.now)
        }
    }
}

/// Builds a cluster step by step.
struct ClusterSetup: Sendable {
    let session: any ClusterSession

    /// Adds `node1` and so on; the first so many, or three (or fewer), are managers.
    ///
    /// The managers stand together in one data centre, the others in two more by turns.
    func addNodes(_ count: Int, managers: Int? = nil) async throws {
        let managers = managers ?? (count >= 3 ? 3 : 1)
        for number in 1...max(1, count) {
            _ = try await session.perform(
                .addNode(
                    NewNode(
                        hostname: "node\(number)",
                        role: number <= managers ? .manager : .worker,
                        zone: number <= managers ? "dc1" : "dc\(2 + (number - managers - 1) % 2)"
                    )
                )
            )
        }
    }

    /// Sets a label of a node.
    func label(_ hostname: String, _ key: String, _ value: String) async throws {
        let nodes = await session.snapshot().store.nodes
        guard let node = nodes.first(where: { $0.description.hostname == hostname }) else { return }
        var spec = node.spec
        spec.labels[key] = value
        _ = try await session.perform(
            .updateNode(node.id, version: node.meta.version, spec: spec)
        )
    }
}
