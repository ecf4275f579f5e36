import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct CommandLineTests {
    let demo = DemoCluster()

    /// Command lines and the change that each of them asks about.
    @Test func `commands open the boxes of their changes`() {
        let cases: [(String, Change)] = [
            ("scale shop_web 8", .scale(demo.web)), ("scale shop_web=8", .scale(demo.web)),
            ("image shop_web x:2", .image(demo.web)), ("env shop_web A=1", .environment(demo.web)),
            ("update shop_web", .forceUpdate(demo.web)), ("rollback shop_web", .rollback(demo.web)),
            ("resume shop_web", .resumeUpdate(demo.web)),
            ("rm service shop_web", .removeService(demo.web)),
            ("drain node4", .availability(demo.nodes[3], .drain)),
            ("pause node4", .availability(demo.nodes[3], .pause)),
            ("activate node4", .availability(demo.nodes[3], .active)),
            ("promote node4", .role(demo.nodes[3], .manager)),
            ("demote node1", .role(demo.nodes[0], .worker)),
            ("label node4 a=b", .nodeLabels(demo.nodes[3])),
            ("rm node node4", .removeNode(demo.nodes[3])),
            ("fault node4 off", .fault(.kill([demo.nodes[3]]))),
            ("fault node4 on", .fault(.start([demo.nodes[3]]))),
            ("join worker", .addNode(.worker, zone: "dc1")),
            ("join manager m4", .addNode(.manager, zone: "dc1")),
            ("stack rm shop", .removeStack("shop")), ("rm stack shop", .removeStack("shop")),
            ("rm volume shop_data", .removeObject(.volume(name: "shop_data", node: demo.nodes[3]))),
        ]
        for (line, change) in cases {
            var driver = ConsoleDriver(demo.builder)
            driver.command(line)
            #expect(driver.box?.change == change, "\(line)")
            #expect(driver.box?.origin.string == ":" + line)
            #expect(driver.takeEffects() == [], "\(line)")
        }
    }

    @Test func `simulated commands are carried out`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("fault node4 off")
        driver.type("<tab><enter>")
        driver.command("join worker")
        driver.type("<enter><enter>")
        driver.command("join manager m4")
        driver.type("<enter><enter>")
        driver.command("requests shop_web 20")
        #expect(
            driver.takeCommands() == [
                .fault(.powerOff(demo.nodes[3])),
                .addNode(NewNode(hostname: "node6", role: .worker)),
                .addNode(NewNode(hostname: "m4", role: .manager)),
                .sendRequests(demo.web, count: 20),
            ]
        )
    }

    @Test func `views are opened by name`() {
        let cases: [(String, Surface)] = [
            ("nodes", .nodes), ("services", .services), ("tasks", .tasks), ("stacks", .stacks),
            ("networks", .networks), ("configs", .configs), ("secrets", .secrets),
            ("volumes", .volumes), ("deck", .deckServices), ("rollout shop_web", .rollout),
            ("logs shop_web", .logs), ("logs worker.1", .logs), ("ops", .operations),
            ("help", .help), ("describe node node1", .describe), ("node", .nodes),
            ("serv", .services),
        ]
        for (line, surface) in cases {
            var driver = ConsoleDriver(demo.builder)
            driver.command(line)
            #expect(driver.model.surface == surface, "\(line)")
        }
    }

    @Test func `the console's own commands become effects`() {
        var driver = ConsoleDriver(demo.builder)
        for line in ["speed 4", "speed pause", "theme nord", "redraw", "suspend", "refresh", "q"] {
            driver.command(line)
        }
        #expect(
            driver.takeEffects() == [
                .setClock(ClockState(isPaused: false, speed: 4)),
                .setClock(ClockState(isPaused: true, speed: 1)), .setTheme("nord"), .redraw,
                .suspend, .refresh, .quit,
            ]
        )
    }

    @Test func `the training bar sets the clock and leads to faults`() {
        var driver = ConsoleDriver(demo.builder)
        driver.type("<f9>>><space><lt>1")
        #expect(
            driver.takeEffects() == [
                .setClock(ClockState(speed: 2)), .setClock(ClockState(speed: 4)),
                .setClock(ClockState(isPaused: true, speed: 4)),
                .setClock(ClockState(isPaused: true, speed: 2)), .setClock(ClockState()),
            ]
        )
        #expect(driver.text.contains("clock ×1"))
        driver.type("f")
        #expect(driver.prompt?.editor.text == "fault ")
        var builder = demo.builder
        builder.source = .live(context: "production")
        var live = ConsoleDriver(builder)
        live.type("<f9>>")
        #expect(live.takeEffects() == [])
    }

    @Test func `errors are said in place and the line stays`() {
        let cases = [
            ("fly", "there is no command fly; ^a lists all"),
            ("re", "re may be resume, requests, request, refresh, redraw"),
            ("scale", "usage: scale SERVICE N"), ("scale nope 3", "service nope not found"),
            ("scale shop 3", "service shop is ambiguous (4 matches found)"),
            ("scale shop_web many", "many is no number of replicas"),
            ("image shop_web A:B:C", "A:B:C is no image reference"),
            ("drain node", "node node is ambiguous (5 matches found)"),
            ("env shop_web nothing", "nothing is neither KEY=VALUE nor KEY-"),
            ("theme pink", "there is no theme pink: dark and nord"),
            ("describe cat tom", "cat is none of node, service"),
            ("kill worker.9", "task worker.9 not found"),
            ("speed fast", "a pace is a number from 0.1 to 1000, pause or run"),
            ("speed 0.05", "a pace is a number from 0.1 to 1000, pause or run"),
            ("speed nan", "a pace is a number from 0.1 to 1000, pause or run"),
        ]
        for (line, words) in cases {
            var driver = ConsoleDriver(demo.builder)
            driver.command(line)
            #expect(
                driver.prompt?.error?.hasPrefix(words) == true,
                "\(line): \(driver.prompt?.error ?? "")"
            )
            #expect(driver.prompt?.editor.text == line)
            #expect(driver.text.contains(words.prefix(30)))
            driver.type("x")
            #expect(driver.prompt?.error == nil)
        }
    }

    @Test func `names resolve by id, name, and unique beginning`() throws {
        let cluster = ClusterState(demo.builder.snapshot, receivedAt: demo.builder.wall)
        let names = NameResolver(cluster: cluster)
        #expect(try names.service("shop_web").id == demo.web)
        #expect(try names.service("SHOP_WEB").id == demo.web)
        #expect(try names.service("shop_w").id == demo.web)
        #expect(try names.service(demo.web.description).id == demo.web)
        #expect(try names.service(demo.web.short).id == demo.web)
        #expect(try names.task("worker.4").state == .starting)
        #expect(throws: CommandRefusal("a service is missing")) { try names.service("") }
    }

    @Test func `an exact name wins over a beginning`() throws {
        var builder = ClusterBuilder()
        let web = builder.service("web")
        builder.service("web2")
        let cluster = ClusterState(builder.snapshot, receivedAt: builder.wall)
        #expect(try NameResolver(cluster: cluster).service("web").id == web)
    }

    @Test func `tab completes commands and names`() {
        var driver = ConsoleDriver(demo.builder)
        driver.type(":sca<tab>")
        #expect(driver.prompt?.editor.text == "scale ")
        driver.type("shop_w<tab>")
        #expect(driver.prompt?.editor.text == "scale shop_web ")
        driver.type("<esc>:drain n<tab>")
        #expect(driver.prompt?.editor.text == "drain node")
        driver.type("<tab>")
        #expect(driver.prompt?.editor.text == "drain node1")
        driver.type("<tab><tab>")
        #expect(driver.prompt?.editor.text == "drain node3")
        driver.type("<shift-tab>")
        #expect(driver.prompt?.editor.text == "drain node2")
        driver.type("<esc>:theme <tab><tab>")
        #expect(driver.prompt?.editor.text == "theme nord")
        driver.type("<esc>:describe volume <tab>")
        #expect(driver.prompt?.editor.text == "describe volume shop_data@node4 ")
    }

    @Test func `up and down walk the history`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("nodes")
        driver.command("services")
        driver.type(":no<up>")
        #expect(driver.prompt?.editor.text == "services")
        driver.type("<up>")
        #expect(driver.prompt?.editor.text == "nodes")
        driver.type("<up><down><down>")
        #expect(driver.prompt?.editor.text == "no")
    }

    @Test func `backspace on an empty line and escape leave it`() {
        var driver = ConsoleDriver(demo.builder)
        driver.type(":a<backspace><backspace>")
        #expect(driver.prompt == nil)
        driver.type(":a<esc>")
        #expect(driver.prompt == nil)
    }

    @Test func `pasted text goes to inputs and never presses keys`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.send(.input(.paste("r")))
        #expect(driver.box == nil)
        #expect(driver.text.contains("pasted text goes to inputs only"))
        driver.type(":")
        driver.send(.input(.paste("nodes")))
        #expect(driver.prompt?.editor.text == "nodes")
        driver.type("<esc>r")
        driver.send(.input(.paste("x")))
        #expect(driver.box?.focus == .cancel)
    }

    @Test func `a stack is planned, shown, and deployed after asking once more`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("deploy shop.yml,more.yml shop")
        let id = OperationID(number: 1)
        #expect(
            driver.takeEffects() == [
                .planStack(files: ["shop.yml", "more.yml"], name: "shop", id)
            ]
        )
        driver.type("<enter>")
        #expect(driver.box == nil)
        let plan = StackPlanText(lines: [
            .init(.heading, "services"), .init(.added, Phrase(named: "shop_cache")),
            .init(.changed, Phrase(named: "shop_web: image")),
        ])
        driver.send(.stackPlan(id, .success(plan)))
        #expect(driver.text.contains("+ shop_cache"))
        driver.type("<enter>")
        #expect(driver.box?.focus == .cancel)
        driver.type("<tab><enter>")
        #expect(driver.takeEffects() == [.deployStack(id)])
        driver.send(.workProgress(id, ["Creating service shop_cache"], ended: nil))
        driver.send(.workProgress(id, [], ended: .done))
        #expect(driver.text.contains("Creating service shop_cache"))
        #expect(driver.text.contains("✓ stack shop is deployed"))
        #expect(driver.text.contains("enter shows its services"))
        #expect(driver.text.contains("enter services"))
        #expect(!driver.text.contains("enter deploy"))
        driver.type("<enter>")
        #expect(driver.box == nil)
        #expect(driver.text.contains("services of shop"))
        driver.command("ops")
        #expect(driver.text.contains("docker stack deploy -c shop.yml -c more.yml shop"))
    }

    @Test func `what a change does to the tasks is seen on narrow screens, too`() {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 60, rows: 24))
        driver.command("deploy shop.yml shop")
        let line = Phrase(
            words: "%@ %@: %@ (all its tasks are replaced, for: %@)",
            word: "service",
            names: ["shop_web", "image: shop/web:4 → shop/web:5; deploy.labels", "image"]
        )
        driver.send(
            .stackPlan(
                OperationID(number: 1),
                .success(StackPlanText(lines: [.init(.changed, line)]))
            )
        )
        #expect(driver.text.contains("~ service shop_web: image: shop/web:4 →"))
        #expect(driver.text.contains("replaced, for: image)"), "\(driver.text)")
    }

    @Test func `a plan that cannot be made says why`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("deploy nothing.yml x")
        let error = EngineError(status: 404, message: "nothing.yml: no such file")
        driver.send(.stackPlan(OperationID(number: 1), .failure(error)))
        #expect(driver.text.contains("✗ nothing.yml: no such file"))
        #expect(driver.text.contains("r plans it again, from the files as they are then"))
        _ = driver.takeEffects()
        driver.type("<enter>")
        #expect(driver.text.contains("there is no plan to carry out yet"))
        driver.type("r")
        let again = OperationID(number: 2)
        #expect(
            driver.takeEffects() == [.planStack(files: ["nothing.yml"], name: "x", again)]
        )
        driver.send(.stackPlan(again, .success(StackPlanText(lines: [], isEmpty: true))))
        #expect(driver.text.contains("Nothing would change."))
        #expect(driver.text.contains("enter shows its services"))
    }

    @Test func `a plan's lines are said in the user's language`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("language ko")
        driver.command("deploy shop.yml shop")
        let line = Phrase(
            words: "%@ %@: %@ (its tasks run on)",
            word: "service",
            names: ["shop_web", "replicas: 3 → 6"]
        )
        let plan = StackPlanText(lines: [.init(.changed, line)])
        driver.send(.stackPlan(OperationID(number: 1), .success(plan)))
        #expect(driver.text.contains("~ 서비스 shop_web: replicas: 3 → 6 (태스크는 계속 실행)"))
        #expect(line.english == "service shop_web: replicas: 3 → 6 (its tasks run on)")
    }

    @Test func `what was asked beside the console is in the log, with who asked`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("ops")
        #expect(driver.text.contains("Nothing was asked of the cluster from here yet."))
        let time = driver.model.now
        driver.send(
            .asked(
                ForeignOperation(
                    .deployStack("shop", files: ["a.yml", "b.yml"]),
                    by: "demo",
                    at: time,
                    finishedAt: time + .milliseconds(200)
                )
            )
        )
        driver.send(
            .asked(
                ForeignOperation(
                    .beginSwarm(nodes: 5),
                    by: "demo",
                    at: time,
                    finishedAt: time,
                    refusal: "no room"
                )
            )
        )
        #expect(driver.text.contains("Deploy stack shop  by demo"))
        #expect(driver.text.contains("$ docker stack deploy -c a.yml -c b.yml shop"))
        #expect(driver.text.contains("✓ done in 0.2 s"))
        #expect(driver.text.contains("Begin a swarm of 5 nodes  by demo"))
        #expect(driver.text.contains("no room"))
    }

    @Test(arguments: [
        ("a b", ["a", "b"]), ("a  'b c'", ["a", "b c"]), ("k=\"x y\"z", ["k=x yz"]), ("", []),
        ("''", [""]),
    ])
    func `words are split as a shell does`(line: String, words: [String]) {
        #expect(CommandWords.split(line) == words)
    }
}
