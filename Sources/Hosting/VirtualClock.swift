import Basics
import ClusterPorts

/// Turns the host's time into the cluster's: stopped, as fast, or ×N.
struct VirtualClock: Sendable {
    /// Cluster seconds per second that may be asked for.
    static let speeds = 0.01...10_000.0

    private var anchor: Moment
    private var anchorTime: Duration
    private(set) var state: ClockState

    /// A clock that shows `moment` at `time`.
    init(showing moment: Moment, at time: Duration, state: ClockState) {
        anchor = moment
        anchorTime = time
        self.state = state
    }

    /// What the clock shows at `time`.
    func moment(at time: Duration) -> Moment {
        guard !state.isPaused, time > anchorTime else { return anchor }
        return anchor + scaled(time - anchorTime, by: state.speed)
    }

    /// When the clock will have reached `moment`; `nil` if it never will.
    func time(of moment: Moment) -> Duration? {
        if moment <= anchor { return anchorTime }
        guard !state.isPaused else { return nil }
        return anchorTime + scaled(moment - anchor, by: 1 / state.speed)
    }

    /// Goes on in another way from `time` on.
    mutating func change(to state: ClockState, at time: Duration) {
        self = VirtualClock(showing: moment(at: time), at: time, state: state)
    }

    /// Sets the clock back to `moment`: the cluster could not keep up.
    mutating func fallBack(to moment: Moment, at time: Duration) {
        self = VirtualClock(showing: moment, at: time, state: state)
    }

    private func scaled(_ duration: Duration, by factor: Double) -> Duration {
        if factor == 1 { return duration }
        let nanoseconds = Double(duration.nanoseconds) * factor
        // A hundred years and more; nothing waits that long.
        return .nanoseconds(Int64(min(nanoseconds, 4e18).rounded(.up)))
    }
}
