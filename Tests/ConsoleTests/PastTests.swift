import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Looking at the past, and going on from there.
struct PastTests {
    /// A cluster whose worker fails, is started again, and runs; a snapshot each second.
    private func story(
        _ columns: Int = 120,
        _ rows: Int = 40,
        live: Bool = false,
        settings: ConsoleSettings = ConsoleSettings()
    ) -> (ConsoleDriver, DemoCluster) {
        var demo = DemoCluster()
        if live { demo.builder.source = .live(context: "production") }
        demo.builder.earliest = live ? nil : demo.builder.now
        var driver = ConsoleDriver(
            demo.builder,
            size: Size(columns: columns, rows: rows),
            settings: settings
        )
        let task = demo.builder.store.tasks(of: demo.db).first?.id
        for second in 1...6 {
            demo.builder.pass(.seconds(1))
            let now = demo.builder.now
            if second == 2, let task {
                demo.builder.change(task) {
                    _ = $0.observe(
                        TaskStatus(
                            state: .failed,
                            timestamp: now,
                            message: "started",
                            error: "task: non-zero exit (1)"
                        )
                    )
                    _ = $0.raiseDesired(to: .shutdown)
                }
            }
            if second == 4 {
                demo.builder.task(
                    demo.db,
                    slot: 1,
                    on: demo.nodes[3],
                    ago: .zero,
                    took: .milliseconds(100)
                )
            }
            driver.show(demo.builder)
        }
        _ = driver.takeEffects()
        return (driver, demo)
    }

    @Test func `the past is shown under a banner, and changes nothing`() {
        var (driver, _) = story()
        driver.command("services")
        #expect(!driver.text.contains("THE PAST"))
        driver.type("<f8>")
        #expect(driver.text.contains("THE PAST"))
        driver.command("scale shop_web 9")
        #expect(driver.prompt?.error == ConsoleModel.pastReason.english)
        driver.type("<esc>")
        driver.type("^d")
        #expect(driver.box == nil)
        #expect(driver.text.contains(ConsoleModel.pastReason.english))
        driver.type("<f8>")
        #expect(!driver.text.contains("THE PAST"))
        driver.command("scale shop_web 9")
        #expect(driver.box != nil)
        #expect(driver.takeCommands() == [])
    }

    @Test func `each step shows what was seen then`() {
        var (driver, demo) = story()
        driver.command("tasks shop_db")
        func states() -> [TaskState] {
            driver.model.cluster?.store.tasks(of: demo.db).map(\.state) ?? []
        }
        #expect(states() == [.failed, .running])
        driver.type("<lt><lt>")
        #expect(states() == [.failed, .running])
        driver.type("<lt>")
        #expect(states() == [.failed])
        driver.type("<lt><lt>")
        #expect(states() == [.running])
        driver.type(">")
        #expect(states() == [.failed])
        for _ in 0..<5 { driver.type(">") }
        #expect(driver.model.past == nil)
        #expect(states() == [.failed, .running])
    }

    @Test func `braces go from event to event`() {
        var (driver, demo) = story()
        driver.type("{")
        #expect(driver.model.past != nil)
        let first = driver.model.past?.moment
        driver.type("{")
        #expect(driver.model.past.map { $0.moment } != first)
        #expect(driver.model.cluster?.store.tasks(of: demo.db).map(\.state) == [.failed])
        #expect(driver.model.shownEvents.count == driver.model.events.events.count - 1)
        driver.type("}")
        #expect(driver.model.past?.moment == first)
    }

    @Test func `what happens meanwhile is taken in behind the past`() {
        var (driver, demo) = story()
        driver.type("<f8>")
        let shown = driver.model.past?.moment
        demo.builder.pass(.seconds(1))
        let task = demo.builder.task(demo.worker, slot: 9, on: demo.nodes[0], ago: .zero)
        driver.show(demo.builder)
        #expect(driver.model.past?.moment == shown)
        #expect(driver.model.cluster?.store.task(task) == nil)
        driver.type("<f8>")
        #expect(driver.model.cluster?.store.task(task) != nil)
    }

    @Test func `the scheduler is not asked about the past, nor is it looked ahead of`() {
        var (driver, _) = story()
        driver.type("<f8>")
        driver.command("why worker")
        #expect(driver.text.contains("the scheduler knows the present only: F8 goes there"))
        #expect(driver.takeEffects().isEmpty)
        driver.command("whatif drain node2")
        #expect(driver.prompt?.error == "only the present is looked ahead of: F8 goes there")
    }

    @Test func `branch asks in the present, and another time line begins anew`() throws {
        var (driver, demo) = story()
        driver.type("<lt><lt><lt>")
        let moment = try #require(driver.model.past?.moment)
        driver.type("B")
        #expect(driver.model.past == nil)
        #expect(driver.box?.contents.title.english.hasPrefix("Branch at") == true)
        // An idle cluster tells nothing, and its time passes all the same.
        driver.type("<esc>")
        driver.pass(.seconds(300))
        driver.type("<lt><lt><lt>B")
        #expect(driver.text.contains("what happened since then, 5m"))
        driver.type("<tab><enter>")
        guard case .branch(moment, let id)? = driver.takeEffects().first else {
            Issue.record("nothing was asked for")
            return
        }
        driver.send(.outcome(id, .success(CommandOutcome(createdID: "/home/ann/other"))))
        #expect(driver.text.contains("what came after it is kept in /home/ann/other"))
        demo = DemoCluster()
        demo.builder.era = 1
        demo.builder.clock.isPaused = true
        driver.show(demo.builder)
        #expect(driver.model.cluster?.store.tasks(of: demo.db).map(\.state) == [.running])
        #expect(driver.model.pastBook.count == 1)
    }

    @Test func `who branches a demo is told that what is kept of it goes with the demo`() throws {
        var settings = ConsoleSettings()
        settings.isForgotten = true
        var (driver, _) = story(settings: settings)
        driver.type("<f8><lt><lt>B")
        #expect(driver.text.contains("Both go when this cluster's console ends."))
        driver.type("<tab><enter>")
        guard case .branch(_, let id)? = driver.takeEffects().first else {
            Issue.record("nothing was asked for")
            return
        }
        driver.send(.outcome(id, .success(CommandOutcome(createdID: "/tmp/other"))))
        #expect(
            driver.text.contains(
                "what came after it is kept until this console ends, in /tmp/other"
            )
        )
    }

    @Test func `a live cluster's past can be looked at, and no more`() {
        var (driver, _) = story(live: true)
        driver.type("<f8>")
        #expect(driver.text.contains("THE PAST"))
        driver.type("B")
        #expect(driver.box == nil)
        #expect(driver.text.contains("a live cluster's time is everybody's"))
    }

    @Test func `the book is bounded, and old moments are kept wider apart`() throws {
        var book = PastBook()
        var builder = ClusterBuilder()
        for _ in 0..<2_000 {
            builder.pass(.seconds(1))
            book.note(builder.snapshot, rollouts: RolloutBook())
        }
        #expect(book.count <= PastBook.limit)
        let moments = book.moments.map(\.snapshot.now)
        #expect(moments == moments.sorted())
        #expect(moments.last == builder.now)
        #expect(moments[1] - moments[0] > moments[book.count - 1] - moments[book.count - 2])
    }

    @Test func `the past with its line of time`() throws {
        for (columns, rows) in Golden.sizes + [(100, 30)] {
            var (driver, _) = story(columns, rows)
            driver.type("<f8><lt>")
            try Golden.check(driver.grid(), "past")
        }
    }

    @Test func `n and s step a clock that stands still`() {
        var (driver, _) = story()
        driver.type("<f9>ns")
        #expect(driver.takeEffects() == [.step(.event), .step(.time(.seconds(1)))])
        #expect(driver.text.contains("clock paused"))
    }
}
