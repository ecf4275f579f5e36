import Basics
import Hosting
import Synchronization

/// A clock that stands still until a test turns its hands.
final class ManualClock: HostClock {
    private struct State {
        var now = Duration.zero
        var wallTime = WallTime(nanoseconds: 1_795_407_000_000_000_000)
        var sleepers: [Int: (time: Duration, continuation: CheckedContinuation<Void, Never>)] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    var now: Duration { state.withLock { $0.now } }
    var wallTime: WallTime { state.withLock { $0.wallTime } }

    /// How often somebody went to sleep.
    var sleepCount: Int { state.withLock { $0.count } }
    /// When the sleepers want to be woken, earliest first.
    var alarms: [Duration] { state.withLock { $0.sleepers.values.map(\.time).sorted() } }

    func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now += duration
            state.wallTime = state.wallTime + duration
            let due = state.sleepers.filter { $0.value.time <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    func sleep(until time: Duration) async {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if time <= state.now || Task.isCancelled { return true }
                    state.sleepers[number] = (time, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume()
        }
    }
}

/// A clock that goes on by a millisecond whenever somebody looks at it, as it does on a computer
/// that is too slow.
final class BusyClock: HostClock {
    private let state = Mutex(Duration.zero)

    var now: Duration {
        state.withLock { time in
            time += .milliseconds(1)
            return time
        }
    }

    var wallTime: WallTime { WallTime(nanoseconds: 0) }

    func advance(by duration: Duration) { state.withLock { $0 += duration } }

    /// Never returns before it is canceled.
    func sleep(until time: Duration) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in stream {}
        withExtendedLifetime(continuation) {}
    }
}
