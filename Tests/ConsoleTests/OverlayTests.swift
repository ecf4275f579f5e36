import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Names, requests and networks on the screen.
struct OverlayScreenTests {
    let demo = NetworkDemo()

    func driver(_ columns: Int = 120, _ rows: Int = 40) -> ConsoleDriver {
        ConsoleDriver(demo.builder, size: Size(columns: columns, rows: rows))
    }

    // MARK: - Names

    @Test func `lookup asks for the name as the first task of the named service sees it`() {
        var driver = driver()
        driver.command("lookup api from shop_web")
        #expect(driver.takeEffects() == [.resolve(NameQuery("api", from: demo.webTasks[0]))])
        #expect(driver.text.contains("lookup of api"))
        #expect(driver.text.contains("asking …"))
    }

    @Test func `lookup without a task is asked by the selected one, or by one that can`() {
        var driver = driver()
        driver.command("tasks")
        driver.type("/nothing<enter>")
        driver.command("lookup shop_web")
        let first = demo.builder.store.tasks(of: demo.shop.api, in: .slot(1)).last?.id
        #expect(
            driver.takeEffects() == first.map { [.resolve(NameQuery("shop_web", from: $0))] }
        )
        driver.command("tasks shop_web")
        driver.type("jjnshop_api<enter>")
        #expect(driver.takeEffects() == [.resolve(NameQuery("shop_api", from: demo.webTasks[2]))])
    }

    @Test(arguments: [
        ("lookup", "usage: lookup NAME"), ("lookup api from", "usage: lookup NAME"),
        ("lookup api from nobody", "task nobody not found"),
        ("lookup api from worker.9", "task worker.9 not found"),
        ("request node2", "a port is missing: request node2:PORT"),
        ("request node9:80", "node node9 not found"),
        ("request shop_web:80", "shop_web is a service: say which task asks"),
        ("request node1:0", "0 is no port"), ("request node1:99999", "99999 is no port"),
        ("request node1:80 many", "many is no number of requests"),
    ])
    func `what cannot be asked is refused in place, and says what is wrong`(
        line: String,
        words: String
    ) {
        var driver = driver()
        driver.command(line)
        #expect(driver.prompt?.error?.contains(words) == true, "\(driver.prompt?.error ?? "-")")
        #expect(driver.takeEffects() == [])
    }

    @Test func `an answer says where the name was found and for what it stands`() {
        var driver = driver()
        driver.command("lookup api from shop_web")
        driver.send(.nameAnswer(NameQuery("api", from: demo.webTasks[0]), demo.virtualAnswer))
        let text = driver.text
        #expect(text.contains("a service's virtual address on shop_default"))
        #expect(text.contains("10.0.1.3"))
        #expect(text.contains("service shop_api"))
    }

    @Test func `a page with a name asks again when the cluster changes, one question at a time`() {
        var demo = demo
        var driver = driver()
        driver.command("lookup api from shop_web")
        let query = NameQuery("api", from: demo.webTasks[0])
        _ = driver.takeEffects()
        demo.builder.setStatus(demo.shop.api, UpdateStatus(state: .updating, message: ""))
        driver.show(demo.builder)
        #expect(driver.takeEffects() == [])
        driver.send(.nameAnswer(query, demo.virtualAnswer))
        demo.builder.setStatus(demo.shop.api, nil)
        driver.show(demo.builder)
        #expect(driver.takeEffects() == [.resolve(query)])
        driver.type("<esc>")
        demo.builder.setStatus(demo.shop.web, UpdateStatus(state: .updating, message: ""))
        driver.show(demo.builder)
        #expect(driver.takeEffects() == [])
    }

    // MARK: - Requests

    @Test func `request sends over a node's published port, and enter sends again`() {
        var driver = driver()
        driver.command("request node2:8010 6")
        let command = ClusterCommand.request(
            .published(node: demo.shop.nodes[1], port: 8_010),
            count: 6
        )
        #expect(driver.takeCommands() == [command])
        #expect(driver.text.contains("requests to node2:8010"))
        driver.send(
            .outcome(OperationID(number: 1), .success(CommandOutcome(requests: demo.report)))
        )
        #expect(
            driver.text.contains("node2:8010 → ingress 10.0.0.3 → node1 10.0.0.21:80 shop_web.1")
        )
        #expect(driver.text.contains("2 of 6 answered with an error"))
        driver.type("<enter>")
        #expect(driver.takeCommands() == [command])
        driver.command("ops")
        #expect(driver.text.contains("Send 6 requests to node2:8010"))
        #expect(driver.text.contains("curl http://node2:8010/"))
    }

    @Test func `request with a task goes over the name`() {
        var driver = driver()
        driver.command("request api:80 3 from shop_web.2")
        #expect(
            driver.takeCommands() == [
                .request(.name("api", port: 80, from: demo.webTasks[1]), count: 3)
            ]
        )
    }

    @Test func `a failure says what a client prints and what is behind it`() {
        var driver = driver()
        driver.command("request node5:8010")
        var report = RequestReport(
            .published(node: demo.shop.nodes[4], port: 8_010),
            count: 1,
            entry: demo.shop.nodes[4]
        )
        report.failure = .noRoute("node5 is down or not in the swarm")
        driver.send(.outcome(OperationID(number: 1), .success(CommandOutcome(requests: report))))
        #expect(driver.text.contains("✗ no route to host"))
        #expect(driver.text.contains("node5 is down or not in the swarm"))
    }

    @Test func `a request needs no manager, but no read-only console sends one`() {
        var demo = demo
        for node in demo.shop.nodes[0...2] {
            demo.builder.change(node) { $0.manager?.reachability = .unreachable }
        }
        var driver = ConsoleDriver(demo.builder)
        driver.command("request node4:8010")
        #expect(driver.takeCommands().count == 1)
        var guarded = ConsoleDriver(
            demo.builder,
            settings: ConsoleSettings(readOnly: true, themeNames: ["dark"], version: "0.1")
        )
        guarded.command("request node4:8010")
        #expect(guarded.prompt?.error == "this console is read-only")
    }

    @Test func `a live cluster cannot be looked into`() {
        var demo = demo
        demo.builder.source = .live(context: "production")
        var driver = ConsoleDriver(demo.builder)
        for line in ["lookup api from shop_web", "request node2:8010"] {
            driver.command(line)
            #expect(driver.prompt?.error == "only a simulated cluster can do that")
            driver.type("<esc>")
        }
    }

    @Test func `tab completes nodes with their published ports`() {
        var driver = driver()
        driver.type(":request node3<tab>")
        #expect(driver.prompt?.editor.text == "request node3:8010 ")
    }

    // MARK: - Networks

    @Test func `enter on a network lists its tasks with their addresses there`() {
        var driver = driver()
        driver.command("networks")
        driver.type("/shop<enter><enter>")
        #expect(driver.text.contains("tasks of shop_default"))
        #expect(driver.text.contains("10.0.1.0/24 via 10.0.1.1"))
        #expect(driver.text.contains("10.0.1.21"))
        #expect(!driver.text.contains("worker.1"))
        driver.type("<enter>")
        #expect(driver.text.contains("task shop_api.1"))
    }

    @Test func `u on a network still lists the services that use it`() {
        var driver = driver()
        driver.command("networks")
        driver.type("/shop<enter>u")
        #expect(driver.text.contains("services of shop_default"))
    }

    @Test func `ALC-24 a network's description has the load balancer of each node`() {
        var driver = driver()
        driver.command("describe network shop_default")
        let text = driver.text
        #expect(text.contains("Load balancers (2)"))
        #expect(text.contains("10.0.1.51"))
        #expect(text.contains("also api"))
        #expect(text.contains("*:8010->80/tcp"))
    }

    @Test func `the tasks of a service are headed by where it is found`() {
        var driver = driver()
        driver.command("tasks shop_web")
        #expect(driver.text.contains("ingress 10.0.0.2 · shop_default 10.0.1.2 · *:8010->80/tcp"))
    }
}
