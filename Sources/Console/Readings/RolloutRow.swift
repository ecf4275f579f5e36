import Basics
import SwarmModel

/// One line of the rollout screen.
struct RolloutRow: Sendable {
    enum Phase: Int, Hashable, Comparable, Sendable, CaseIterable {
        case assign, prepare, start, watch

        static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

        /// The phase before; the first has none.
        var previous: Phase { Phase(rawValue: rawValue - 1) ?? self }
    }

    /// A stretch of time in one phase, or in several of which nobody saw where one ended.
    struct Stretch: Hashable, Sendable {
        let phases: ClosedRange<Phase>
        let spent: Duration

        /// Whether it is known to be all one phase's.
        var isSeen: Bool { phases.lowerBound == phases.upperBound }
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
    /// The time that was spent, in order, without a gap.
    let stretches: [Stretch]

    init(_ slot: SlotProgress, reading: RolloutReading) {
        self.slot = slot
        state = Self.state(of: slot, reading: reading)
        stretches =
            state == .kept ? [] : slot.new.map { Self.stretches(of: $0, reading: reading) } ?? []
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
}

// MARK: - Time spent

extension RolloutRow {
    /// Cuts the task's time at the moments that were seen.
    ///
    /// An engine tells a task's newest state only: what lies between two states that skep saw is one
    /// stretch of all phases between them.
    private static func stretches(
        of task: TaskGlimpse,
        reading: RolloutReading
    ) -> [Stretch] {
        let stones = task.milestones
        let starts: [(phase: Phase, moment: Moment?)] = [
            (.assign, stones.created), (.prepare, stones.preparing), (.start, stones.starting),
            (.watch, stones.running),
        ]
        let entered = starts.compactMap { start in start.moment.map { (start.phase, $0) } }
        return entered.enumerated().map { index, start in
            let (phase, moment) = start
            if index + 1 < entered.count {
                let (next, end) = entered[index + 1]
                return Stretch(
                    phases: phase...max(phase, next.previous),
                    spent: max(.zero, end - moment)
                )
            }
            let last = lastPhase(of: task, known: phase, isSampled: reading.tracker.isSampled)
            let end = stones.ended ?? reading.now
            let watched = moment + reading.config.effectiveMonitor
            return Stretch(
                phases: phase...max(phase, last),
                spent: max(.zero, (phase == .watch ? min(watched, end) : end) - moment)
            )
        }
    }

    /// How far a task has come whose last known phase is `known`.
    private static func lastPhase(of task: TaskGlimpse, known: Phase, isSampled: Bool) -> Phase {
        switch task.state {
        case .new, .pending, .assigned, .accepted: .assign
        case .preparing, .ready: .prepare
        case .starting: .start
        case .running: .watch
        // It may have run between two looks.
        case .complete, .shutdown, .failed, .rejected, .remove, .orphaned:
            isSampled ? .watch : known
        }
    }
}
