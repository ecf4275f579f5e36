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
    var total: Int { tracker.slots.count }
    var up: Int { tracker.count(.up) }
    var working: Int { tracker.count(.working) }
    var isActive: Bool { tracker.state?.isActive == true }
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
        guard isActive else { return nil }
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
            tracker.slots[place].map { RolloutRow($0, reading: self) }
        }
    }

    /// The first place that is being worked on, or has failed; the place after the last one up.
    var firstActivePlace: Int? {
        tracker.places.firstIndex {
            guard let stage = tracker.slots[$0]?.stage else { return false }
            return stage == .working || stage == .failed
        }
    }
}

/// One line of the rollout screen.
struct RolloutRow: Sendable {
    enum Phase: Int, Hashable, Sendable, CaseIterable {
        case assign, prepare, start, watch
    }

    enum State: Hashable, Sendable {
        case untouched
        /// Waits for a node, with the scheduler's reason.
        case blocked(String)
        /// Created, and held back until the old task is down or the restart delay is over.
        case held
        case working(Phase)
        case watched(left: Duration)
        case done
        /// Was as it is wanted before the rollout began.
        case kept
        /// Stopped on request; another one takes its place.
        case stopped
        case failed(String)
    }

    let slot: SlotProgress
    let state: State
    /// Seconds spent in each phase that was entered, in order.
    let phases: [(phase: Phase, spent: Duration)]

    init(_ slot: SlotProgress, reading: RolloutReading) {
        self.slot = slot
        state = Self.state(of: slot, reading: reading)
        phases =
            state == .kept ? [] : slot.new.map { Self.phases(of: $0, reading: reading) } ?? []
    }

    private static func state(of slot: SlotProgress, reading: RolloutReading) -> State {
        guard let new = slot.new else { return .untouched }
        switch new.state {
        case .new, .pending:
            return new.error.isEmpty ? .working(.assign) : .blocked(new.error)
        case .assigned, .accepted: return .working(.assign)
        case .preparing: return .working(.prepare)
        case .ready: return new.desired == .ready ? .held : .working(.prepare)
        case .starting: return .working(.start)
        case .running:
            if reading.tracker.isKept(new) { return .kept }
            let since = new.milestones.running ?? new.since
            let left = reading.config.effectiveMonitor - (reading.now - since)
            return reading.isActive && left > .zero ? .watched(left: left) : .done
        case .shutdown, .remove: return .stopped
        case .complete, .failed, .rejected, .orphaned:
            return .failed(new.error.isEmpty ? new.state.word : new.error)
        }
    }

    private static func phases(
        of task: TaskGlimpse,
        reading: RolloutReading
    ) -> [(phase: Phase, spent: Duration)] {
        let stones = task.milestones
        let watchEnd = stones.running.map {
            min($0 + reading.config.effectiveMonitor, stones.ended ?? reading.now)
        }
        let starts: [(Phase, Moment?)] = [
            (.assign, stones.created), (.prepare, stones.preparing), (.start, stones.starting),
            (.watch, stones.running),
        ]
        let entered = starts.compactMap { phase, moment in moment.map { (phase, $0) } }
        return entered.enumerated().map { index, start in
            let next = index + 1 < entered.count ? entered[index + 1].1 : nil
            let open = start.0 == .watch ? watchEnd : stones.ended
            let end = next ?? open ?? reading.now
            return (start.0, max(.zero, end - start.1))
        }
    }
}
