import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore
import SwarmWorld

// Steps of a clock that stands still, and other time lines.
extension ClusterHost {
    /// How far a step to the next event looks at most.
    private static let stepLimit = Duration.seconds(600)

    /// Goes on by one step, and stands still again.
    package func step(_ step: ClockStep) throws(EngineError) {
        var clock = snapshot().clock
        if !clock.isPaused {
            clock.isPaused = true
            try setClock(clock)
        }
        switch step {
        case .time(let duration): skip(duration)
        case .event:
            guard let next = nextEvent else {
                throw EngineError(
                    status: 409,
                    message: "nothing happens in the next \(Self.stepLimit.components.seconds) s"
                )
            }
            skip(next - now)
        }
    }

    /// When something is next to be seen in the cluster; found on a copy that is run ahead.
    private var nextEvent: Moment? {
        var ahead = worldNow()
        let limit = now + Self.stepLimit
        _ = ahead.apply(.timePassed, at: now)
        let version = ahead.store.version
        while let due = ahead.nextDeadline, due <= limit {
            _ = ahead.apply(.timePassed, at: due)
            if ahead.store.version != version { return due }
        }
        return nil
    }
}
