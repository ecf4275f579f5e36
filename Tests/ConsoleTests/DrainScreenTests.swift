import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// A safe drain as the console carries it out and shows it.
struct DrainScreenTests {
    /// Begins a drain of node4, and lets the cluster follow its first commands.
    private func begin(_ driver: inout ConsoleDriver, _ demo: inout DemoCluster) {
        driver.command("safe-drain node4 2")
        driver.type("<tab><enter>")
        follow(&driver, &demo)
        follow(&driver, &demo)
    }

    /// Accepts what was asked, and shows the cluster after it.
    private func follow(_ driver: inout ConsoleDriver, _ demo: inout DemoCluster) {
        demo.builder.pass(.seconds(1))
        for effect in driver.takeEffects() {
            guard case .perform(let command, let id) = effect else { continue }
            switch command {
            case .updateNode(let node, _, let spec):
                demo.builder.change(node) { $0.spec = spec }
            case .updateService(let service, _, let spec):
                demo.builder.change(service) { $0.spec = spec }
            default: break
            }
            driver.send(.outcome(id, .success(CommandOutcome())))
        }
        driver.show(demo.builder)
    }

    @Test func `the box's second button begins it, and the node is paused first`() throws {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        driver.command("drain node4")
        driver.type("<tab><tab>")
        #expect(driver.box?.focus == .alternative)
        driver.type("<enter>")
        guard case .updateNode(demo.nodes[3], _, let spec)? = driver.takeCommands().first else {
            Issue.record("the node is not paused")
            return
        }
        #expect(spec.availability == .pause)
        #expect(driver.text.contains("Safe drain of node node4"))
        demo.builder.pass(.seconds(1))
        driver.type("<esc>")
        driver.command("safe-drain node4")
        #expect(driver.text.contains("Safe drain of node node4"))
        #expect(driver.takeCommands() == [])
    }

    @Test func `each service is given the mark in turn, and every command is in the log`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        begin(&driver, &demo)
        let marked = demo.builder.store.services.filter {
            $0.spec.labels[DrainMark.label] != nil
        }
        #expect(marked.map(\.name) == ["shop_api"])
        #expect(marked.first?.spec.update?.order == .startFirst)
        #expect(marked.first?.spec.update?.parallelism == 2)
        driver.command("ops")
        #expect(driver.text.contains("Safe drain of node4: move shop_api"))
        #expect(driver.text.contains("--update-order start-first --update-parallelism 2"))
    }

    @Test func `x gives up, and puts the spec and the node back`() {
        var demo = DemoCluster()
        let before = demo.builder.store.service(demo.api)?.spec
        var driver = ConsoleDriver(demo.builder)
        begin(&driver, &demo)
        #expect(demo.builder.store.service(demo.api)?.spec != before)
        driver.type("x")
        for _ in 0..<3 { follow(&driver, &demo) }
        #expect(demo.builder.store.service(demo.api)?.spec == before)
        #expect(demo.builder.store.node(demo.nodes[3])?.spec.availability == .active)
        #expect(driver.text.contains("given up: specs and node are as they were"))
    }

    @Test func `the past that is looked at, and a picture that is held, hold no drain up`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        driver.command("safe-drain node4 2")
        driver.type("<tab><enter>")
        follow(&driver, &demo)
        driver.type("<f8>")
        #expect(driver.text.contains("THE PAST"))
        follow(&driver, &demo)
        #expect(demo.builder.store.service(demo.api)?.spec.labels[DrainMark.label] != nil)
        driver.type("<f8>F")
        // Its replacements wait for a node, and in the end it goes on to the next service.
        demo.builder.task(demo.api, slot: 3, on: nil, .pending, error: "no suitable node")
        for _ in 0..<16 { follow(&driver, &demo) }
        #expect(demo.builder.store.service(demo.api)?.spec.labels[DrainMark.label] == nil)
        #expect(demo.builder.store.services.contains { $0.spec.labels[DrainMark.label] != nil })
    }

    @Test func `a drain does not go on by itself on another time line`() {
        var demo = DemoCluster()
        let before = demo.builder
        var driver = ConsoleDriver(demo.builder)
        begin(&driver, &demo)
        _ = driver.takeEffects()
        var branch = before
        branch.era = 1
        driver.show(branch)
        for _ in 0..<3 {
            branch.pass(.seconds(1))
            driver.show(branch)
        }
        #expect(driver.takeCommands() == [])
        #expect(driver.text.contains("the cluster went to another moment: begin it again"))
    }

    @Test func `a reason stands below its service, and what was lost is not called safe`() throws {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        begin(&driver, &demo)
        demo.builder.task(demo.api, slot: 3, on: nil, .pending, error: "no suitable node")
        for _ in 0..<12 { follow(&driver, &demo) }
        let lines = driver.text.split(separator: "\n")
        let api = try #require(lines.firstIndex { $0.contains("✗ shop_api") })
        #expect(lines[api + 1].contains("no suitable node"))
        // D is for what is held up, and nothing is yet.
        driver.type("D")
        #expect(driver.text.contains("nothing is held up"))
        demo.builder.change(demo.nodes[3]) { $0.status.state = .down }
        driver.show(demo.builder)
        for _ in 0..<60 { follow(&driver, &demo) }
        #expect(!driver.text.contains("safely"))
    }

    @Test func `a replacement that stays new is held as well, though the cluster tells nothing`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        begin(&driver, &demo)
        demo.builder.task(demo.api, slot: 3, on: nil, .new)
        follow(&driver, &demo)
        #expect(driver.text.contains("moving its tasks"))
        // Nothing but the time goes on.
        for _ in 0..<3 { driver.pass(.seconds(6)) }
        #expect(driver.text.contains("its networks give its replacement no address"))
    }

    @Test func `a drain that an earlier console left half done is told of at once`() {
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        begin(&driver, &demo)
        #expect(demo.builder.store.node(demo.nodes[3])?.spec.labels[DrainMark.label] == "active")
        var next = ConsoleDriver(demo.builder)
        #expect(next.text.contains("a safe drain of node4 was left half done"))
        next.command("safe-drain node4")
        next.type("<tab><enter>")
        next.type("x")
        for _ in 0..<4 { follow(&next, &demo) }
        #expect(demo.builder.store.node(demo.nodes[3])?.spec.availability == .active)
        #expect(demo.builder.store.node(demo.nodes[3])?.spec.labels[DrainMark.label] == nil)
        #expect(demo.builder.store.services.allSatisfy { $0.spec.labels[DrainMark.label] == nil })
        let reader = ConsoleDriver(demo.builder)
        #expect(!reader.text.contains("half done"))
    }

    @Test func `the command asks, and cancel changes nothing`() {
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.command("safe-drain node4 2")
        #expect(driver.box?.focus == .cancel)
        #expect(driver.text.contains("Safe drain of node node4"))
        #expect(driver.text.contains("2 at a time"))
        #expect(driver.text.contains("docker node update --availability pause node4"))
        driver.type("<enter>")
        #expect(driver.box == nil)
        #expect(driver.takeCommands() == [])
    }

    @Test func `a read-only console begins none`() {
        var driver = ConsoleDriver(
            DemoCluster().builder,
            settings: ConsoleSettings(readOnly: true)
        )
        driver.command("safe-drain node4")
        #expect(driver.prompt?.error == "this console is read-only")
        #expect(driver.takeCommands() == [])
    }

    @Test func `the page of a safe drain`() throws {
        for (columns, rows) in Golden.sizes + [(100, 30)] {
            var demo = DemoCluster()
            var driver = ConsoleDriver(demo.builder, size: Size(columns: columns, rows: rows))
            begin(&driver, &demo)
            try Golden.check(driver.grid(), "safe-drain")
        }
    }
}
