import Basics
import Cells
import ClusterPorts
import SwarmModel
import Testing

@testable import Console

/// The console on a recording.
struct ReplayTests {
    private func status(position: Int64 = 65, isPlaying: Bool = true) -> ReplayStatus {
        ReplayStatus(
            name: "night.skep",
            startedAt: ClusterBuilder.epoch,
            position: .seconds(position),
            length: .seconds(600),
            speed: 2,
            isPlaying: isPlaying,
            events: [
                ReplayStatus.Event(time: .seconds(30), isBad: false),
                ReplayStatus.Event(time: .seconds(400), isBad: true),
            ],
            typed: ":scale web 6<enter>"
        )
    }

    private func driver(
        _ status: ReplayStatus,
        size: Size = Size(columns: 120, rows: 40)
    ) -> ConsoleDriver {
        var demo = DemoCluster()
        demo.builder.source = .live(context: "production")
        demo.builder.readOnlyReason = "this is a recording: nothing can be changed"
        demo.builder.forecasts = .estimate
        var snapshot = demo.builder.snapshot
        snapshot.clock = ClockState(isPaused: !status.isPlaying, speed: 2)
        snapshot.replay = status
        var driver = ConsoleDriver(nil, size: size)
        driver.send(.time(demo.builder.wall))
        driver.send(.snapshot(snapshot))
        _ = driver.takeEffects()
        return driver
    }

    @Test func `a recording says loudly that it is one, and where it is`() {
        let driver = driver(status())
        #expect(driver.text.contains("REPLAY ▶ ×2 1:05 of 10:00"))
        #expect(driver.text.contains("F8 pause"))
        #expect(driver.text.contains("typed :scale web 6<enter>"))
        let line = driver.text.split(separator: "\n").first { $0.contains("┃") } ?? ""
        #expect(line.contains("▲") && line.contains("·"))
        #expect(self.driver(status(isPlaying: false)).text.contains("REPLAY Ⅱ"))
    }

    @Test func `the operation log of a recording says that there is none`() {
        var driver = driver(status())
        driver.command("ops")
        #expect(driver.text.contains("A recording does not hold what was asked"))
        #expect(!driver.text.contains("Nothing was asked of the cluster from here yet"))
    }

    @Test(arguments: [
        ("<f8>", ConsoleEffect.setClock(ClockState(isPaused: true, speed: 2))),
        ("<lt>", .seek(.changes(-1))), (">", .seek(.changes(1))),
        ("{", .seek(.event(forward: false))), ("}", .seek(.event(forward: true))),
        (":seek 1:30<enter>", .seek(.to(.seconds(90)))),
        (":seek +10s<enter>", .seek(.by(.seconds(10)))),
        (":seek -2m<enter>", .seek(.by(.seconds(-120)))),
        (":seek 25%<enter>", .seek(.part(0.25))), (":seek start<enter>", .seek(.to(.zero))),
        (":seek end<enter>", .seek(.to(.seconds(600)))),
        (":speed 4<enter>", .setClock(ClockState(speed: 4))),
        ("<f9> ", .setClock(ClockState(isPaused: true, speed: 2))),
        ("<f9>n", .step(.event)), ("<f9>:seek 25%<enter>", .seek(.part(0.25))),
    ])
    func `the keys of the past go about in it`(keys: String, effect: ConsoleEffect) {
        var driver = driver(status())
        driver.type(keys)
        #expect(driver.takeEffects() == [effect])
    }

    @Test func `the bar of its pace offers nothing that would change it`() {
        var driver = driver(status())
        driver.type("<f9>")
        #expect(driver.text.contains("next event") && !driver.text.contains("fault"))
        driver.type("f")
        #expect(driver.prompt == nil)
    }

    @Test func `a time of the day is one after the beginning`() throws {
        let driver = driver(status())
        let start = ClusterBuilder.epoch
        let day: Int64 = 86_400_000_000_000
        let midnight = start.nanoseconds / day * day
        guard case .wall(let late) = try driver.model.readSeek("23:59:58") else {
            Issue.record("no time of the wall")
            return
        }
        #expect(late.nanoseconds == midnight + day - 2_000_000_000)
        for word in ["", "x", "1:99", "25:00:00", "+1:00:00", "-", "9999999999"] {
            #expect(throws: CommandRefusal.self) { try driver.model.readSeek(word) }
        }
    }

    @Test func `there is no other time in it, and no place to seek where there is no recording`() {
        var driver = driver(status())
        driver.type("B")
        #expect(
            driver.text.contains("a recording holds what was shown, not a cluster that could go on")
        )
        driver.command("scale worker 9")
        #expect(driver.box == nil)
        var live = ConsoleDriver()
        live.command("seek 1:00")
        #expect(live.prompt?.error?.contains("no recording") == true)
        #expect(live.takeEffects() == [])
    }

    @Test func `what is shown is looked ahead of, and nothing can be done about it`() {
        var driver = driver(status())
        driver.command("whatif drain node2")
        let asked = driver.takeEffects().compactMap { effect -> ForecastRequest? in
            guard case .forecast(let request, _) = effect else { return nil }
            return request
        }
        #expect(asked.map(\.commands.count) == [1])
        #expect(driver.text.contains("what if: Drain node node2"))
        #expect(driver.text.contains("REPLAY"))
        driver.type("<enter>")
        #expect(driver.box == nil)
        #expect(driver.text.contains("this is a recording: nothing can be changed"))
        driver.command("why shop_web.1")
        #expect(
            driver.takeEffects().contains { effect in
                if case .askPlacement = effect { true } else { false }
            }
        )
        driver.type("<esc>")
        driver.command("scale shop_web 9")
        #expect(driver.prompt?.error == "this is a recording: nothing can be changed")
        driver.type("<esc>")
        driver.command("volumes")
        #expect(!driver.text.contains("makes it"))
    }

    @Test func `going back in it forgets what comes after`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(nil)
        func show(_ position: Int64, era: UInt64) {
            var snapshot = demo.builder.snapshot
            snapshot.replay = status(position: position)
            snapshot.era = era
            driver.send(.time(demo.builder.wall))
            driver.send(.snapshot(snapshot))
        }
        let present = demo.builder.now
        demo.builder.now = present - .seconds(60)
        show(0, era: 0)
        let first = demo
        demo.builder.now = present
        demo.beginUpdate()
        demo.builder.pass(.seconds(5))
        show(5, era: 0)
        #expect(!driver.model.events.events.isEmpty)
        demo = first
        show(0, era: 1)
        #expect(driver.model.events.events.isEmpty)
        #expect(driver.text.contains("REPLAY"))
    }

    @Test func `a recording looks as it did`() throws {
        for (columns, rows) in Golden.sizes {
            let driver = driver(status(), size: Size(columns: columns, rows: rows))
            try Golden.check(driver.grid(columns, rows), "replay")
        }
    }
}
