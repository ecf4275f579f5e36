import Basics
import ClusterPorts
import Testing

@testable import Hosting

@Suite struct VirtualClockTests {
    private let start = Moment(nanoseconds: 1_000)

    @Test func `at speed 1 the cluster's time is the host's`() {
        let clock = VirtualClock(showing: start, at: .seconds(5), state: ClockState())
        #expect(clock.moment(at: .seconds(5)) == start)
        #expect(clock.moment(at: .seconds(7)) == start + .seconds(2))
        #expect(clock.time(of: start + .seconds(2)) == .seconds(7))
        #expect(clock.time(of: start - .seconds(1)) == .seconds(5))
    }

    @Test func `a clock that is paused reaches no later moment`() {
        var clock = VirtualClock(showing: start, at: .zero, state: ClockState())
        clock.change(to: ClockState(isPaused: true), at: .seconds(1))
        #expect(clock.moment(at: .seconds(100)) == start + .seconds(1))
        #expect(clock.time(of: start + .seconds(2)) == nil)
        clock.change(to: ClockState(speed: 2), at: .seconds(100))
        #expect(clock.moment(at: .seconds(101)) == start + .seconds(3))
    }

    @Test(arguments: UInt64(1)...20)
    func `an alarm set for a moment never rings before it`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let speed = Double(random.next() % 1_000_000 + 1) / 1_000
            let clock = VirtualClock(
                showing: start,
                at: .seconds(3),
                state: ClockState(speed: speed)
            )
            let moment = start + .nanoseconds(Int64(random.next() % 1_000_000_000_000))
            guard let time = clock.time(of: moment) else {
                Issue.record("no time for \(moment)")
                continue
            }
            #expect(clock.moment(at: time) >= moment)
        }
    }
}
