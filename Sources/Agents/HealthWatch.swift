import Basics
import SwarmModel

/// What a container's engine says of its health.
package enum ContainerHealth: String, Hashable, Codable, Sendable {
    /// There is no check, or it is switched off.
    case none
    case starting, healthy, unhealthy
}

/// The health of one container over time, worked out instead of probed.
///
/// Nothing in a simulated application comes by surprise, so the probe that changes something can
/// be computed, and a healthy container costs nothing. Times are nanoseconds since the process
/// started.
///
/// - Source: AGT-26; the engine's own monitor for start period, retries and timeout.
struct HealthWatch: Hashable, Codable, Sendable {
    static let never = ProbeSchedule.never

    let schedule: ProbeSchedule
    private let retries: Int64
    /// The first probe whose failure counts, as long as none has succeeded.
    private let firstCounting: Int64
    /// The first probe that finds the application up; ``never`` if none does.
    private let firstHealthy: Int64
    private let requestLimit: Int64
    private let requestsPerSecond: Double
    /// The first probe that finds it broken, for good; ``never`` if none does.
    private(set) var firstFailing: Int64

    /// - Parameters:
    ///   - config: interval, timeout, retries and start period as they hold for the container.
    ///   - profile: how the application feels over time, and how often it is asked.
    ///   - isBreakable: whether nothing in the environment keeps it from failing.
    ///   - probeTime: how long it needs to answer, in nanoseconds.
    init(_ config: HealthConfig, profile: ImageProfile, isBreakable: Bool, probeTime: Int64) {
        let timeout = config.timeout.nanoseconds
        let behavior = profile.health
        let answers = !behavior.isNeverHealthy && probeTime < timeout
        let up = answers ? behavior.healthyAfter.nanoseconds : Self.never
        var schedule = ProbeSchedule(
            interval: max(1_000_000, config.interval.nanoseconds),
            length: min(probeTime, timeout),
            earlyProbes: 0,
            startInterval: max(1_000_000, config.startInterval.nanoseconds)
        )
        schedule.shorten(until: config.startPeriod.nanoseconds, orUp: up, config.startInterval)
        self.schedule = schedule
        retries = max(1, Int64(config.retries))
        firstCounting = schedule.first(from: config.startPeriod.nanoseconds)
        firstHealthy = schedule.first(from: up)
        requestsPerSecond = profile.requestsPerSecond
        var limit = Self.never
        firstFailing = Self.never
        if isBreakable, case .afterRequests(let requests) = behavior.failure { limit = requests }
        if isBreakable, case .afterTime(let time) = behavior.failure {
            firstFailing = schedule.first(from: time.nanoseconds)
        }
        requestLimit = limit
        if limit < Self.never { firstFailing = firstProbeBeyondLimit(from: 1, extra: 0) }
    }

    /// How many requests the container has served by then, `extra` ones included.
    func requests(by time: Int64, extra: Int64) -> Int64 {
        schedule.startedCount(by: time) + Self.background(requestsPerSecond, time) + extra
    }

    /// What nobody in particular has asked of a container by then.
    static func background(_ perSecond: Double, _ time: Int64) -> Int64 {
        Int64((perSecond * Double(max(0, time)) / 1e9).rounded(.down))
    }

    /// Notes that `extra` requests in all have come from outside by `time`.
    mutating func note(extraRequests extra: Int64, at time: Int64) {
        guard requestLimit < Self.never else { return }
        let next = schedule.startedCount(by: time) + 1
        guard firstFailing >= next else { return }
        firstFailing = firstProbeBeyondLimit(from: next, extra: extra)
    }

    /// The first probe, `from` or later, with which the requests are more than it bears.
    ///
    /// Requests only grow, so halving finds it.
    private func firstProbeBeyondLimit(from: Int64, extra: Int64) -> Int64 {
        func isBeyond(_ probe: Int64) -> Bool {
            let before = Self.background(requestsPerSecond, schedule.start(of: probe))
            return probe + before + extra > requestLimit
        }
        var low = from
        let farthest = Self.never / (schedule.interval + schedule.length)
        var high = min(max(from, requestLimit + 1), farthest)
        guard from <= high, isBeyond(high) else { return Self.never }
        while low < high {
            let middle = low + (high - low) / 2
            if isBeyond(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// When the first good probe ends; ``never`` if it gives up before.
    var healthyAt: Int64 {
        isEverHealthy ? schedule.end(of: firstHealthy) : Self.never
    }

    /// When it is found unhealthy; ``never`` if it stays well.
    var unhealthyAt: Int64 { schedule.end(of: unhealthyProbe) }

    private var isEverHealthy: Bool {
        firstHealthy < firstFailing && firstHealthy < firstCounting + retries
    }

    private var unhealthyProbe: Int64 {
        if isEverHealthy {
            return firstFailing >= Self.never ? Self.never : firstFailing + retries - 1
        }
        return firstCounting + retries - 1
    }

    func health(at time: Int64) -> ContainerHealth {
        if time >= unhealthyAt { return .unhealthy }
        return time >= healthyAt ? .healthy : .starting
    }

    /// How many probes have failed in a row by then, as far as they count.
    func failingStreak(at time: Int64) -> Int64 {
        let ended = schedule.endedCount(by: time)
        let first = isEverHealthy && ended >= firstHealthy ? firstFailing : firstCounting
        if ended >= firstHealthy, ended < firstFailing, isEverHealthy { return 0 }
        return max(0, ended - first + 1)
    }

    /// Whether a probe finds the application well.
    func isWell(_ probe: Int64) -> Bool { probe >= firstHealthy && probe < firstFailing }
}

extension ProbeSchedule {
    /// Makes the first probes follow each other by the start interval, while the start period
    /// lasts and the application is not up; not at all without a start interval.
    fileprivate mutating func shorten(until startPeriod: Int64, orUp up: Int64, _ given: Duration) {
        guard given > .zero, startPeriod > 0 else { return }
        let step = startInterval + length
        let inPeriod = (startPeriod - 1) / step + 1
        let untilUp =
            up >= Self.never ? Self.never : max(1, (max(0, up) + length + step - 1) / step)
        earlyProbes = min(inPeriod, untilUp)
    }
}
