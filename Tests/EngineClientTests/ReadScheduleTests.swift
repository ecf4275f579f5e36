import Basics
import SwarmModel
import Testing

@testable import EngineClient

@Suite struct ReadScheduleTests {
    private let start = ContinuousClock.now
    private let service = ServiceID("pz12cv589znvtmstl8yfmcqhe")
    private let node = NodeID("0cnwi3r00kuz28e6uted988wt")

    /// A schedule of which everything was read once.
    private func settled() -> ReadSchedule {
        var schedule = ReadSchedule(now: start)
        for read in schedule.due(at: start) {
            schedule.wasRead(read, at: start, took: .milliseconds(1), differs: true)
        }
        return schedule
    }

    @Test func `a still cluster is asked for short lists, and once a minute for everything`() {
        var schedule = settled()
        var now = start
        var counts: [EngineRead: Int] = [:]
        while now < start + .seconds(120) {
            now = max(now, schedule.next)
            for read in schedule.due(at: now) {
                counts[read, default: 0] += 1
                schedule.wasRead(read, at: now, took: .milliseconds(1), differs: false)
            }
        }
        #expect(counts[.list(.tasks)] == 2)
        #expect(counts[.list(.configs)] == 2)
        #expect((20...26).contains(counts[.list(.nodes)] ?? 0))
        #expect((295...305).contains(counts[.list(.services)] ?? 0))
        #expect(counts.keys.allSatisfy { $0 != .tasksOf([]) })
    }

    @Test func `volumes are read when one comes or goes, once a second at most`() {
        var schedule = settled()
        func reads(at time: ContinuousClock.Instant) -> Bool {
            schedule.due(at: time).contains(.list(.volumes))
        }
        let now = start + .milliseconds(100)
        let isTold = schedule.note(EngineNews(type: "volume", action: "mount"), at: now)
        #expect(!isTold)
        #expect(reads(at: start + .seconds(2)) == false)
        _ = schedule.note(EngineNews(type: "volume", action: "create"), at: now)
        #expect(reads(at: now) == false)
        #expect(schedule.next <= start + .seconds(1))
        let later = start + .seconds(1)
        #expect(reads(at: later))
        schedule.wasRead(.list(.volumes), at: later, took: .milliseconds(1), differs: true)
        #expect(reads(at: later + .seconds(5)) == false)
    }

    @Test func `services that replace tasks quickly are read in turn, few tasks a minute`() throws {
        var generator = SeededGenerator(seed: 1)
        let ids = (0..<3).map { _ in ServiceID(using: &generator) }
        func reads(of sizes: [Int]) -> (turns: [[ServiceID]], tasks: Int) {
            var schedule = settled()
            let services = Dictionary(uniqueKeysWithValues: zip(ids, sizes))
            schedule.watch(quick: services)
            var now = start
            var turns: [[ServiceID]] = []
            while now < start + .seconds(60) {
                now = max(now, schedule.next)
                for read in schedule.due(at: now) {
                    if case .tasksOf(let some) = read { turns.append(some) }
                    schedule.wasRead(read, at: now, took: .milliseconds(1), differs: false)
                }
            }
            return (turns, turns.joined().reduce(0) { $0 + (services[$1] ?? 0) })
        }
        let few = reads(of: [4, 4, 4])
        #expect((10...12).contains(few.turns.count))
        #expect(few.turns.allSatisfy { $0 == ids.sorted() })
        let many = reads(of: [200, 200, 200])
        #expect(many.turns.allSatisfy { $0.count == 1 })
        #expect(Set(many.turns.joined()) == Set(ids))
        #expect(many.tasks <= 1_200)
        #expect(reads(of: []).turns.isEmpty)
    }

    @Test func `an event makes the service and its tasks due at once, and for a while`() throws {
        var schedule = settled()
        let id = try #require(service)
        let now = start + .milliseconds(100)
        #expect(schedule.due(at: now).isEmpty)
        let isNoted = schedule.note(EngineNews(type: "service", id: "\(id)"), at: now)
        #expect(isNoted)
        #expect(schedule.due(at: now) == [.list(.services), .tasksOf([id])])
        schedule.wasRead(.list(.services), at: now, took: .zero, differs: true)
        schedule.wasRead(.tasksOf([id]), at: now, took: .zero, differs: false)
        #expect(schedule.next == now + ReadSchedule.busyPace)
        #expect(schedule.due(at: now + ReadSchedule.busyPace) == [.tasksOf([id])])
        let later = now + ReadSchedule.warmth
        let reads = schedule.due(at: later)
        #expect(!reads.contains(.tasksOf([id])))
    }

    @Test func `a node's event makes its own tasks due`() throws {
        var schedule = settled()
        let id = try #require(node)
        let isNoted = schedule.note(EngineNews(type: "node", id: "\(id)"), at: start)
        #expect(isNoted)
        #expect(
            schedule.due(at: start) == [.list(.nodes), .list(.services), .tasksOn([id])]
        )
    }

    @Test func `containers that are no swarm's, and health checks, are nobody's business`() {
        var schedule = settled()
        let isOwn = schedule.note(EngineNews(type: "container", action: "die"), at: start)
        #expect(!isOwn)
        let check = EngineNews(
            type: "container",
            action: "exec_start: wget",
            service: "pz12cv589znvtmstl8yfmcqhe"
        )
        let isHeard = schedule.note(check, at: start)
        #expect(!isHeard)
        #expect(schedule.due(at: start).isEmpty)
    }

    @Test func `what does not move is read ever more seldom`() throws {
        var schedule = settled()
        let id = try #require(service)
        schedule.settle(restless: [id], orphans: [])
        var now = start + .milliseconds(150)
        var waits: [Duration] = []
        for _ in 0..<8 {
            schedule.wasRead(.tasksOf([id]), at: now, took: .zero, differs: false)
            for list in [EngineRead.list(.services), .list(.nodes)] {
                schedule.wasRead(list, at: now + .seconds(60), took: .zero, differs: false)
            }
            waits.append(schedule.next - now)
            now = schedule.next
        }
        #expect(waits.first == .milliseconds(300))
        #expect(waits.last == ReadSchedule.longestPace)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `too many services at once are read as one list, a slow one seldom`() {
        var schedule = settled()
        var generator = SeededGenerator(seed: 1)
        let many = Set((0...ReadSchedule.mostNamed).map { _ in ServiceID(using: &generator) })
        schedule.settle(restless: many, orphans: [])
        let now = start + .seconds(1)
        #expect(schedule.due(at: now).contains(.list(.tasks)))
        schedule.wasRead(.list(.tasks), at: now, took: .seconds(2), differs: true)
        #expect(!schedule.due(at: now + .seconds(19)).contains(.list(.tasks)))
        #expect(schedule.due(at: now + .seconds(20)).contains(.list(.tasks)))
    }

    @Test func `a slow engine is left most of its time`() {
        var schedule = settled()
        schedule.wasRead(.list(.services), at: start, took: .seconds(1), differs: false)
        #expect(!schedule.due(at: start + .seconds(19)).contains(.list(.services)))
        #expect(schedule.due(at: start + .seconds(20)).contains(.list(.services)))
    }

    @Test func `failures make it wait longer, up to five seconds`() {
        var schedule = settled()
        var waits: [Duration] = []
        for _ in 0..<6 {
            schedule.failed(at: start)
            waits.append(schedule.next - start)
            #expect(schedule.due(at: start).isEmpty)
        }
        #expect(waits.first == .milliseconds(500))
        #expect(waits.last == .seconds(5))
    }

    @Test func `changes that no event told of make the stream of events suspect`() {
        var schedule = settled()
        func saw(_ seconds: Int) -> Bool { schedule.sawChange(at: start + .seconds(seconds)) }
        #expect(!saw(10))
        #expect(!saw(11))
        #expect(saw(13))
        _ = schedule.note(EngineNews(type: "service"), at: start + .seconds(14))
        #expect(!saw(15))
        #expect(!saw(17))
    }
}
