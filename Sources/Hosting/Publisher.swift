import Basics
import ClusterPorts
import SwarmStore

/// Hands snapshots to subscribers, the newest only and not too often.
struct Publisher {
    /// Of most clusters: the shortest time between two snapshots.
    ///
    /// A snapshot shares all its parts with the World, so that each lets the next changes copy what
    /// they touch. Where that is much, it is done more seldom.
    private static let interval = Duration.milliseconds(16)
    private static let hugeInterval = Duration.milliseconds(50)
    /// A cluster with more tasks is huge.
    private static let hugeCount = 20_000

    private var subscribers: [UInt64: AsyncStream<ClusterSnapshot>.Continuation] = [:]
    private var count: UInt64 = 0
    private var isWaiting = false
    /// Counts the snapshots that went out.
    private(set) var edition: UInt64 = 0
    private var lastTime: Duration?
    /// The shortest time between two, as the cluster is now.
    private(set) var interval = Publisher.interval

    /// Notes that there is something new.
    mutating func note() { isWaiting = true }

    /// When the next snapshot may go out.
    ///
    /// - Parameter readersWait: whether log readers want to know, too.
    /// - Returns: `nil` while there is nothing new, or nobody to tell.
    func nextTime(readersWait: Bool) -> Duration? {
        guard isWaiting, readersWait || !subscribers.isEmpty else { return nil }
        return (lastTime ?? .zero) + interval
    }

    func isDue(at time: Duration) -> Bool {
        guard isWaiting else { return false }
        return lastTime.map { time - $0 >= interval } ?? true
    }

    mutating func publish(_ snapshot: ClusterSnapshot, at time: Duration) {
        isWaiting = false
        edition += 1
        lastTime = time
        interval =
            snapshot.store.taskCount > Self.hugeCount ? Self.hugeInterval : Self.interval
        for (_, continuation) in subscribers { continuation.yield(snapshot) }
    }

    /// Adds a subscriber, who gets `first` at once.
    ///
    /// - Parameters:
    ///   - first: what there is now.
    ///   - onEnd: called with the subscriber's number when it stops reading.
    /// - Returns: the stream, which keeps one snapshot and drops older ones.
    mutating func subscribe(
        first: ClusterSnapshot,
        onEnd: @escaping @Sendable (UInt64) -> Void
    ) -> AsyncStream<ClusterSnapshot> {
        count += 1
        let number = count
        let (stream, continuation) = AsyncStream.makeStream(
            of: ClusterSnapshot.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        continuation.onTermination = { _ in onEnd(number) }
        continuation.yield(first)
        subscribers[number] = continuation
        return stream
    }

    mutating func unsubscribe(_ number: UInt64) { subscribers[number] = nil }

    mutating func finish() {
        for (_, continuation) in subscribers { continuation.finish() }
        subscribers = [:]
    }
}
