import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Screens that something has to happen for first.
struct GoldenStoryTests {
    /// Plays a story at the four sizes and compares the last picture of each.
    func play(_ name: String, _ story: (inout ConsoleDriver, inout DemoCluster) -> Void) throws {
        for (columns, rows) in Golden.sizes {
            var demo = DemoCluster()
            var driver = ConsoleDriver(demo.builder, size: Size(columns: columns, rows: rows))
            story(&driver, &demo)
            try Golden.check(driver.grid(), name)
        }
    }

    static let words = [
        "GET / 200 12ms", "GET /cart 200 31ms", "\u{1B}[33mWARN\u{1B}[0m pool is at 90 %",
        "POST /order 201 88ms",
        "ERROR upstream timed out after 30 s while reading the answer's header",
        "日本語のログ GET /検索 200", "GET /health 200 1ms",
    ]

    /// Opens the log of the web service and fills it.
    func fillLog(_ driver: inout ConsoleDriver, _ demo: DemoCluster) {
        driver.command("logs shop_web")
        guard let stream = driver.model.logs.keys.max() else { return }
        let tasks = demo.builder.store.tasks(of: demo.web)
        let lines = (0..<60).map { index in
            LogLine(
                moment: demo.builder.now - .milliseconds(Int64(60 - index) * 137),
                task: tasks[index * 5 % tasks.count].id,
                node: nil,
                stream: index % 9 == 4 ? .stderr : .stdout,
                text: Self.words[index % Self.words.count]
            )
        }
        driver.send(.logLines(stream, lines, ended: false))
        driver.pass(.milliseconds(500))
    }

    @Test func `logs of a service`() throws {
        try play("logs") { fillLog(&$0, $1) }
    }

    @Test func `logs wrapped, with times and a search`() throws {
        try play("logs-search") { driver, demo in
            fillLog(&driver, demo)
            driver.type("wt/error<enter>")
        }
    }

    @Test func `a rollout that is paused`() throws {
        try play("rollout-paused") { driver, demo in
            demo.beginUpdate()
            driver.show(demo.builder)
            demo.pauseUpdate()
            driver.show(demo.builder)
            driver.command("rollout shop_web")
        }
    }

    @Test func `an automatic rollback`() throws {
        try play("rollout-rollback") { driver, demo in
            demo.beginUpdate()
            driver.show(demo.builder)
            demo.rollBack()
            driver.show(demo.builder)
            driver.command("rollout shop_web")
        }
    }

    @Test func `tasks without a node, and on a node that does not answer`() throws {
        try play("waiting") { driver, demo in
            for slot in 7...9 {
                demo.builder.task(
                    demo.web,
                    slot: slot,
                    on: nil,
                    .pending,
                    ago: .seconds(4),
                    error: "no suitable node (insufficient resources on 5 nodes)"
                )
            }
            demo.builder.change(demo.nodes[4]) { $0.status.state = .down }
            driver.show(demo.builder)
            driver.type("<tab><tab>")
        }
    }

    @Test func `raw JSON`() throws {
        try play("json") { driver, demo in
            driver.command("services")
            driver.type("y")
            let text = "{\n  \"ID\": \"\(demo.api)\",\n  \"Version\": {\n    \"Index\": 12\n  }\n}"
            driver.send(.json(.service(demo.api), text))
        }
    }

    @Test func `a stack's plan`() throws {
        try play("plan") { driver, _ in
            driver.command("deploy shop.yml shop")
            let plan = StackPlanText(lines: [
                .init(.heading, "services"), .init(.same, Phrase(named: "shop_api")),
                .init(.added, Phrase(named: "shop_cache  redis:7")),
                .init(
                    .changed,
                    Phrase(named: "shop_web  image shop/web:4 → shop/web:5 (restarts 6 tasks)")
                ),
                .init(.removed, Phrase(named: "shop_old")),
                .init(.warning, Phrase(named: "shop_data: volumes are never removed")),
            ])
            driver.send(.stackPlan(OperationID(number: 1), .success(plan)))
        }
    }

    @Test func `a stack's plan that was carried out`() throws {
        try play("plan-done") { driver, _ in
            driver.command("deploy shop.yml shop")
            let id = OperationID(number: 1)
            let plan = StackPlanText(lines: [.init(.added, Phrase(named: "service shop_cache"))])
            driver.send(.stackPlan(id, .success(plan)))
            driver.type("<enter><tab><enter>")
            driver.send(
                .workProgress(id, ["Creating service shop_cache"], ended: .done)
            )
            driver.pass(.seconds(30))
        }
    }

    /// Plays a story with addresses and names.
    func playNetworks(_ name: String, _ story: (inout ConsoleDriver, NetworkDemo) -> Void) throws {
        for (columns, rows) in Golden.sizes {
            let demo = NetworkDemo()
            var driver = ConsoleDriver(demo.builder, size: Size(columns: columns, rows: rows))
            story(&driver, demo)
            try Golden.check(driver.grid(), name)
        }
    }

    @Test func `the tasks of a network`() throws {
        try playNetworks("network-tasks") { driver, _ in
            driver.command("networks")
            driver.type("/shop<enter><enter>")
        }
    }

    @Test func `a network in words`() throws {
        try playNetworks("network") { driver, _ in driver.command("describe network shop_default") }
    }

    @Test func `what a name stands for`() throws {
        try playNetworks("lookup") { driver, demo in
            driver.command("lookup tasks.web from shop_api")
            let asker = demo.builder.store.tasks(of: demo.shop.api, in: .slot(1)).last?.id
            guard let asker else { return }
            driver.send(.nameAnswer(NameQuery("tasks.web", from: asker), demo.tasksAnswer))
        }
    }

    @Test func `which way requests took`() throws {
        try playNetworks("requests") { driver, demo in
            driver.command("request node2:8010 6")
            driver.send(
                .outcome(OperationID(number: 1), .success(CommandOutcome(requests: demo.report)))
            )
        }
    }

    /// Plays a story over three data centres.
    func playZones(_ name: String, _ story: (inout ConsoleDriver, inout ZoneDemo) -> Void) throws {
        for (columns, rows) in Golden.sizes {
            var demo = ZoneDemo()
            var driver = ConsoleDriver(demo.builder, size: Size(columns: columns, rows: rows))
            story(&driver, &demo)
            try Golden.check(driver.grid(), name)
        }
    }

    @Test func `the managers, one of them down`() throws {
        try playZones("managers") { driver, demo in
            demo.lose(1)
            demo.lead(2)
            demo.change(demo.nodes[2]) { $0.appliedIndex = 4_198 }
            driver.show(demo.builder)
            driver.command("managers")
        }
    }

    @Test func `zones, one cut off and one slow`() throws {
        try playZones("zones") { driver, demo in
            demo.builder.topology.troubled = [
                .init(.zone("dc1"), .zone("dc2"), .cut),
                .init(
                    .zone("dc1"),
                    .zone("dc3"),
                    LinkQuality(latency: .milliseconds(400), jitter: .milliseconds(50), loss: 0.2)
                ),
            ]
            demo.builder.topology.strayed = [demo.nodes[3]]
            demo.builder.change(demo.nodes[3]) { $0.status.state = .down }
            driver.show(demo.builder)
            driver.command("zones")
        }
    }

    @Test(arguments: [
        ("box-kill-leader", "fault kill node1"), ("box-partition", "fault partition dc1 dc2"),
        ("box-no-quorum", "fault kill node2,node3"),
    ])
    func `what a fault would do`(name: String, line: String) throws {
        try playZones(name) { driver, _ in driver.command(line) }
    }

    @Test func `a join token`() throws {
        try playZones("join-token") { driver, demo in
            var cluster = demo.builder.store.cluster
            cluster.joinTokens = JoinTokens(
                worker: "SWMTKN-1-0123456789abcdefghijklmnopqrstuvwxyz0123456789abcd-worker",
                manager: "SWMTKN-1-m"
            )
            demo.builder.store.update(cluster)
            driver.show(demo.builder)
            driver.command("join-token worker")
        }
    }

    @Test func `operations and messages`() throws {
        try play("ops-filled") { driver, _ in
            driver.command("scale worker 6")
            driver.type("<enter><enter>")
            driver.pass(.milliseconds(250))
            driver.send(.outcome(OperationID(number: 1), .success(CommandOutcome())))
            driver.command("drain node4")
            driver.type("<tab><enter>")
            driver.send(.outcome(OperationID(number: 2), .failure(.noLeader)))
            driver.command("ops")
        }
    }

    @Test func `a box whose object has changed`() throws {
        try play("box-moved") { driver, demo in
            driver.command("image worker acme/worker:10")
            demo.builder.update(demo.worker) { $0.mode = .replicated(replicas: 7) }
            driver.show(demo.builder)
        }
    }

    @Test func `no quorum, old data, a fast clock`() throws {
        try play("trouble") { driver, demo in
            for node in demo.nodes[1...2] {
                demo.builder.change(node) {
                    $0.manager?.reachability = .unreachable
                    $0.status = NodeStatus(state: .down, message: "heartbeat failure")
                }
            }
            demo.builder.clock.speed = 4
            driver.show(demo.builder)
            driver.send(.connection(.lost(since: driver.model.now, reason: "connection refused")))
            driver.pass(.seconds(9))
            driver.type("<tab>r")
        }
    }

    @Test func `a real cluster has another badge`() throws {
        try play("live") { driver, demo in
            demo.builder.source = .live(context: "production")
            demo.builder.readOnlyReason = nil
            driver.show(demo.builder)
            driver.command("services")
        }
    }

    @Test func `a cluster that another skep serves says that it is simulated`() throws {
        try play("served") { driver, demo in
            demo.builder.source = .served(context: "unix:///run/user/1000/skep/docker.sock")
            driver.show(demo.builder)
            driver.command("services")
        }
    }

    @Test func `a cluster with nothing in it`() throws {
        for (columns, rows) in Golden.sizes {
            var builder = ClusterBuilder()
            builder.node("node1", role: .manager, leader: true)
            let driver = ConsoleDriver(builder, size: Size(columns: columns, rows: rows))
            try Golden.check(driver.grid(), "empty")
        }
    }

    @Test(arguments: [(30, 40, "strips"), (400, 4, "nodes")])
    func `the map of larger clusters condenses`(nodes: Int, tasks: Int, name: String) throws {
        for (columns, rows) in Golden.sizes {
            var builder = hugeCluster(nodes: nodes, tasksPerNode: tasks)
            for index in [3, 17] {
                builder.change(builder.store.nodes[index].id) { $0.status.state = .down }
            }
            builder.change(builder.store.nodes[9].id) { $0.spec.availability = .drain }
            var driver = ConsoleDriver(builder, size: Size(columns: columns, rows: rows))
            driver.type("<tab><tab>")
            try Golden.check(driver.grid(), "map-\(name)")
        }
    }
}
