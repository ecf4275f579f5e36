import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct EventTests {
    var demo = DemoCluster()

    /// The words of the events that a change brings about, oldest first.
    mutating func words(_ change: (inout DemoCluster) -> Void) -> [String] {
        var driver = ConsoleDriver(demo.builder)
        change(&demo)
        driver.show(demo.builder)
        return driver.model.events.events.map(\.words.string)
    }

    @Test mutating func `nodes`() {
        let words = words { demo in
            demo.builder.change(demo.nodes[3]) {
                $0.status = NodeStatus(state: .down, message: "heartbeat failure")
                $0.spec.availability = .drain
            }
            demo.builder.change(demo.nodes[1]) {
                $0.manager?.isLeader = true
                $0.manager?.reachability = .reachable
            }
            demo.builder.node("node6")
        }
        #expect(
            words == [
                "node node6 joined", "node node2 leads the managers",
                "node node4 is down: heartbeat failure", "node node4 availability active → drain",
            ]
        )
    }

    @Test mutating func `what managers know of each other is told when it was seen`() throws {
        var driver = ConsoleDriver(demo.builder)
        demo.builder.now = demo.builder.now + .seconds(40)
        var lost = try #require(demo.builder.store.node(demo.nodes[1]))
        lost.manager?.reachability = .unreachable
        demo.builder.store.mirror(
            nodes: demo.builder.store.nodes.map { $0.id == lost.id ? lost : $0 }
        )
        driver.show(demo.builder)
        let event = try #require(driver.model.events.events.first)
        #expect(event.words.string == "manager node2 is unreachable")
        #expect(event.moment == demo.builder.now)
    }

    @Test mutating func `services`() {
        let words = words { demo in
            demo.builder.update(demo.api) {
                $0.mode = .replicated(replicas: 5)
                $0.task.container.environment = ["LOG=debug", "PORT=80"]
            }
            demo.builder.remove(demo.worker)
            demo.builder.service("fresh")
        }
        #expect(
            words.contains("shop_api: mode replicated 3 → replicated 5, env LOG info → debug")
        )
        #expect(words.contains("service worker removed"))
        #expect(words.contains("service fresh created"))
    }

    @Test mutating func `tasks`() {
        let words = words { demo in
            demo.builder.task(
                demo.api,
                slot: 1,
                on: demo.nodes[0],
                .failed,
                ago: .seconds(40),
                desired: .shutdown,
                error: "task: non-zero exit (1)"
            )
            demo.builder.task(demo.api, slot: 1, on: demo.nodes[1], .running, ago: .seconds(5))
            demo.builder.task(
                demo.api,
                slot: 2,
                on: nil,
                .pending,
                ago: .zero,
                error: "no suitable node"
            )
        }
        #expect(words.contains("shop_api.1 failed on node1: task: non-zero exit (1)"))
        #expect(words.contains("shop_api.1 runs on node2 after 2.6 s"))
        #expect(words.contains("shop_api.2 waits for a node: no suitable node"))
    }

    @Test mutating func `many of one sort are told as one`() {
        let words = words { demo in
            for slot in 10...30 { demo.builder.task(demo.api, slot: slot, on: demo.nodes[0]) }
        }
        #expect(words == ["shop_api: 21 tasks run now"])
    }

    @Test mutating func `an update's state in the engine's own words`() {
        let words = words { $0.beginUpdate() }
        #expect(words.contains("shop_web: image shop/web:4 → shop/web:5"))
        #expect(words.contains("shop_web: update in progress"))
    }

    @Test mutating func `enter on an event describes what it is about`() {
        var driver = ConsoleDriver(demo.builder)
        demo.builder.change(demo.nodes[3]) { $0.spec.availability = .pause }
        driver.show(demo.builder)
        driver.type("<tab><tab><tab><enter>")
        #expect(driver.model.selection == .node(demo.nodes[3]))
    }

    @Test func `the feed is bounded`() {
        var feed = EventFeed()
        let id = DemoCluster().web
        for number in 0..<1_500 {
            feed.add([
                ClusterEvent(
                    moment: .zero,
                    subject: .service(id),
                    phrase: "\(number)",
                    slot: .text
                )
            ])
        }
        #expect(feed.events.count == 1_000)
        #expect(feed.dropped == 500)
        #expect(feed.events.last?.words == SafeText(1_499))
    }
}

struct ServiceReadingTests {
    private func reading(
        onNode4 state: NodeStatus.State,
        running: Int
    ) throws -> ServiceReading {
        var demo = DemoCluster()
        let service = demo.builder.service("ghosts", replicas: 3)
        for slot in 1...running {
            demo.builder.task(service, slot: slot, on: demo.nodes[slot - 1])
        }
        demo.builder.task(service, slot: 3, on: demo.nodes[3], desired: .shutdown)
        demo.builder.change(demo.nodes[3]) { $0.status = NodeStatus(state: state) }
        return ServiceReading(
            try #require(demo.builder.store.service(service)),
            in: demo.builder.store
        )
    }

    @Test func `LIF-62 tasks of a lost node are counted as the engine does, and told apart`() throws
    {
        let reading = try reading(onNode4: .down, running: 3)
        #expect(reading.replicas == "4/3")
        #expect(reading.status(progress: nil) == ("running, 1 lost", .ok))
        #expect(!reading.isFaulty)
    }

    @Test func `a replica that only a lost node was running is missing`() throws {
        let reading = try reading(onNode4: .down, running: 2)
        #expect(reading.replicas == "3/3")
        #expect(reading.status(progress: nil) == ("1 missing", .warn))
        #expect(reading.isFaulty)
    }

    @Test func `the header counts no task of a lost node as running`() {
        var demo = DemoCluster()
        let all = demo.builder.store.taskTally
        #expect(
            ConsoleDriver(demo.builder).text.contains("tasks \(all.running)/\(all.wanted) running")
        )
        let count = demo.builder.store.tasks(on: demo.nodes[3]).count { $0.state == .running }
        demo.builder.change(demo.nodes[3]) { $0.status = NodeStatus(state: .down) }
        let text = ConsoleDriver(demo.builder).text
        #expect(count > 0)
        #expect(text.contains("tasks \(all.running - count)/\(all.wanted) running"))
    }

    @Test func `a task that is stopping on a node that is there is one too many`() throws {
        #expect(try reading(onNode4: .ready, running: 3).status(progress: nil).word == "1 too many")
    }
}

struct TextTests {
    @Test(arguments: [
        (Duration.seconds(-5), "0s"), (.seconds(59), "59s"), (.seconds(60), "1m"),
        (.seconds(3_599), "59m"), (.seconds(3_600), "1h"), (.seconds(172_799), "47h"),
        (.seconds(172_800), "2d"),
    ])
    func `ages have one unit`(duration: Duration, words: String) {
        #expect(Age.text(duration) == words)
    }

    @Test func `an age says how long it stays`() {
        #expect(Age.staysFor(.milliseconds(5_250)) == .milliseconds(750))
        #expect(Age.staysFor(.seconds(90)) == .seconds(30))
        #expect(Age.staysFor(.seconds(7_000)) == .seconds(200))
    }

    @Test func `dates are those of the calendar`() {
        #expect(Age.date(nanoseconds: 0) == "1970-01-01 00:00:00")
        #expect(Age.date(nanoseconds: 951_782_400_000_000_000) == "2000-02-29 00:00:00")
        #expect(Age.date(nanoseconds: 1_769_860_800_000_000_000) == "2026-01-31 12:00:00")
        #expect(Age.date(nanoseconds: -1_000_000_000) == "1969-12-31 23:59:59")
    }

    @Test func `amounts are short`() {
        #expect(Amount.bytes(512) == "512B")
        #expect(Amount.bytes(1_536) == "1.5K")
        #expect(Amount.bytes(8_589_934_592) == "8.0G")
        #expect(Amount.cores(500_000_000) == "0.5")
        #expect(Amount.cores(4_000_000_000) == "4")
        #expect(Amount.list(["a", "b", "c"]) == "a, b and c")
        #expect(Amount.list(["a", "b", "c"], limit: 2) == "a, b and 1 more")
    }

    @Test func `natural order compares numbers as numbers`() {
        let sorted = ["web.10", "Web.2", "web.1", "api", "web"].sorted {
            NaturalOrder.isLess($0, $1)
        }
        #expect(sorted == ["api", "web", "web.1", "Web.2", "web.10"])
        #expect(!NaturalOrder.isLess("a", "a"))
        #expect(NaturalOrder.isLess("a9", "a99999999999999999999999"))
    }

    @Test func `a line is edited as people expect`() {
        var line = LineEditor("hello big world")
        _ = line.take(.control("w"))
        #expect(line.text == "hello big ")
        _ = line.take(.home)
        _ = line.take(.delete)
        _ = line.take(.character("J"))
        #expect(line.text == "Jello big ")
        _ = line.take(.control("k"))
        #expect(line.text == "J")
        _ = line.take(.control("u"))
        #expect(line.text == "")
        let isTaken = line.take(.up)
        #expect(!isTaken)
    }

    @Test func `a long line shows the part around its cursor`() {
        var line = LineEditor("0123456789")
        #expect(line.window(width: 5).text.string == "6789")
        #expect(line.window(width: 5).cursor == 4)
        _ = line.take(.home)
        #expect(line.window(width: 5).cursor == 0)
    }

    @Test func `labels are read and written`() {
        let labels = ["zone": "a", "note": "two words", "flag": ""]
        let text = LabelText.write(labels)
        #expect(text == "flag \"note=two words\" zone=a")
        #expect(LabelText.read(text) == labels)
        #expect(LabelText.read("=x") == nil)
    }

    @Test func `the hues of neighbouring versions differ and stay`() {
        var hues = VersionHues()
        var builder = ClusterBuilder()
        let id = builder.service("web")
        var seen: [UInt64: Slot] = [:]
        var last: Slot?
        for number in 0..<30 {
            builder.update(id) { $0.task.container.image = "x:\(number)" }
            guard let service = builder.store.service(id) else { return }
            hues.note(service)
            let slot = hues.slot(service: id, version: service.specVersion)
            #expect(slot != last)
            last = slot
            if let version = service.specVersion { seen[version] = slot }
            if let old = service.previousSpecVersion, let before = seen[old] {
                #expect(hues.slot(service: id, version: old) == before)
            }
        }
    }
}

struct StoreDifferenceTests {
    @Test func `only what was written differs`() throws {
        var builder = hugeCluster(nodes: 10, tasksPerNode: 50)
        let before = builder.store
        let tasks = builder.store.allTasks
        builder.change(tasks[7].id) { $0.status.message = "x" }
        builder.store.beginTransaction()
        builder.store.remove(tasks[400].id)
        builder.service("new")
        let differences = builder.store.differences(from: before)
        #expect(differences.tasks.map { $0.before?.id } == [tasks[7].id, tasks[400].id])
        #expect(differences.tasks.map { $0.after?.id } == [tasks[7].id, nil])
        #expect(differences.services.map { $0.after?.name } == ["new"])
        #expect(differences.nodes.isEmpty && differences.networks.isEmpty)
        #expect(builder.store.differences(from: builder.store).isEmpty)
    }

    @Test func `a place that is used again is a removal and a creation`() throws {
        var builder = ClusterBuilder()
        let node = builder.node("a")
        let service = builder.service("s")
        let old = builder.task(service, slot: 1, on: node)
        let before = builder.store
        builder.store.beginTransaction()
        builder.store.remove(old)
        let new = builder.task(service, slot: 1, on: node)
        let differences = builder.store.differences(from: before)
        #expect(differences.tasks.count == 2)
        #expect(differences.tasks[0].before?.id == old && differences.tasks[0].after == nil)
        #expect(differences.tasks[1].before == nil && differences.tasks[1].after?.id == new)
    }
}
