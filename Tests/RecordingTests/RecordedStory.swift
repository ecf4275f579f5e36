import Basics
import ClusterPorts
import Hosting
import SwarmModel
import SwarmStore

@testable import Recording

/// A small cluster whose story is written down snapshot by snapshot.
struct RecordedStory {
    var snapshot: ClusterSnapshot
    private(set) var writer = RecordingWriter()
    private(set) var bytes: [UInt8]
    /// Each snapshot that was written, and when.
    private(set) var written: [(time: Duration, snapshot: ClusterSnapshot)] = []
    private var random = SeededGenerator(seed: 3)
    let service: ServiceID
    let node: NodeID

    static let start = WallTime(nanoseconds: 1_700_000_000_000_000_000)

    init() throws {
        var store = Store(
            cluster: Cluster(
                id: ClusterID(using: &random),
                joinTokens: JoinTokens(worker: "SWMTKN-w", manager: "SWMTKN-m"),
                unlockKey: "SWMKEY-1-x"
            )
        )
        store.beginTransaction()
        node = NodeID(using: &random)
        store.put(
            Node(id: node, spec: NodeSpec(role: .manager), status: NodeStatus(state: .ready))
        )
        service = ServiceID(using: &random)
        store.put(
            Secret(
                id: SecretID(using: &random),
                spec: SecretSpec(name: "password", data: .plain(Array("hunter2".utf8)))
            )
        )
        snapshot = ClusterSnapshot(
            store: store,
            now: .zero + .seconds(100),
            epoch: Self.start,
            source: .live(context: "prod"),
            managers: ManagersSummary(total: 1, reachable: 1, leader: node)
        )
        bytes = try writer.begin(RecordingHeader(program: "0.1.0", startedAt: Self.start))
    }

    /// Changes the cluster and writes it down.
    mutating func write(
        at time: Duration,
        _ change: (inout Store) -> Void = { _ in }
    ) throws {
        snapshot.store.beginTransaction()
        change(&snapshot.store)
        snapshot.now = .zero + .seconds(100) + time
        written.append((time, snapshot))
        bytes += try writer.write(snapshot, at: time)
    }

    mutating func write(event words: String, at time: Duration, isBad: Bool = false) throws {
        bytes += try writer.write([RecordedEvent(words: words, isBad: isBad)], at: time)
    }

    mutating func write(typed words: String, at time: Duration) throws {
        bytes += try writer.write(typed: words, at: time)
    }

    mutating func write(lines: [LogLine], at time: Duration) throws {
        bytes += try writer.write(lines, at: time)
    }

    mutating func end(at time: Duration) { bytes += writer.end(at: time) }

    /// A node's label counts the steps of a story of that many.
    static func counting(_ steps: Int) throws -> RecordedStory {
        var story = try RecordedStory()
        try story.write(at: .zero)
        let node = story.node
        for step in 1...steps {
            try story.write(at: .seconds(Int64(step))) { $0.label(node, "\(step)") }
            try story.write(event: "step \(step)", at: .seconds(Int64(step)), isBad: step % 5 == 0)
        }
        story.end(at: .seconds(Int64(steps) + 1))
        return story
    }
}

extension Store {
    mutating func label(_ id: NodeID, _ value: String) {
        guard var node = node(id) else { return }
        node.spec.labels["step"] = value
        put(node)
    }

    func label(of id: NodeID) -> String { node(id)?.spec.labels["step"] ?? "" }
}
