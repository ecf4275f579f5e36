/// When the health probes of a container start and end.
///
/// Times are nanoseconds since the process started. Probe 1 starts one interval after that, each
/// further one an interval after the one before has ended. During the start period probes may
/// follow each other by a shorter start interval.
struct ProbeSchedule: Hashable, Codable, Sendable {
    /// A moment, or a probe, that never comes.
    static let never = Int64.max / 4

    var interval: Int64
    /// How long one probe takes.
    var length: Int64
    /// How many of the first probes follow each other by ``startInterval``.
    var earlyProbes: Int64
    var startInterval: Int64

    /// When a probe starts; probes count from 1.
    ///
    /// ``never`` for one that never comes.
    func start(of probe: Int64) -> Int64 {
        if probe >= Self.never { return Self.never }
        let early = min(probe, earlyProbes)
        return early * startInterval + (probe - early) * interval + (probe - 1) * length
    }

    func end(of probe: Int64) -> Int64 {
        probe >= Self.never ? Self.never : start(of: probe) + length
    }

    /// The first probe that starts at `time` or later; ``never`` for a time that never comes.
    func first(from time: Int64) -> Int64 {
        if time >= Self.never { return Self.never }
        let earlyEnd = earlyProbes == 0 ? 0 : end(of: earlyProbes)
        if time <= earlyEnd - length {
            return max(1, ceiling(time + length, startInterval + length))
        }
        return earlyProbes + max(1, ceiling(time - earlyEnd + length, interval + length))
    }

    /// How many probes have started before or at `time`.
    func startedCount(by time: Int64) -> Int64 { max(0, first(from: time + 1) - 1) }

    /// How many probes have ended before or at `time`.
    func endedCount(by time: Int64) -> Int64 { startedCount(by: time - length) }

    private func ceiling(_ dividend: Int64, _ divisor: Int64) -> Int64 {
        dividend <= 0 ? 0 : (dividend - 1) / divisor + 1
    }
}
