import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Logs of whole nodes, and logs of the past.
struct NodeLogTests {
    private func requests(
        _ effects: [ConsoleEffect]
    ) -> [(target: LogRequest.Target, stream: LogStreamID)] {
        effects.compactMap {
            if case .openLogs(let request, let stream) = $0 { return (request.target, stream) }
            return nil
        }
    }

    private func line(_ task: SwarmTask, _ moment: Moment, _ text: String) -> LogLine {
        LogLine(moment: moment, task: task.id, node: task.nodeID, text: text)
    }

    @Test func `a node's log is that of all its tasks, in order of time`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 120, rows: 40))
        driver.command("nodes")
        driver.type("jjj")
        _ = driver.takeAllEffects()
        driver.type("l")
        let opened = requests(driver.takeAllEffects())
        let tasks = demo.builder.store.tasks(on: demo.nodes[3]).filter { $0.state >= .starting }
        #expect(Set(opened.map(\.target)) == Set(tasks.map { .task($0.id) }))
        #expect(opened.count > 2)
        let now = demo.builder.now
        for (index, task) in tasks.enumerated() {
            guard let stream = opened.first(where: { $0.target == .task(task.id) })?.stream else {
                Issue.record("no stream for \(task.id)")
                continue
            }
            // Each one's first line is after all the others' second ones are not yet there.
            let lines = [0, 1].map { round in
                line(
                    task,
                    now + .milliseconds(Int64(round * 100 + index)),
                    "line \(round) \(index)"
                )
            }
            driver.send(.logLines(stream, lines, ended: index == 0))
        }
        driver.pass(.seconds(1))
        let text = driver.text
        let order = (0..<2).flatMap { round in tasks.indices.map { "line \(round) \($0)" } }
        let places = order.compactMap { text.firstRange(of: $0)?.lowerBound }
        #expect(places.count == order.count)
        #expect(places == places.sorted())
        for task in tasks {
            let name = driver.model.cluster?.nameOnNode(of: task).string ?? "?"
            #expect(text.contains("\(name) "))
        }
        // A task that comes is followed as well, and all streams end with the page.
        demo.builder.task(demo.web, slot: 9, on: demo.nodes[3], ago: .zero)
        driver.show(demo.builder)
        #expect(requests(driver.takeAllEffects()).count == 1)
        driver.type("<esc>")
        let closed = driver.takeAllEffects().filter {
            if case .closeLogs = $0 { return true }
            return false
        }
        #expect(closed.count == tasks.count + 1)
    }

    @Test func `a node's log opens by command, and follows no more tasks than it may`() {
        var builder = ClusterBuilder()
        let node = builder.node("big", role: .manager, leader: true)
        let service = builder.service("web", replicas: 100)
        for slot in 1...100 { builder.task(service, slot: slot, on: node) }
        var driver = ConsoleDriver(builder)
        driver.command("logs big")
        #expect(requests(driver.takeAllEffects()).count == NodeLogs.limit)
        #expect(driver.text.contains("64 of 100 tasks"))
    }

    @Test func `logs end at the moment of the past that is shown`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 120, rows: 40))
        driver.command("logs shop_db")
        guard let stream = driver.model.logs.keys.max(),
            let task = demo.builder.store.tasks(of: demo.db).first
        else {
            Issue.record("no log")
            return
        }
        for second in 1...4 {
            demo.builder.pass(.seconds(1))
            driver.show(demo.builder)
            let new = line(task, demo.builder.now, "written in second \(second)")
            driver.send(.logLines(stream, [new], ended: false))
            driver.pass(.milliseconds(500))
        }
        #expect(driver.text.contains("written in second 4"))
        driver.type("<f8><lt>")
        #expect(driver.text.contains("written in second 2"))
        #expect(!driver.text.contains("written in second 3"))
        #expect(driver.text.contains("THE PAST: lines until"))
        driver.type(">")
        #expect(driver.text.contains("written in second 3"))
        #expect(!driver.text.contains("written in second 4"))
        // What is written meanwhile is not the past's.
        driver.send(.logLines(stream, [line(task, demo.builder.now, "late news")], ended: false))
        driver.pass(.milliseconds(500))
        #expect(!driver.text.contains("late news"))
        driver.type("<f8>")
        #expect(driver.text.contains("late news"))
        #expect(!driver.text.contains("lines until"))
    }

    @Test func `a rollout in the past is as far as it was then`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 120, rows: 40))
        demo.beginUpdate()
        demo.builder.pass(.seconds(1))
        driver.show(demo.builder)
        driver.command("rollout shop_web")
        #expect(driver.text.contains("updating") || driver.text.contains("under way"))
        demo.pauseUpdate()
        demo.builder.pass(.seconds(1))
        driver.show(demo.builder)
        #expect(driver.text.contains("PAUSED"))
        driver.type("<f8>")
        #expect(!driver.text.contains("PAUSED"))
        driver.type("<f8>")
        #expect(driver.text.contains("PAUSED"))
    }
}

/// The page of events.
struct EventPageTests {
    @Test func `enter goes to what the event is about`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 120, rows: 40))
        demo.builder.change(demo.nodes[3]) { $0.spec.availability = .pause }
        driver.show(demo.builder)
        demo.builder.change(demo.nodes[1]) { $0.spec.availability = .drain }
        demo.builder.pass(.seconds(1))
        driver.show(demo.builder)
        driver.command("events")
        driver.type("j")
        // News come on top; the chosen event stays chosen.
        demo.builder.change(demo.nodes[0]) { $0.spec.availability = .pause }
        demo.builder.pass(.seconds(1))
        driver.show(demo.builder)
        driver.type("<enter>")
        #expect(driver.model.selection == .node(demo.nodes[3]))
        driver.type("<esc>k<enter>")
        #expect(driver.model.selection == .node(demo.nodes[1]))
    }

    @Test func `the newest event stays chosen where nobody moved`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        driver.command("events")
        for node in demo.nodes[1...3] {
            demo.builder.change(node) { $0.spec.availability = .pause }
            demo.builder.pass(.seconds(1))
            driver.show(demo.builder)
        }
        driver.type("<enter>")
        #expect(driver.model.selection == .node(demo.nodes[3]))
    }

    @Test func `a page without events opens nothing`() {
        var driver = ConsoleDriver()
        driver.command("events")
        driver.type("j<enter>")
        #expect(driver.text.contains("Nothing has happened yet"))
    }
}

struct PaceTests {
    @Test func `the training bar goes from a tenth of the pace to a thousand times`() {
        var driver = ConsoleDriver()
        driver.type("<f9>" + String(repeating: "<lt>", count: 5) + ">")
        let speeds = driver.takeEffects().compactMap { effect -> Double? in
            if case .setClock(let clock) = effect { return clock.speed }
            return nil
        }
        #expect(speeds == [0.5, 0.25, 0.1, 0.1, 0.1, 0.25])
        driver.type(String(repeating: ">", count: 20))
        #expect(driver.text.contains("×1000"))
    }
}
