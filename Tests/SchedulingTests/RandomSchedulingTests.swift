import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// Random clusters with random lives; the seed of a failure is its argument.
@Suite struct RandomSchedulingTests {
    @Test(arguments: UInt64(1)...30)
    func `every placement is the one the plain rules give`(seed: UInt64) {
        compare(RandomLife(seed: seed), rounds: 20)
    }

    @Test(arguments: UInt64(1)...6)
    func `so it is with many nodes, where small groups do not look at all of them`(seed: UInt64) {
        compare(RandomLife(sparseSeed: seed), rounds: 12)
    }

    private func compare(_ beginning: RandomLife, rounds: Int) {
        var life = beginning
        for _ in 0..<rounds {
            life.happen()
            let groups = life.newGroups()
            var reference = ReferenceScheduler(store: life.stage.store, turns: life.turns)
            life.stage.tell()
            life.runOnce()
            // All waiting groups run, the older ones first; those without a version come last.
            for group in groups {
                reference.failures = life.failures(of: group.key)
                let error = reference.place(group.tasks)
                for id in group.tasks {
                    let (real, expected) = (life.stage.store.task(id), reference.store.task(id))
                    #expect(real?.nodeID == expected?.nodeID)
                    #expect(real?.state == expected?.state)
                    if expected?.nodeID == nil { #expect(real?.status.error == error) }
                }
            }
            life.turns = reference.turns
            life.check()
        }
    }

    @Test(arguments: UInt64(1)...12)
    func `a scheduler that was saved and restored goes on as if nothing had been`(
        seed: UInt64
    ) throws {
        var life = RandomLife(seed: seed)
        for round in 0..<20 {
            life.happen()
            _ = life.newGroups()
            life.stage.tell()
            var twin = life
            let bytes = try Packed.encode(life.stage.scheduler)
            twin.stage.scheduler = try Packed.decode(Scheduler.self, from: bytes)
            #expect(try Packed.encode(twin.stage.scheduler) == bytes)
            twin.stage.scheduler.restore(from: twin.stage.store)
            life.stage.schedule()
            twin.stage.schedule()
            #expect(life.stage.store.allTasks == twin.stage.store.allTasks)
            #expect(life.stage.now == twin.stage.now)
            #expect(
                try Packed.encode(life.stage.scheduler) == Packed.encode(twin.stage.scheduler)
            )
            if round.isMultiple(of: 2) { life = twin }
        }
    }

    @Test func `the same seed gives the same placements`() {
        let runs = (0..<2).map { _ in
            var life = RandomLife(seed: 77)
            for _ in 0..<30 {
                life.happen()
                _ = life.newGroups()
                life.stage.schedule()
            }
            return life.stage.store.allTasks
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0].contains { $0.nodeID != nil })
    }
}
