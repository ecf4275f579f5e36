import Basics
import Cells
import ClusterPorts
import Console
import SwarmModel
import SwarmStore
import SwarmWorld

/// The console on a huge cluster: 1,000 nodes, 100,000 tasks, at 200x50.
struct ConsoleFixture {
    static let size = Size(columns: 200, rows: 50)
    /// When the console's day begins; any moment will do.
    private static let morning = WallTime(nanoseconds: 1_800_000_000_000_000_000)

    private(set) var cluster: ClusterFixture
    private(set) var model: ConsoleModel
    private var ticks = 0

    init(screen: String) throws {
        cluster = try ClusterFixture(nodes: 1_000)
        try cluster.createService(replicas: 100_000)
        model = ConsoleModel(settings: ConsoleSettings(startScreen: screen))
        send(.input(.resize(Self.size)))
        takeSnapshot()
    }

    /// Tells the console what the cluster is like now.
    mutating func takeSnapshot() {
        let world = cluster.world
        send(
            .snapshot(
                ClusterSnapshot(
                    store: world.store,
                    now: world.now,
                    epoch: Self.morning + (.zero - world.now),
                    source: .simulated(name: "bench"),
                    managers: world.managersSummary
                )
            )
        )
    }

    /// Sends a message, at one and the same time of the wall.
    mutating func send(_ message: ConsoleMessage) {
        _ = model.update(.time(Self.morning))
        _ = model.update(message)
    }

    mutating func press(_ key: Key) { send(.input(.key(key))) }

    /// Draws the screen.
    func draw() -> Grid { view(model, size: Self.size) }

    /// Pauses a node, or takes it back: one row of the nodes table changes.
    mutating func toggleNode() throws {
        guard let node = cluster.store.nodes.first else { throw Unmeasurable("no node") }
        var spec = node.spec
        spec.availability = spec.availability == .active ? .pause : .active
        try cluster.perform(.updateNode(node.id, version: node.meta.version, spec: spec))
    }
}
