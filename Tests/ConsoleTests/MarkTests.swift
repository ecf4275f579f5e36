import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct MarkTests {
    var demo = DemoCluster()

    func driver(_ command: String) -> ConsoleDriver {
        var driver = ConsoleDriver(demo.builder)
        driver.command(command)
        _ = driver.takeEffects()
        return driver
    }

    @Test func `an action is about all marked objects, each with its own version`() throws {
        var driver = driver("services")
        driver.type("<space>jj<space>r")
        let text = driver.text
        #expect(text.contains("Update 2 services"))
        #expect(text.contains("service shop_api ·"))
        #expect(text.contains("service shop_web ·"))
        #expect(text.contains("docker service update --force shop_api && docker service update"))
        driver.type("<tab><enter>")
        let expected = try [demo.api, demo.web].map { id in
            let service = try #require(demo.builder.store.service(id))
            var spec = service.spec
            spec.task.forceUpdate += 1
            return ClusterCommand.updateService(id, version: service.meta.version, spec: spec)
        }
        #expect(driver.takeCommands() == expected)
        #expect(driver.model.operations.operations.count == 2)
        #expect(driver.model.table?.marks.isEmpty == true)
    }

    @Test func `marked services are scaled together to what is typed`() throws {
        var driver = driver("services")
        // The cursor stands on one that is not marked, and has no number of replicas.
        driver.type("<space>jj<space>kk")
        #expect(driver.model.situation.service?.name == "shop_proxy")
        driver.type("s")
        #expect(driver.text.contains("Scale 2 services"))
        #expect(driver.text.contains("service shop_api ·"))
        #expect(!driver.text.contains("service shop_proxy ·"))
        // They have different numbers: none is offered.
        #expect(driver.box?.field.text == "")
        #expect(!driver.text.contains("✗ a whole number"))
        driver.type("5")
        #expect(driver.text.contains("shop_api: 3 → 5 replicas"))
        #expect(driver.text.contains("shop_web: 6 → 5 replicas"))
        driver.type("<enter><enter>")
        let commands = driver.takeCommands()
        #expect(commands.count == 2)
        for command in commands {
            guard case .updateService(_, _, let spec) = command else {
                Issue.record("another command")
                continue
            }
            #expect(spec.mode == .replicated(replicas: 5))
        }
    }

    @Test func `what is for one object at a time takes none for the marked ones`() {
        for key in ["L", "E"] {
            var driver = driver("services")
            driver.type("<space>\(key)")
            #expect(driver.box == nil)
            #expect(driver.takeEffects().isEmpty)
            #expect(driver.text.contains("one at a time; take the marks away first"))
            driver.type("g\(key)")
            #expect(driver.box != nil || !driver.takeEffects().isEmpty)
        }
    }

    @Test func `a range is marked and unmarked`() {
        var driver = driver("services")
        driver.type("<space>jj^@")
        #expect(driver.model.table?.marks.count == 4)
        #expect(driver.text.contains("4 marked"))
        driver.type("^\\")
        #expect(driver.model.table?.marks.isEmpty == true)
    }

    @Test func `nodes that are drained together do not take each other's tasks`() {
        var driver = driver("nodes")
        driver.type("<space><space><space><space><space>r")
        #expect(driver.text.contains("Drain 5 nodes"))
        driver.type("<down><down><down><down><down><down><down><down>")
        #expect(driver.text.contains("no other node takes tasks"))
    }

    @Test func `what cannot be done is left out, and said`() {
        var driver = driver("nodes")
        driver.type("jj<space><space>^d")
        #expect(driver.text.contains("node3: ✗ left out, it is a manager"))
        driver.type("2 nodes<enter><enter>")
        #expect(driver.takeCommands() == [.removeNode(demo.nodes[3], force: true)])
    }

    @Test mutating func `a marked object that goes is taken out of the question`() {
        var driver = driver("services")
        driver.type("jjj<space><space>r<tab>")
        #expect(driver.box?.parts.count == 2)
        demo.builder.remove(demo.worker)
        driver.show(demo.builder)
        #expect(driver.box?.parts.count == 1)
        #expect(driver.box?.focus == .cancel)
        #expect(driver.text.contains("worker is gone"))
    }

    @Test
    mutating func `marks whose objects go are told, so that no action takes another for them`() {
        var driver = driver("services")
        driver.type("G<space>")
        demo.builder.remove(demo.worker)
        driver.show(demo.builder)
        #expect(driver.text.contains("1 mark went with the rows"))
        driver.type("<esc>")
        demo.builder.remove(demo.web)
        driver.show(demo.builder)
        driver.pass(.seconds(60))
        #expect(!driver.text.contains("went with the rows"))
    }

    @Test func `marks that a filter hides are forgotten`() {
        var driver = driver("services")
        driver.type("<space><space>/worker<enter>")
        #expect(driver.model.table?.marks.isEmpty == true)
        #expect(driver.text.contains("2 marks went with the rows"))
    }
}
