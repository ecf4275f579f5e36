package import Basics

/// The time that a host goes by; tests turn its hands themselves.
package protocol HostClock: Sendable {
    /// Since some fixed point; never goes back.
    var now: Duration { get }
    var wallTime: WallTime { get }
    /// Returns once ``now`` has reached `time`, or earlier if the task is canceled.
    func sleep(until time: Duration) async
}

/// The computer's own clock, which stands still while the computer sleeps: a cluster does not have
/// to catch up with a night in a closed laptop.
package struct SystemHostClock: HostClock {
    private let clock = SuspendingClock()
    private let start: SuspendingClock.Instant

    package init() { start = clock.now }

    package var now: Duration { start.duration(to: clock.now) }
    package var wallTime: WallTime { WallTime(nanoseconds: SystemFiles.wallNanoseconds) }

    package func sleep(until time: Duration) async {
        // Only cancellation throws, and then the sleep is to end.
        try? await clock.sleep(until: start + time)
    }
}
