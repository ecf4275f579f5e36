import Basics
import SwarmModel

/// How far a rollout is: everything the rollout screen says, for one moment.
///
/// - Source: §7.3 to §7.6.
struct RolloutReading: Sendable {
    let tracker: RolloutTracker
    let now: Moment
    /// The time from creation to running that is usual in this rollout.
    let medianSpan: Duration?

    /// Reads a rollout off a service and its tasks alone, or off what a tracker has remembered.
    init(service: Service, tasks: [SwarmTask], now: Moment, tracker: RolloutTracker? = nil) {
        self.init(tracker: tracker ?? RolloutTracker(service: service, tasks: tasks), now: now)
    }

    init(tracker: RolloutTracker, now: Moment) {
        self.tracker = tracker
        self.now = now
        medianSpan = tracker.spans.isEmpty ? nil : tracker.spans.sorted()[tracker.spans.count / 2]
    }

    var config: UpdateConfig { tracker.config }
    var total: Int { tracker.count }
    var up: Int { tracker.count(.up) }
    var working: Int { tracker.count(.working) }
    var isActive: Bool { tracker.state?.isActive == true }
    /// Whether it stands still by its own knobs.
    var isHeld: Bool { isActive && remaining > 0 && UpdateHold.isHeld(tracker.service.spec) }
    /// Slots that still need their first running new task.
    var remaining: Int { total - up }

    /// How long the last slot is watched after it came up: delay, then one more period (UPD-51).
    var watch: Duration {
        let monitor = config.effectiveMonitor
        return config.delay + (config.delay >= monitor ? config.delay + .seconds(1) : monitor)
    }

    /// When the rollout is complete if nothing fails any more; `nil` while slots are missing.
    var completesAt: Moment? {
        guard isActive, remaining == 0, let last = tracker.lastRunning else { return nil }
        return last + watch
    }

    /// Whether Swarm waits though every slot is new: for a task that was lost before it ran (UPD-25).
    var isStuck: Bool {
        completesAt.map { now - $0 > Self.lateness } == true
    }
    /// What the end of an update may take in a busy swarm.
    private static let lateness = Duration.seconds(10)

    /// The number of failures that makes the updater act; `nil` if it never does (UPD-30, UPD-33).
    var failuresToAct: Int? {
        guard config.failureAction != .continue, config.maxFailureRatio < 1, total > 0 else {
            return nil
        }
        let guess = Int((Float(total) * config.maxFailureRatio).rounded(.down))
        return (max(1, guess - 1)...guess + 2).first {
            Float($0) / Float(total) > config.maxFailureRatio
        }
    }

    /// Which batch of slots is at work, and how many there are; `nil` when all go at once.
    var batch: (current: Int, count: Int)? {
        guard isActive, config.parallelism > 0, remaining > 0 else { return nil }
        let width = Int(clamping: config.parallelism)
        let count = (total + width - 1) / width
        return count > 1 ? (min(up / width + 1, count), count) : nil
    }

    /// How long it will still take, by the slots that are done.
    var estimate: Duration? {
        guard isActive, !isHeld else { return nil }
        if let end = completesAt { return max(.zero, end - now) }
        guard let span = medianSpan else { return nil }
        let width = config.parallelism == 0 ? total : Int(clamping: config.parallelism)
        let rounds = (remaining + width - 1) / max(1, width)
        return (span + config.delay) * rounds + watch
    }

    /// How long the rollout has taken so far, or took.
    var elapsed: Duration? {
        guard let start = tracker.startedAt else { return nil }
        return (tracker.service.updateStatus?.completedAt ?? now) - start
    }

    /// The rows of some places, in order.
    func rows(_ range: Range<Int>) -> [RolloutRow] {
        tracker.places[range.clamped(to: 0..<tracker.places.count)].compactMap { place in
            tracker.slot(at: place).map { RolloutRow($0, reading: self) }
        }
    }

    /// The first place that is being worked on, or has failed; the place after the last one up.
    var firstActivePlace: Int? {
        tracker.places.firstIndex {
            guard let stage = tracker.slot(at: $0)?.stage else { return false }
            return stage == .working || stage == .failed
        }
    }
}
