import Agents
import Basics
package import ClusterPorts
import SwarmModel
import SwarmStore
package import SwarmWorld

extension ClusterHost {
    /// The cluster as it is now, with everything that is due.
    package func snapshot() -> ClusterSnapshot {
        look()
        return makeSnapshot()
    }

    func makeSnapshot() -> ClusterSnapshot {
        var snapshot = ClusterSnapshot(
            store: world.store,
            now: now,
            epoch: identity.epoch,
            source: .simulated(name: identity.name),
            clock: virtualClock.state,
            managers: world.managersSummary,
            topology: topology
        )
        snapshot.loadBalancers = world.loadBalancers
        snapshot.forecasts = .exact
        snapshot.era = era
        snapshot.earliest = earliestMoment
        return snapshot
    }

    /// Read anew only when it became another one: a World that is passed on is copied.
    private var topology: NetworkTopology {
        if topologyReading.isOutdated(world.topologyEdition) { topologyReading.read(world) }
        return topologyReading.reading
    }

    /// Whether a node's machine runs, and is still that node.
    func standing(of node: NodeID) -> MachineStanding {
        look()
        return world.agents.hasLeft(node) ? .left : world.agents.isPoweredOn(node) ? .on : .off
    }

    /// What a node's engine answers to one who wants to look at the swarm now.
    func readingRefusal(by node: NodeID?) -> EngineError? {
        look()
        return world.readingRefusal(by: node)
    }

    /// Snapshots as they come, at most some sixty a second; a slow reader gets the newest only.
    package func snapshots() -> AsyncStream<ClusterSnapshot> {
        guard !isClosed else { return AsyncStream { $0.finish() } }
        return publisher.subscribe(first: snapshot()) { [weak self] number in
            Task { await self?.unsubscribe(number) }
        }
    }

    /// How many snapshots went out so far.
    package var publishedCount: UInt64 { publisher.edition }

    private func unsubscribe(_ number: UInt64) { publisher.unsubscribe(number) }

    /// The World as it is, for who looks deeper than a snapshot goes, or tries something out.
    ///
    /// It is a copy: whatever is done with it, the cluster does not change.
    package func worldNow() -> World {
        look()
        return world
    }

    /// The same with the moment that it is: the World's own may be some time ago.
    func worldAndMoment() -> (world: World, moment: Moment) { (worldNow(), now) }

    /// The plain data of a secret, for a container that it is mounted in.
    ///
    /// `nil` when it is gone, or cannot be opened.
    func plainData(of id: SecretID) -> [UInt8]? {
        guard let secret = world.store.secret(id) else { return nil }
        return try? secrets.plainData(of: secret.spec.data, journal: keeper.journal)
    }

    /// What a reader of logs looks at.
    func logView() -> LogView {
        look()
        return LogView(
            store: world.store,
            agents: world.agents,
            now: now,
            edition: publisher.edition,
            isClosed: isClosed
        )
    }

    /// Waits for news for a reader of logs: another edition than the one it knows, or a moment.
    ///
    /// Returns early when the reader's task is canceled, and at once when the host is closed.
    func waitForNews(after edition: UInt64, until moment: Moment?) async {
        guard !isClosed, edition == publisher.edition else { return }
        let time = moment.flatMap { virtualClock.time(of: $0) }
        let number = readers.nextNumber()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { return continuation.resume() }
                readers.add(number, until: time, continuation)
                rearm()
            }
        } onCancel: {
            Task { await readerLeft(number) }
        }
    }

    private func readerLeft(_ number: UInt64) { readers.wake(number) }
}

/// The newest reading of the links, kept as long as it holds.
struct TopologyReading {
    private var edition: UInt64?
    private(set) var reading = NetworkTopology()

    func isOutdated(_ newest: UInt64) -> Bool { edition != newest }

    mutating func read(_ world: World) {
        reading = world.networkTopology
        edition = world.topologyEdition
    }
}

/// Readers of logs that wait for more.
struct LogReaders {
    private struct Waiting {
        let time: Duration?
        let continuation: CheckedContinuation<Void, Never>
    }

    private var waiting: [UInt64: Waiting] = [:]
    private var count: UInt64 = 0

    var isEmpty: Bool { waiting.isEmpty }

    /// When the next reader wants to be woken, by the host's time.
    var nextTime: Duration? { waiting.values.compactMap(\.time).min() }

    mutating func nextNumber() -> UInt64 {
        count += 1
        return count
    }

    mutating func add(
        _ number: UInt64,
        until time: Duration?,
        _ continuation: CheckedContinuation<Void, Never>
    ) {
        waiting[number] = Waiting(time: time, continuation: continuation)
    }

    mutating func wake(_ number: UInt64) {
        waiting.removeValue(forKey: number)?.continuation.resume()
    }

    mutating func wake(upTo time: Duration) {
        for (number, reader) in waiting where reader.time.map({ $0 <= time }) ?? false {
            wake(number)
        }
    }

    mutating func wakeAll() {
        for number in waiting.keys { wake(number) }
    }
}
