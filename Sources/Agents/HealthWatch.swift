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

    private(set) var schedule: ProbeSchedule
    private let retries: Int64
    /// The first probe whose failure counts, as long as none has succeeded.
    private var firstCounting: Int64 = 1
    /// The first probe that finds the application up; ``never`` if none does.
    private let firstHealthy: Int64
    private let failure: HealthBehavior.Failure?
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
        failure = isBreakable ? behavior.failure : nil
        requestsPerSecond = profile.requestsPerSecond
        retries = max(1, Int64(config.retries))
        schedule = ProbeSchedule(config, length: min(probeTime, timeout))
        firstHealthy = schedule.first(from: up)
        firstFailing = Self.never
        firstFailing = firstFailingProbe(from: 1, extra: 0)
        if firstHealthy < min(firstFailing, schedule.earlyProbes) {
            // Once it is healthy there is no hurry any more.
            schedule.earlyProbes = firstHealthy
            firstFailing = firstFailingProbe(from: 1, extra: 0)
        }
        firstCounting = schedule.first(from: config.startPeriod.nanoseconds)
    }

    /// How many requests the container has served by then, `extra` ones included.
    func requests(by time: Int64, extra: Int64) -> Int64 {
        schedule.startedCount(by: time) + Self.background(requestsPerSecond, time) + extra
    }

    /// What nobody in particular has asked of a container by then.
    static func background(_ perSecond: Double, _ time: Int64) -> Int64 {
        Int64((perSecond * Double(max(0, time)) / 1e9).rounded(.down))
    }

    /// Whether the application is well at `time`, when `extra` requests have come from outside.
    func isWell(at time: Int64, extra: Int64) -> Bool {
        switch failure {
        case .afterTime(let limit): time < limit.nanoseconds
        case .afterRequests(let limit): requests(by: time, extra: extra) <= limit
        case nil: true
        }
    }

    /// Notes that `extra` requests in all have come from outside by `time`.
    mutating func note(extraRequests extra: Int64, at time: Int64) {
        let next = schedule.startedCount(by: time) + 1
        guard case .afterRequests = failure, firstFailing >= next else { return }
        firstFailing = firstFailingProbe(from: next, extra: extra)
    }

    /// The first probe, `from` or later, that finds the application broken.
    private func firstFailingProbe(from: Int64, extra: Int64) -> Int64 {
        switch failure {
        case .afterTime(let time): schedule.first(from: time.nanoseconds)
        case .afterRequests(let limit): firstProbe(beyond: limit, from: from, extra: extra)
        case nil: Self.never
        }
    }

    /// The first probe, `from` or later, with which the requests are more than the limit.
    ///
    /// Requests only grow, so halving finds it.
    private func firstProbe(beyond limit: Int64, from: Int64, extra: Int64) -> Int64 {
        func isBeyond(_ probe: Int64) -> Bool {
            let before = Self.background(requestsPerSecond, schedule.start(of: probe))
            return probe + before + extra > limit
        }
        var low = from
        let farthest = Self.never / (schedule.interval + schedule.length)
        var high = min(max(from, limit + 1), farthest)
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
    /// The probes of a health check, `length` nanoseconds each.
    ///
    /// While the start period lasts they follow each other by the start interval, if there is one.
    fileprivate init(_ config: HealthConfig, length: Int64) {
        self.length = length
        interval = max(1_000_000, config.interval.nanoseconds)
        startInterval = max(1_000_000, config.startInterval.nanoseconds)
        let period = config.startPeriod.nanoseconds
        let isShortened = config.startInterval > .zero && period > 0
        earlyProbes = isShortened ? (period - 1) / (startInterval + length) + 1 : 0
    }
}
