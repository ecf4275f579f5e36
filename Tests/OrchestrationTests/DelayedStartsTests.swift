import Basics
import SwarmModel
import Testing

@testable import Orchestration

struct DelayedStartsTests {
    private var starts = DelayedStarts()
    private let task: TaskID
    private let old: TaskID

    init() {
        var random = SeededGenerator(seed: 1)
        task = TaskID(using: &random)
        old = TaskID(using: &random)
    }

    private mutating func ended(at second: Double) -> [TaskID] {
        starts.takeEnded(at: seconds(second)).map(\.task)
    }

    @Test mutating func `RST-20 a task is held for the delay`() {
        starts.hold(task, for: .seconds(5), after: nil, now: .zero)
        #expect(starts.nextDeadline == seconds(5))
        #expect(ended(at: 4.999) == [])
        #expect(starts.isHeld(task))
        #expect(ended(at: 5) == [task])
        #expect(!starts.isHeld(task))
        #expect(starts.nextDeadline == nil)
    }

    @Test mutating func `RST-20 and then until its predecessor has stopped`() {
        starts.hold(task, for: .seconds(5), after: old, now: .zero)
        #expect(ended(at: 8) == [])
        starts.noteStop(of: old)
        #expect(ended(at: 8) == [task])
    }

    @Test mutating func `RST-20 a predecessor that stops early does not shorten the delay`() {
        starts.hold(task, for: .seconds(5), after: old, now: .zero)
        starts.noteStop(of: old)
        #expect(ended(at: 1) == [])
        #expect(starts.nextDeadline == seconds(5))
        #expect(ended(at: 5) == [task])
    }

    @Test mutating func `RST-20 the predecessor is waited for a minute from the beginning`() {
        starts.hold(task, for: .seconds(5), after: old, now: .zero)
        #expect(starts.nextDeadline == seconds(60))
        #expect(ended(at: 59.9) == [])
        #expect(ended(at: 60) == [task])
    }

    @Test mutating func `RST-20 after a delay of more than a minute nobody is waited for`() {
        starts.hold(task, for: .seconds(90), after: old, now: .zero)
        #expect(ended(at: 60) == [])
        #expect(ended(at: 90) == [task])
    }

    @Test mutating func `RST-23 a second hold replaces the first`() {
        starts.hold(task, for: .seconds(5), after: nil, now: .zero)
        starts.hold(task, for: .seconds(9), after: nil, now: seconds(1))
        #expect(ended(at: 5) == [])
        #expect(ended(at: 10) == [task])
        #expect(ended(at: 100) == [])
    }

    @Test mutating func `RST-23 a hold ends when its task is removed`() {
        starts.hold(task, for: .seconds(5), after: old, now: .zero)
        starts.noteRemoval(of: task)
        #expect(!starts.isHeld(task))
        #expect(ended(at: 0) == [task])
        starts.noteStop(of: old)
        #expect(ended(at: 100) == [])
    }

    @Test mutating func `RST-2 a task that dies in its hold is marked for a restart`() {
        starts.hold(task, for: .seconds(5), after: nil, now: .zero)
        starts.restartAfterwards(task)
        let ended = starts.takeEnded(at: seconds(5))
        #expect(ended.map(\.restartsAfterwards) == [true])
    }

    @Test mutating func `RST-2 the mark survives a second hold`() {
        starts.hold(task, for: .seconds(5), after: nil, now: .zero)
        starts.restartAfterwards(task)
        starts.hold(task, for: .zero, after: nil, now: seconds(1))
        #expect(starts.takeEnded(at: seconds(1)).map(\.restartsAfterwards) == [true])
    }

    @Test mutating func `holds that end together end in the order in which they began`() {
        var random = SeededGenerator(seed: 2)
        let tasks = (0..<20).map { _ in TaskID(using: &random) }
        for task in tasks { starts.hold(task, for: .seconds(5), after: nil, now: .zero) }
        #expect(ended(at: 5) == tasks)
    }

    @Test mutating func `two tasks may wait for the same predecessor`() {
        var random = SeededGenerator(seed: 3)
        let other = TaskID(using: &random)
        starts.hold(task, for: .zero, after: old, now: .zero)
        starts.hold(other, for: .zero, after: old, now: .zero)
        starts.noteStop(of: old)
        #expect(ended(at: 0) == [task, other])
    }
}
