import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct TaskActionTests {
    let demo = DemoCluster()

    /// The tasks of the worker service; slot 4 is the fourth row, its old tasks follow.
    func driver(at row: Int) -> ConsoleDriver {
        var driver = ConsoleDriver(demo.builder)
        driver.command("tasks worker")
        driver.type(String(repeating: "j", count: row - 1))
        _ = driver.takeAllEffects()
        return driver
    }

    func task(slot: Int, _ index: Int = 0) throws -> SwarmTask {
        try #require(
            demo.builder.store.tasks(of: demo.worker, in: .slot(slot)).dropLast(index).last
        )
    }

    @Test func `kill ends the container, after asking`() throws {
        var driver = driver(at: 1)
        driver.type("^d")
        #expect(driver.text.contains("Another task takes its place after the restart delay of 5s"))
        driver.type("<tab><enter>")
        #expect(try driver.takeCommands() == [.removeContainer(task(slot: 1).id)])
    }

    @Test func `a task that has ended has no container to kill`() {
        var driver = driver(at: 5)
        driver.type("^d")
        #expect(driver.text.contains("its state is failed: there is no running container"))
    }

    @Test func `logs of the task and of the one before it`() throws {
        var driver = driver(at: 4)
        driver.type("l")
        guard case .openLogs(let request, _)? = driver.takeAllEffects().last else {
            Issue.record("no stream was opened")
            return
        }
        #expect(try request.target == .task(task(slot: 4).id))
        driver.type("<esc>p")
        guard case .openLogs(let previous, _)? = driver.takeAllEffects().last else {
            Issue.record("no stream was opened")
            return
        }
        #expect(try previous.target == .task(task(slot: 4, 1).id))
    }

    @Test func `p is refused where there was no task before`() {
        var driver = driver(at: 1)
        driver.type("p")
        #expect(driver.text.contains("no task of this slot was before it"))
    }

    @Test func `o goes to the node, J to the service`() throws {
        var driver = driver(at: 1)
        driver.type("o")
        #expect(try driver.model.selection == .node(#require(task(slot: 1).nodeID)))
        driver.type("<esc>J")
        #expect(driver.model.selection == .service(demo.worker))
    }

    @Test func `LIF-60 old tasks stand under their slot, newest first, and can be hidden`() {
        var driver = driver(at: 1)
        #expect(driver.text.contains(" \\_ worker.4  ✗ failed"))
        #expect(driver.model.table?.count == 6)
        driver.type("t")
        #expect(driver.model.table?.count == 4)
        #expect(driver.text.contains("2 finished hidden"))
    }
}

struct ObjectActionTests {
    let demo = DemoCluster()

    @Test func `a stack is removed after its name was typed`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("stacks")
        driver.type("^d")
        #expect(driver.text.contains("4 services"))
        driver.type("sho<enter><enter>")
        #expect(driver.takeEffects() == [])
        driver.type("p<enter><enter>")
        let effects = driver.takeEffects()
        #expect(effects == [.removeStack(name: "shop", OperationID(number: 1))])
    }

    @Test func `enter on a stack shows its services`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("stacks")
        driver.type("<enter>")
        #expect(driver.model.table?.kind == .services(.stack("shop")))
        #expect(driver.model.table?.count == 4)
    }

    @Test(arguments: ["networks", "configs", "secrets", "volumes"])
    func `what a service uses is not removed`(kind: String) {
        var driver = ConsoleDriver(demo.builder)
        driver.command(kind)
        driver.type("^d")
        #expect(driver.text.contains("refused: it is in use by shop_"))
        driver.type("shop_data<tab><tab><enter><enter>")
        #expect(driver.takeEffects() == [])
    }

    @Test func `what nobody uses is removed`() {
        var builder = ClusterBuilder()
        let node = builder.node("a", role: .manager, leader: true)
        let network = builder.network("spare")
        let config = builder.config("old", "x")
        let secret = builder.secret("key")
        builder.volume("data", on: node)
        var driver = ConsoleDriver(builder)
        for kind in ["networks", "configs", "secrets"] {
            driver.command(kind)
            driver.type("^d<tab><enter>")
        }
        driver.command("volumes")
        driver.type("^ddata<enter><enter>")
        #expect(
            driver.takeCommands() == [
                .removeNetwork(network), .removeConfig(config), .removeSecret(secret),
                .removeVolume(name: "data", node: node, force: false),
            ]
        )
    }

    @Test func `u on a network shows the services that use it`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("networks")
        driver.type("u")
        #expect(driver.model.table?.count == 1)
        #expect(driver.model.selection == .service(demo.web))
    }

    @Test func `y asks for the JSON and shows it when it comes`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("y")
        #expect(driver.takeEffects() == [.loadJSON(.service(demo.api))])
        #expect(driver.text.contains("loading"))
        driver.send(.json(.service(demo.api), "{\n  \"ID\": \"x\"\n}"))
        #expect(driver.text.contains("\"ID\": \"x\""))
        driver.type("y")
        #expect(driver.model.surface == .describe)
    }
}
