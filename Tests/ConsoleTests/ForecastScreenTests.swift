import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Forecasts in boxes and on pages, and why tasks are where they are.
struct ForecastScreenTests {
    private func driver(_ demo: ForecastDemo, _ columns: Int = 120, _ rows: Int = 40)
        -> ConsoleDriver
    {
        ConsoleDriver(demo.builder, size: Size(columns: columns, rows: rows))
    }

    private func asked(_ driver: inout ConsoleDriver) -> [(ForecastRequest, ForecastID)] {
        driver.takeEffects().compactMap {
            if case .forecast(let request, let id) = $0 { return (request, id) }
            return nil
        }
    }

    // MARK: - Boxes

    @Test func `a box opens at once, asks for its forecast, and shows it when it comes`() throws {
        let demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("drain node4")
        let (request, id) = try #require(asked(&driver).first)
        #expect(request.commands.count == 1)
        #expect(driver.text.contains("Forecast: working it out …"))
        driver.send(.forecast(id, .success(demo.drain())))
        #expect(driver.text.contains("Forecast, if it is done now"))
        #expect(driver.text.contains("node4 → node5  after 1.9 s"))
        #expect(driver.text.contains("✗ waits:"))
        #expect(driver.text.contains("all at rest after 2.3 s"))
        #expect(driver.text.contains("shop_web: 6 running → at least 5 for 1.9 s → 6"))
    }

    @Test func `a standstill names the updates that do not end`() throws {
        let demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("drain node4")
        let (_, id) = try #require(asked(&driver).first)
        var forecast = demo.drain()
        (forecast.isSettled, forecast.isStuck) = (false, true)
        forecast.end = forecast.start + .seconds(18)
        driver.send(.forecast(id, .success(forecast)))
        #expect(
            driver.text.contains("nothing more happens after 18.0 s, though not all is at rest")
        )
        forecast.services[0].update = .updating
        driver.send(.forecast(id, .success(forecast)))
        #expect(driver.text.contains("but updates do not end: \(forecast.services[0].name)"))
    }

    @Test func `what is typed asks anew and ends the question before it; esc ends the last`() throws
    {
        var driver = driver(ForecastDemo())
        driver.command("scale shop_web 7")
        let first = try #require(asked(&driver).first)
        driver.type("0")
        let effects = driver.takeEffects()
        guard case .forecast(let request, let second)? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(effects.last == .cancelForecast(first.1))
        #expect(request != first.0)
        driver.type("<esc>")
        #expect(driver.takeEffects() == [.cancelForecast(second)])
        #expect(driver.box == nil)
    }

    @Test func `the old forecast stays until a newer one is there, at most every three seconds`()
        throws
    {
        var demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("drain node4")
        let first = try #require(asked(&driver).first?.1)
        driver.send(.forecast(first, .success(demo.drain())))
        demo.shop.builder.task(demo.shop.worker, slot: 9, on: demo.shop.nodes[0])
        driver.show(demo.builder)
        #expect(asked(&driver).isEmpty)
        driver.pass(.seconds(4))
        let second = try #require(asked(&driver).first?.1)
        #expect(driver.text.contains("all at rest after 2.3 s"))
        #expect(driver.text.contains("working it out anew"))
        driver.send(.forecast(second, .failure(EngineError(status: 500, message: "too far"))))
        #expect(driver.text.contains("✗ too far"))
    }

    @Test func `the forecast is that of the button in focus, and so is the docker command`() throws
    {
        let demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("drain node4")
        _ = try #require(asked(&driver).first)
        #expect(driver.text.contains("$ docker node update --availability drain node4"))
        driver.type("<tab><tab>")
        #expect(driver.box?.focus == .alternative)
        let rehearsals = driver.takeEffects().compactMap { effect -> Rehearsal? in
            guard case .rehearse(let rehearsal, _) = effect else { return nil }
            return rehearsal
        }
        #expect(rehearsals == [.safeDrain(demo.shop.nodes[3], parallelism: 1)])
        #expect(driver.text.contains("$ docker node update --availability pause node4"))
        #expect(!driver.text.contains("--availability drain"))
        driver.type("<tab>")
        #expect(asked(&driver).count == 1)
    }

    @Test func `a forecast that is much work is worked out anew more seldom`() throws {
        var demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("drain node4")
        let first = try #require(asked(&driver).first?.1)
        driver.pass(.seconds(5))
        driver.send(.forecast(first, .success(demo.drain())))
        demo.shop.builder.task(demo.shop.worker, slot: 9, on: demo.shop.nodes[0])
        driver.send(.snapshot(demo.builder.snapshot))
        driver.pass(.seconds(9))
        #expect(asked(&driver).isEmpty)
        driver.pass(.seconds(1))
        #expect(asked(&driver).count == 1)
    }

    @Test func `the page of a question says it, too, when nothing moves`() throws {
        let demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("whatif pause node4")
        let id = try #require(asked(&driver).first?.1)
        let managers = demo.builder.snapshot.managers
        let calm = Forecast(basis: .exact, start: demo.builder.now, managers: managers)
        driver.send(.forecast(id, .success(calm)))
        #expect(driver.text.contains("No task moves."))
        #expect(driver.text.contains("all at rest"))
    }

    @Test func `a cluster without forecasts is asked for none`() {
        var driver = ConsoleDriver()
        driver.command("drain node4")
        #expect(driver.takeEffects() == [])
        #expect(!driver.text.contains("Forecast"))
        driver.type("<esc>")
        driver.command("whatif drain node4")
        #expect(driver.prompt?.error == "this cluster cannot be looked ahead of")
    }

    @Test(arguments: [
        "scale shop_web 7", "image shop_web shop/web:9", "env shop_web A=1", "update shop_web",
        "label service shop_web a=b", "rm service shop_web", "rollback worker", "hold worker",
        "resume worker", "kill shop_web.1", "drain node4", "safe-drain node4", "pause node4",
        "promote node4", "demote node2", "label node node4 a=b", "rm node node4", "join worker",
        "join manager m", "leave node4", "force-new-cluster node2", "unlock node2 KEY", "lock on",
        "rotate worker", "rotate manager", "rotate unlock-key", "fault kill node4",
        "fault start node4", "fault isolate node3", "fault partition node1 node2",
        "fault latency node1 node2 400ms", "fault loss node1 node2 20%", "heal",
        "rm network shop_default", "rm config shop_nginx", "rm secret shop_password",
        "rm volume shop_data", "create network x", "create config x /x", "create secret x /x",
        "rotate config shop_nginx /x", "rotate secret shop_password /x", "stack rm shop",
        "rm stack shop",
    ])
    func `every box that changes the cluster has a forecast, or says why it has none`(line: String)
        throws
    {
        var demo = ForecastDemo()
        demo.shop.builder.update(demo.shop.worker) { $0.task.container.image = "acme/worker:10" }
        var driver = driver(demo)
        driver.command(line)
        _ = try #require(driver.box, "\(driver.prompt?.error ?? "no box")")
        let isAsked = driver.takeEffects().contains {
            switch $0 {
            case .forecast, .rehearse: true
            default: false
            }
        }
        #expect(driver.text.contains("working it out") == isAsked)
        #expect(driver.text.contains("No forecast: ") == !isAsked)
    }

    @Test func `a plan's box, and that of an edited spec, have theirs, too`() throws {
        var driver = driver(ForecastDemo())
        driver.command("whatif deploy shop.yml shop")
        let plan = try #require(
            driver.takeEffects().compactMap { effect -> OperationID? in
                if case .planStack(_, _, let id) = effect { return id }
                return nil
            }.first
        )
        let line = StackPlanText.Line(.added, Phrase(named: "service shop_new"))
        driver.send(.stackPlan(plan, .success(StackPlanText(lines: [line]))))
        driver.type("<enter>")
        #expect(driver.takeEffects() == [.rehearse(.deployment(plan), ForecastID(number: 1))])
        driver.type("<esc>")
        let web = ForecastDemo().shop.web
        let edit = SpecEdit(
            before: #"{"Mode": {"Replicated": {"Replicas": 6}}}"#,
            after: #"{"Mode": {"Replicated": {"Replicas": 9}}}"#
        )
        driver.send(.editedSpec(.service(web), .success(edit)))
        let (request, _) = try #require(asked(&driver).first)
        guard case .updateService(web, _, let spec)? = request.commands.first else {
            Issue.record("\(request.commands)")
            return
        }
        #expect(spec.mode == .replicated(replicas: 9))
        #expect(spec.name == "shop_web")
        driver.type("<esc>")
        driver.send(
            .editedSpec(
                .service(web),
                .success(SpecEdit(before: edit.before, after: #"{"Mode": 7}"#))
            )
        )
        #expect(driver.text.contains("No forecast: what was written is not understood"))
    }

    @Test
    func `a machine's loss can be looked ahead of on a live cluster, which cannot be told to`()
        throws
    {
        var demo = ForecastDemo(.estimate)
        demo.shop.builder.source = .live(context: "m1")
        var driver = driver(demo)
        driver.command("fault kill node4")
        #expect(driver.prompt?.error == "only a simulated cluster can do that")
        driver.type("<esc>")
        driver.command("whatif kill node4,node5")
        #expect(asked(&driver).first?.0.commands.count == 2)
        driver.type("<enter>")
        #expect(driver.box == nil)
        #expect(driver.text.contains("only a simulated cluster can do that"))
    }

    @Test func `a page says that the box would refuse, and what a rehearsal would ask`() throws {
        let demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("whatif rm node node1")
        #expect(driver.text.contains("it is a manager: demote it first"))
        driver.command("whatif safe-drain node4")
        guard case .rehearse(.safeDrain(_, 1), let id)? = driver.takeEffects().last else {
            Issue.record("no rehearsal")
            return
        }
        var forecast = demo.drain(.rehearsal)
        forecast.obstacles = ["shop_db: no suitable node"]
        driver.send(.forecast(id, .success(forecast)))
        #expect(driver.text.contains("a rehearsal: skep's own steps"))
        #expect(driver.text.contains("✗ it stops and asks: shop_db: no suitable node"))
    }

    // MARK: - What if

    @Test(arguments: [
        ("whatif drain node2", "Drain node node2"), ("whatif scale shop_web 10", "Scale service"),
        ("whatif kill node3", "node3"), ("whatif image shop_web shop/web:9", "Image of service"),
        ("whatif node rm node5", "Remove node node5"), ("whatif demote node2", "Demote node node2"),
        ("whatif rollback worker", ""), ("whatif stack rm shop", "Remove stack shop"),
    ])
    func `whatif opens a page about the command, and does nothing`(line: String, title: String)
        throws
    {
        var demo = ForecastDemo()
        demo.shop.builder.update(demo.shop.worker) { $0.task.container.image = "acme/worker:10" }
        var driver = driver(demo)
        driver.command(line)
        let (request, id) = try #require(asked(&driver).first)
        #expect(!request.commands.isEmpty)
        #expect(driver.box == nil)
        #expect(driver.text.contains(title), "\(driver.text)")
        driver.send(.forecast(id, .success(demo.drain())))
        #expect(driver.text.contains("exact: a copy of this cluster was run ahead"))
        #expect(driver.takeCommands() == [])
    }

    @Test(arguments: [
        ("whatif", "usage: whatif COMMAND"),
        ("whatif nodes", "whatif looks ahead of changes only"),
        ("whatif drain node9", "node node9 not found"),
        ("whatif scale shop_web", "nothing to look ahead of"),
        ("whatif lock on", "No forecast: no task and no manager moves by this."),
        ("whatif edit service shop_web", "edit itself shows a forecast"),
        ("whatif whatif drain node2", "whatif looks ahead of changes only"),
        ("whatif kill node2,node9", "task node2,node9 not found"),
        ("why nobody", "task nobody not found"),
    ])
    func `what cannot be looked ahead of is refused in place`(line: String, words: String) {
        var driver = driver(ForecastDemo())
        driver.command(line)
        #expect(driver.prompt?.error?.contains(words) == true, "\(driver.prompt?.error ?? "-")")
        #expect(driver.takeEffects() == [])
    }

    @Test func `enter on the page asks whether to do it`() {
        var driver = driver(ForecastDemo())
        driver.command("whatif drain node2")
        driver.type("<enter>")
        #expect(driver.box?.contents.title == "Drain node node2")
    }

    @Test func `a read-only console may look ahead, but not do it`() {
        let demo = ForecastDemo()
        var driver = ConsoleDriver(demo.builder, settings: ConsoleSettings(readOnly: true))
        driver.command("whatif drain node2")
        #expect(asked(&driver).count == 1)
        driver.type("<enter>")
        #expect(driver.box == nil)
        #expect(driver.text.contains("this console is read-only"))
    }

    // MARK: - Why

    @Test func `w asks of a waiting task first, and else where the next replica would go`() throws {
        var demo = ForecastDemo()
        let task = demo.shop.builder.task(
            demo.shop.db,
            slot: 2,
            on: nil,
            .pending,
            error: "no suitable node"
        )
        var driver = driver(demo)
        driver.command("why shop_db")
        #expect(driver.takeEffects() == [.askPlacement(.task(task))])
        driver.send(.placement(.task(task), .success(demo.placement(of: task))))
        #expect(driver.text.contains("no node takes it: each one's first reason is below"))
        #expect(driver.text.contains("its availability is drain"))
        driver.type("<esc>")
        driver.command("why shop_web")
        #expect(driver.takeEffects() == [.askPlacement(.next(demo.shop.web))])
        driver.send(.placement(.next(demo.shop.web), .success(demo.nextOfWeb())))
        #expect(driver.text.contains("node3 would take it: fewest tasks of the service, 1"))
    }

    @Test func `w has room for long names, and says when nobody is there to place anything`() {
        var demo = ForecastDemo()
        for index in [0, 1] {
            demo.shop.builder.change(demo.shop.nodes[index]) {
                $0.manager?.reachability = .unreachable
            }
        }
        demo.shop.builder.change(demo.shop.nodes[4]) {
            $0.description.hostname = "ip-10-0-12-101.internal"
        }
        var driver = driver(demo)
        driver.command("why shop_web")
        driver.send(.placement(.next(demo.shop.web), .success(demo.nextOfWeb())))
        #expect(driver.text.contains("no quorum: nothing is placed until it is back"))
        #expect(driver.text.contains("ip-10-0-12-101.internal "))
    }

    @Test func `w on a task that is new says what it waits for, and names no node`() throws {
        var demo = ForecastDemo()
        let network = try #require(demo.builder.store.network(named: "shop_default")).id
        demo.shop.builder.change(demo.shop.web) {
            let address = Endpoint.VirtualIP(network: network, address: "10.0.1.9/24")
            $0.endpoint = Endpoint(virtualIPs: [address])
        }
        let task = demo.shop.builder.task(demo.shop.web, slot: 9, on: nil, .new)
        var driver = driver(demo)
        driver.command("why shop_web.9")
        driver.send(.placement(.task(task), .success(demo.nextOfWeb())))
        #expect(driver.text.contains("it is new still"))
        #expect(!driver.text.contains("would take it:"))
        #expect(driver.text.contains("shop_default: 1 of 253 addresses are in use"))
    }

    @Test func `w on a global service tells of all its nodes, and chooses none`() throws {
        let demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("why shop_proxy")
        let question = PlacementQuestion.next(demo.shop.proxy)
        #expect(driver.takeEffects() == [.askPlacement(question)])
        var rows = demo.shop.nodes.map {
            PlacementReport.Row(node: $0, refusal: nil, serviceTasks: 1, activeTasks: 3)
        }
        func answer() -> PlacementReport {
            PlacementReport(question: question, service: demo.shop.proxy, node: nil, rows: rows)
        }
        driver.send(.placement(question, .success(answer())))
        #expect(driver.text.contains("every node takes one"))
        #expect(!driver.text.contains("would be chosen"))
        rows[4].refusal = .ready
        rows[4].reason = "it is down"
        driver.send(.placement(question, .success(answer())))
        #expect(driver.text.contains("4 of 5 nodes take one"))
        #expect(driver.text.contains("it is down"))
    }

    @Test func `w on a task asks of it, and again when the cluster changes`() throws {
        var demo = ForecastDemo()
        var driver = driver(demo)
        driver.command("tasks shop_db")
        driver.type("w")
        let task = try #require(demo.builder.store.tasks(of: demo.shop.db).first?.id)
        #expect(driver.takeEffects() == [.askPlacement(.task(task))])
        demo.shop.builder.task(demo.shop.worker, slot: 9, on: demo.shop.nodes[0])
        driver.show(demo.builder)
        #expect(driver.takeEffects() == [])
        driver.send(.placement(.task(task), .success(demo.placement(of: task, isEstimate: true))))
        #expect(driver.text.contains("an estimate"))
        demo.shop.builder.task(demo.shop.worker, slot: 10, on: demo.shop.nodes[0])
        driver.show(demo.builder)
        #expect(driver.takeEffects() == [.askPlacement(.task(task))])
    }

    // MARK: - Pictures

    private func play(_ name: String, _ story: (inout ConsoleDriver, ForecastDemo) -> Void) throws {
        for (columns, rows) in Golden.sizes + [(100, 30)] {
            var demo = ForecastDemo()
            demo.shop.builder.task(
                demo.shop.db,
                slot: 2,
                on: nil,
                .pending,
                error: "no suitable node"
            )
            var driver = driver(demo, columns, rows)
            story(&driver, demo)
            try Golden.check(driver.grid(), name)
        }
    }

    @Test func `a drain's box with its forecast`() throws {
        try play("forecast-box") { driver, demo in
            driver.command("drain node4")
            driver.send(.forecast(ForecastID(number: 1), .success(demo.drain())))
        }
    }

    @Test func `the page of a forecast`() throws {
        try play("whatif") { driver, demo in
            driver.command("whatif drain node4")
            driver.send(.forecast(ForecastID(number: 1), .success(demo.drain())))
        }
    }

    @Test func `why a task waits`() throws {
        try play("why-task") { driver, demo in
            driver.command("why shop_db")
            guard case .askPlacement(.task(let id))? = driver.takeEffects().first else { return }
            driver.send(.placement(.task(id), .success(demo.placement(of: id))))
        }
    }

    @Test func `where the next replica would go`() throws {
        try play("why-next") { driver, demo in
            driver.command("why shop_web")
            driver.send(.placement(.next(demo.shop.web), .success(demo.nextOfWeb())))
        }
    }
}
