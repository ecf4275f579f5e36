import ClusterPorts

/// Hands snapshots to whoever listens, newest only: a slow reader misses some.
struct SnapshotFeed: Sendable {
    private var listeners: [AsyncStream<ClusterSnapshot>.Continuation] = []

    mutating func join(_ first: ClusterSnapshot) -> AsyncStream<ClusterSnapshot> {
        let (stream, listener) = AsyncStream<ClusterSnapshot>.makeStream(
            bufferingPolicy: .bufferingNewest(1)
        )
        listener.yield(first)
        listeners.append(listener)
        return stream
    }

    /// Gives everybody the snapshot; those who have gone are forgotten.
    mutating func publish(_ snapshot: ClusterSnapshot) {
        listeners.removeAll { listener in
            if case .terminated = listener.yield(snapshot) { return true }
            return false
        }
    }

    mutating func finish() {
        for listener in listeners { listener.finish() }
        listeners = []
    }
}
