import Basics
import Scheduling
import SwarmModel
import Testing

@Suite struct DebounceTests {
    @Test func `SCH-10 a lone commit makes a run due after 50 ms`() {
        var stage = Stage()
        #expect(stage.scheduler.nextDeadline == nil)
        stage.addNode()
        stage.tell()
        #expect(stage.scheduler.nextDeadline == .zero + .milliseconds(50))
    }

    @Test func `SCH-10 nothing is written before the run is due`() {
        var stage = Stage()
        stage.addNode()
        let task = stage.addTask(of: stage.addService())
        stage.tell()
        stage.advance(.milliseconds(49))
        stage.scheduler.timePassed(now: stage.now)
        stage.runOnce()
        #expect(stage.node(of: task) == nil)
        stage.advance(.milliseconds(1))
        stage.scheduler.timePassed(now: stage.now)
        stage.runOnce()
        #expect(stage.node(of: task) != nil)
    }

    @Test func `SCH-11 commits every 10 ms make a run due at just over a second, then again`() {
        var stage = Stage()
        let node = stage.addNode()
        var runs: [Int64] = []
        stage.tell()
        for step in 1...220 {
            stage.now = .zero + .milliseconds(step * 10)
            let task = stage.addTask(of: stage.addService(), slot: step)
            stage.tell()
            stage.runOnce()
            if stage.node(of: task) == node { runs.append(stage.now.nanoseconds / 1_000_000) }
        }
        // The run's own writes are a commit too: the second round begins with them.
        #expect(runs == [1010, 2020])
    }

    @Test func `SCH-10 commits at one moment are one commit`() {
        var stage = Stage()
        _ = stage.addNodes(20)
        stage.tell()
        stage.advance(.milliseconds(30))
        _ = stage.addNodes(20)
        stage.tell()
        #expect(stage.scheduler.nextDeadline == .zero + .milliseconds(80))
    }
}
