import Basics
import ClusterPorts
import Testing

@Suite struct ThinningTests {
    @Test func `the moments of a day lie wider apart the longer ago they are`() throws {
        var moments: [Moment] = []
        for second in 0..<86_400 {
            moments.append(.zero + .seconds(second))
            if moments.count > 48, let least = Thinning.leastMissed(of: moments) {
                moments.remove(at: least)
            }
        }
        #expect(moments.count == 48)
        #expect(moments.first == .zero)
        let last = try #require(moments.last)
        #expect(last == .zero + .seconds(86_399))
        for (earlier, later) in zip(moments, moments.dropFirst()) {
            let gap = (later - earlier).nanoseconds
            let age = (last - earlier).nanoseconds
            // Half an hour of the last hour would be too much, of the last day it is fine.
            #expect(gap <= max(2_000_000_000, age / 2), "\(earlier) to \(later)")
        }
    }

    @Test func `the beginning and the present stay`() {
        let moment = Moment.zero
        #expect(Thinning.leastMissed(of: []) == nil)
        #expect(Thinning.leastMissed(of: [moment, moment + .seconds(1)]) == nil)
        // A clock that stands still.
        #expect(Thinning.leastMissed(of: [moment, moment, moment]) == 1)
        let moments = [0, 10, 20, 21, 30].map { moment + .seconds($0) }
        #expect(Thinning.leastMissed(of: moments) == 1)
        #expect(Thinning.leastMissed(of: [0, 10, 11, 20, 40].map { moment + .seconds($0) }) == 2)
    }
}
