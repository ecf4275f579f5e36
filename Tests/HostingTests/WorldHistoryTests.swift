import Agents
import Basics
import SwarmModel
import SwarmWorld
import Testing

@testable import Hosting

/// What is kept so that the cluster can go back.
@Suite struct WorldHistoryTests {
    @Test func `inputs of a long day are bounded, and what is kept can still be made again`() {
        var world = World(seed: 3, catalog: ImageCatalog(), name: "a")
        var history = WorldHistory(world, sequence: 0, at: .zero)
        let count = WorldHistory.inputsKept * 3
        for sequence in 1...count {
            let moment = Moment.zero + .milliseconds(10 * sequence)
            history.note(
                JournalInput(sequence: UInt64(sequence), moment: moment, command: .rotateUnlockKey)
            )
            if sequence.isMultiple(of: 100) {
                _ = world.apply(.timePassed, at: moment)
                history.note(world, sequence: UInt64(sequence), at: .milliseconds(10 * sequence))
            }
            #expect(history.inputCount <= WorldHistory.inputsKept + 100)
        }
        #expect(history.earliest > .zero)
        let moment = Moment.zero + .milliseconds(10 * (count - 50))
        #expect(history.world(at: moment)?.sequence == UInt64(count - 50))
        #expect(history.world(at: history.earliest - .milliseconds(1)) == nil)
    }

    @Test func `a day's Worlds are few, from the beginning on, and each moment can be made again`()
    {
        var world = World(seed: 5, catalog: ImageCatalog(), name: "a")
        var history = WorldHistory(world, sequence: 0, at: .zero)
        for minute in 1...1_440 {
            _ = world.apply(.timePassed, at: .zero + .seconds(60 * minute))
            history.note(world, sequence: 0, at: .seconds(minute))
        }
        #expect(history.moments.count == WorldHistory.limit)
        #expect(history.earliest == .zero)
        let moment = Moment.zero + .seconds(60 * 700 + 7)
        #expect(history.world(at: moment)?.world.now == moment)
    }
}
