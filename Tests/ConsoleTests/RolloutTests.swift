import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct RolloutTests {
    var demo = DemoCluster()

    func reading(_ demo: DemoCluster, tracker: RolloutTracker? = nil) throws -> RolloutReading {
        let service = try #require(demo.builder.store.service(demo.web))
        return RolloutReading(
            service: service,
            tasks: demo.builder.store.tasks(of: demo.web),
            now: demo.builder.now,
            tracker: tracker
        )
    }

    /// Lets the newest task of a slot run now.
    func run(_ demo: inout DemoCluster, slot: Int) {
        guard let task = demo.builder.store.tasks(of: demo.web, in: .slot(slot)).last else {
            return
        }
        let now = demo.builder.now
        demo.builder.change(task.id) { task in
            _ = task.observe(TaskStatus(state: .running, timestamp: now, message: "started"))
        }
    }

    @Test mutating func `an update that began before is read off service and tasks`() throws {
        demo.beginUpdate()
        let reading = try reading(demo)
        #expect(reading.total == 6)
        #expect(reading.up == 2)
        #expect(reading.working == 2)
        #expect(reading.remaining == 4)
        #expect(reading.tracker.oldImage == "shop/web:4")
        #expect(reading.medianSpan == .milliseconds(3_100))
        #expect(reading.elapsed == .seconds(12))
        #expect(reading.batch?.current == 2)
        #expect(reading.batch?.count == 3)
    }

    @Test mutating func `each slot has its old and new task and the time in each phase`() throws {
        demo.beginUpdate()
        let rows = try reading(demo).rows(0..<6)
        #expect(rows.map(\.slot.place) == (1...6).map { .slot($0) })
        #expect(rows[0].slot.old?.state == .shutdown)
        #expect(rows[0].slot.new?.state == .running)
        let expected: [Duration] = [
            .milliseconds(240), .milliseconds(960), .milliseconds(1_200), .seconds(5),
        ]
        #expect(rows[0].stretches.map(\.spent) == expected)
        #expect(rows[0].state == .done)
        #expect(rows[2].state == .working(.start))
        #expect(rows[3].state == .working(.prepare))
        #expect(rows[4].state == .untouched)
    }

    @Test func `what nobody saw of a task's way is one stretch of all its phases`() throws {
        func stretches(
            _ state: TaskState,
            isSampled: Bool = true,
            _ note: (inout TaskMilestones, (Int) -> Moment) -> Void
        ) throws -> [RolloutRow.Stretch] {
            var demo = demo
            let start = demo.builder.now
            func at(_ seconds: Int) -> Moment { start + .seconds(seconds) }
            demo.builder.change(demo.web) {
                $0.updateStatus = UpdateStatus(state: .updating, startedAt: start, message: "")
            }
            let id = try #require(demo.builder.store.tasks(of: demo.web, in: .slot(1)).last?.id)
            demo.builder.change(id) { task in
                task.status.state = state
                var stones = TaskMilestones(created: start)
                note(&stones, at)
                task.milestones = stones
            }
            demo.builder.pass(.seconds(60))
            let service = try #require(demo.builder.store.service(demo.web))
            let tracker = RolloutTracker(
                service: service,
                tasks: demo.builder.store.tasks(of: demo.web),
                isSampled: isSampled
            )
            let reading = RolloutReading(tracker: tracker, now: demo.builder.now)
            return try #require(reading.rows(0..<1).first).stretches
        }
        func stretch(_ phases: ClosedRange<RolloutRow.Phase>, _ seconds: Int) -> RolloutRow.Stretch
        {
            RolloutRow.Stretch(phases: phases, spent: .seconds(seconds))
        }
        #expect(
            try stretches(.running) { $0.running = $1(9) } == [
                stretch(.assign ... .start, 9), stretch(.watch ... .watch, 5),
            ]
        )
        #expect(
            try stretches(.running) {
                $0.preparing = $1(2)
                $0.running = $1(9)
            } == [
                stretch(.assign ... .assign, 2), stretch(.prepare ... .start, 7),
                stretch(.watch ... .watch, 5),
            ]
        )
        // The newest state itself was not seen to begin.
        #expect(try stretches(.ready) { _, _ in } == [stretch(.assign ... .prepare, 60)])
        // Between two looks it may have run; a cluster of skep's own tells each state.
        let ended: (inout TaskMilestones, (Int) -> Moment) -> Void = {
            $0.preparing = $1(2)
            $0.ended = $1(4)
        }
        #expect(try stretches(.failed, ended).last == stretch(.prepare ... .watch, 2))
        #expect(
            try stretches(.failed, isSampled: false, ended).last
                == stretch(.prepare ... .prepare, 2)
        )
    }

    @Test mutating func `the monitor is counted down slot by slot`() throws {
        demo.beginUpdate()
        run(&demo, slot: 3)
        demo.builder.pass(.seconds(2))
        #expect(try reading(demo).rows(2..<3)[0].state == .watched(left: .seconds(3)))
        demo.builder.pass(.seconds(3))
        #expect(try reading(demo).rows(2..<3)[0].state == .done)
    }

    @Test func `UPD-33 the failure that makes it act`() throws {
        let cases: [(total: UInt64, ratio: Float, limit: Int?)] = [
            (10, 0.2, 3), (6, 0.2, 2), (6, 0, 1), (10, 0.3, 4), (10, 0.7, 8), (3, 1, nil),
            (1, 0.5, 1),
        ]
        for (total, ratio, limit) in cases {
            var builder = ClusterBuilder()
            let node = builder.node("a", role: .manager, leader: true)
            let id = builder.service("s", replicas: total) {
                $0.update = UpdateConfig(maxFailureRatio: ratio)
            }
            for slot in 1...Int(total) { builder.task(id, slot: slot, on: node) }
            let service = try #require(builder.store.service(id))
            let reading = RolloutReading(
                service: service,
                tasks: builder.store.tasks(of: id),
                now: builder.now
            )
            #expect(reading.failuresToAct == limit, "\(total) slots, ratio \(ratio)")
        }
    }

    @Test func `UPD-30 with continue no failure counts`() throws {
        var builder = ClusterBuilder()
        let id = builder.service("s") { $0.update = UpdateConfig(failureAction: .continue) }
        builder.task(id, slot: 1, on: nil)
        let service = try #require(builder.store.service(id))
        let tasks = builder.store.tasks(of: id)
        let reading = RolloutReading(service: service, tasks: tasks, now: builder.now)
        #expect(reading.failuresToAct == nil)
    }

    @Test func `UPD-51 the last slot is watched for delay and monitor`() throws {
        let cases: [(delay: Int64, monitor: Int64?, watch: Int64)] = [
            (0, nil, 5), (4, nil, 9), (4, 10, 14), (10, 5, 21), (5, 5, 11),
        ]
        for (delay, monitor, watch) in cases {
            var builder = ClusterBuilder()
            let id = builder.service("s") {
                $0.update = UpdateConfig(
                    delay: .seconds(delay),
                    monitor: monitor.map { .seconds($0) }
                )
            }
            let service = try #require(builder.store.service(id))
            let reading = RolloutReading(service: service, tasks: [], now: builder.now)
            #expect(reading.watch == .seconds(watch), "delay \(delay), monitor \(monitor ?? 5)")
        }
    }

    @Test mutating func `the estimate is the median of finished slots`() throws {
        demo.beginUpdate()
        // Four slots are left, two at a time, 3.1 s each, then 5 s of watching.
        #expect(try reading(demo).estimate == .milliseconds(2 * 3_100 + 5_000))
    }

    @Test mutating func `a rollout is followed live and stays readable when it is over`() throws {
        var driver = ConsoleDriver(demo.builder)
        demo.beginUpdate()
        driver.show(demo.builder)
        driver.command("rollout shop_web")
        #expect(driver.text.contains("2/6 new, 2 at work"))
        demo.builder.pass(.seconds(2))
        for slot in 3...4 { run(&demo, slot: slot) }
        driver.show(demo.builder)
        #expect(driver.text.contains("4/6 new"))
        #expect(driver.text.contains("in watch for 5.0 s more"))
        for slot in 5...6 {
            demo.builder.task(
                demo.web,
                slot: slot,
                on: demo.nodes[0],
                .running,
                ago: .seconds(2),
                took: .seconds(2)
            )
        }
        driver.show(demo.builder)
        #expect(driver.text.contains("complete in 5.0 s if nothing fails"))
        // It is late, since the updater waits for a task that its node took with it.
        var late = demo
        late.builder.pass(.seconds(16))
        driver.show(late.builder)
        #expect(driver.text.contains("all are new; Swarm waits for a task that was lost"))
        driver.show(demo.builder)
        demo.builder.pass(.seconds(5))
        demo.builder.setStatus(
            demo.web,
            UpdateStatus(
                state: .completed,
                startedAt: demo.builder.now - .seconds(19),
                completedAt: demo.builder.now,
                message: "update completed"
            )
        )
        driver.show(demo.builder)
        #expect(driver.text.contains("update complete 00:19"))
        // The swarm forgets tasks; the screen does not.
        demo.builder.pass(.seconds(600))
        for task in demo.builder.store.tasks(of: demo.web) where task.isDead {
            demo.builder.store.beginTransaction()
            demo.builder.store.remove(task.id)
        }
        driver.show(demo.builder)
        #expect(driver.text.contains("update complete 00:19"))
        #expect(driver.text.contains("6/6 new"))
    }

    @Test mutating func `UPD-31 an early end counts as a failure, its replacement does not`() throws
    {
        var driver = ConsoleDriver(demo.builder)
        demo.beginUpdate()
        driver.show(demo.builder)
        demo.pauseUpdate()
        driver.show(demo.builder)
        driver.command("rollout shop_web")
        #expect(driver.text.contains("PAUSED"))
        #expect(driver.text.contains("1 failed, 1 allowed, the second makes it roll back"))
        #expect(driver.text.contains("failed: task: non-zero exit (143): dockerex"))
        demo.builder.task(demo.web, slot: 3, on: demo.nodes[1], .ready, ago: .zero, desired: .ready)
        driver.show(demo.builder)
        #expect(driver.text.contains("held for the restart delay"))
        let task = try #require(demo.builder.store.tasks(of: demo.web, in: .slot(3)).last)
        demo.builder.change(task.id) { task in
            _ = task.observe(TaskStatus(state: .rejected, timestamp: task.status.timestamp))
        }
        driver.show(demo.builder)
        #expect(driver.text.contains("1 failed, 1 allowed"))
        #expect(driver.text.contains("failed (2 tries)"))
    }

    @Test mutating func `UPD-35 an automatic rollback is shown as one`() throws {
        var driver = ConsoleDriver(demo.builder)
        demo.beginUpdate()
        driver.show(demo.builder)
        demo.rollBack()
        driver.show(demo.builder)
        driver.command("rollout shop_web")
        let text = driver.text
        #expect(text.contains("AUTOMATIC ROLLBACK under way"))
        #expect(text.contains("shop/web:5 failed, back to shop/web:4"))
        // Slots 5 and 6 were never touched, slot 4 not yet stopped; the others have to go back.
        #expect(text.contains("2/6 new"))
        #expect(text.contains("kept, nothing to replace"))
        #expect(!text.contains("failed: shutdown"))
    }

    @Test mutating func `a rollback that was asked for says so`() throws {
        let status = UpdateStatus(
            state: .rollbackStarted,
            startedAt: demo.builder.now,
            message: "manually requested rollback"
        )
        demo.builder.update(demo.web, status: status) { $0.task.container.image = "shop/web:3" }
        #expect(try reading(demo).tracker.kind == .manualRollback)
    }

    @Test mutating func `a task without a node says why`() throws {
        demo.beginUpdate()
        demo.builder.task(
            demo.web,
            slot: 5,
            on: nil,
            .pending,
            ago: .seconds(3),
            error: "no suitable node (insufficient resources on 5 nodes)"
        )
        #expect(
            try reading(demo).rows(4..<5)[0].state
                == .blocked("no suitable node (insufficient resources on 5 nodes)")
        )
    }

    @Test mutating func `scrolling leaves the slots that are followed`() throws {
        demo.beginUpdate()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 80, rows: 12))
        driver.command("rollout shop_web")
        driver.type("G")
        #expect(driver.text.contains("│6 "))
        driver.type("g")
        #expect(driver.text.contains("│1 "))
        #expect(!driver.text.contains("│6 "))
    }

    @Test mutating func `the services table says how far it is`() throws {
        demo.beginUpdate()
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        #expect(driver.text.contains("◐ updating 2/6"))
    }
}
