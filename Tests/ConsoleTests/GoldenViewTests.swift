import Basics
import Cells
import ClusterPorts
import Foundation
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// The rest of the screens at the four sizes: each kind of object in words, each list that is
/// reached from another one, each way to look at a table, the boxes that are asked seldom.
struct GoldenViewTests {
    typealias Way = GoldenScreenTests.Way

    static let ways: [(name: String, way: Way)] = [
        ("deck-logs", .keys("<tab><tab><tab><tab>")),
        ("describe-task", .command("describe task shop_web.1")),
        ("describe-stack", .command("describe stack shop")),
        ("describe-config", .command("describe config shop_nginx")),
        ("describe-secret", .command("describe secret shop_password")),
        ("describe-volume", .command("describe volume shop_data")),
        ("describe-image", .command("describe image postgres:16")),
        ("raw-image", .keys(":images<enter>y")),
        ("raw-swarm", .keys(":swarm<enter>y")),
        ("raw-event", .keys(":events<enter>y")),
        ("raw-events", .keys(":events<enter>Y")),
        ("raw-ops", .keys(":update shop_api<enter><tab><enter>:ops<enter>y")),
        ("raw-aliases", .keys(":aliases<enter>y")),
        ("services-of-stack", .keys(":stacks<enter><enter>")),
        ("services-using", .keys(":secrets<enter>u")),
        ("volumes-of-node", .command("volumes node4")),
        ("commands", .keys("^a")),
        ("swarm-tokens", .keys(":swarm<enter>x")),
        ("unlock-key", .command("unlock-key")),
        ("wide", .keys(":nodes<enter>^w")),
        ("wide-shifted", .keys(":nodes<enter>^w<right><right><right>")),
        ("columns", .keys(":services<enter>:columns image name ports<enter>")),
        ("sorted", .keys(":services<enter><shift-right><shift-right>OO")),
        ("faulty", .keys(":services<enter>^z")),
        ("marks-range", .keys(":services<enter><space>jj^@")),
        ("filter-labels", .keys(":nodes<enter>/-l zone=b,disk!=ssd<enter>")),
        ("filter-broken", .keys(":services<enter>/-r [a<enter>")),
        ("filter-nothing", .keys(":services<enter>/nothing of the kind<enter>")),
        ("box-image", .command("image shop_web shop/web:6")),
        ("box-env", .command("env shop_api LOG=debug")),
        ("box-labels", .keys(":nodes<enter>L")),
        ("box-restart", .command("update shop_api")),
        ("box-kill", .command("kill shop_web.6")),
        ("box-promote", .command("promote node4")),
        ("box-pause", .command("pause node4")),
        ("box-remove-node", .keys(":nodes<enter>G^d")),
        ("box-remove-service", .command("rm service worker")),
        ("box-remove-used", .command("rm config shop_nginx")),
        ("box-rotate", .command("rotate worker")),
        ("box-lock", .command("lock on")),
        ("box-join", .command("join worker node6")),
        ("box-latency", .command("fault latency node1 node2 400ms")),
        ("box-heal", .command("heal")),
        ("box-hold", .command("hold shop_web")),
        ("messages", .keys(":nodes<enter>uJ<f8>:messages<enter>")),
        ("prompt-refused", .command("scale nothing 3")),
    ]

    @Test(arguments: ways.map(\.name))
    func `the other screens look as they did`(name: String) throws {
        let way = try #require(Self.ways.first { $0.name == name }?.way)
        for (columns, rows) in Golden.sizes {
            let driver = way.driver(columns, rows)
            try Golden.check(driver.grid(), name)
        }
    }

    /// The picture of a screen that has another name than the screen.
    static func picture(of surface: Surface) -> String {
        switch surface {
        case .deckServices: "deck"
        case .deckNodes: "deck-nodes"
        case .deckMap: "deck-map"
        case .deckEvents: "deck-events"
        case .deckLogs: "deck-logs"
        case .operations: "ops"
        case .describe: "describe-service"
        case .secretText: "join-token"
        case .eventPage: "events"
        case .output: "plugin"
        case .whatIf: "whatif"
        case .why: "why-task"
        case .safeDrain: "safe-drain"
        case .deployed: "plan-done"
        default: "\(surface)"
        }
    }

    @Test func `every screen there is has its picture at the four sizes`() {
        for surface in Surface.allCases {
            for (columns, rows) in Golden.sizes {
                let name = Self.picture(of: surface)
                #expect(
                    Golden.exists(name, columns, rows),
                    "\(surface): \(name) \(columns)x\(rows)"
                )
            }
        }
    }

    @Test func `each list and object that the command line opens has its picture`() throws {
        let lists = [
            "nodes", "managers", "services", "tasks", "stacks", "networks", "configs", "secrets",
            "volumes", "images",
        ]
        let objects = ViewCommands.kinds.map { $0 == "network" ? "network" : "describe-\($0)" }
        for name in lists + objects {
            for (columns, rows) in Golden.sizes {
                #expect(Golden.exists(name, columns, rows), "\(name) \(columns)x\(rows)")
            }
        }
    }
}

extension GoldenStoryTests {
    static let objects = [
        #"{"level":"info","msg":"ready","took":12}"#, "plain words between",
        #"{"level":"error","msg":"no answer","peer":{"host":"db","port":5432}}"#,
    ]

    /// Opens a log and fills it with lines of the web service's tasks.
    func fill(
        _ driver: inout ConsoleDriver,
        _ demo: DemoCluster,
        _ command: String,
        _ texts: [String]
    ) {
        driver.command(command)
        guard let stream = driver.model.logs.keys.max() else { return }
        let tasks = demo.builder.store.tasks(of: demo.web)
        let lines = texts.enumerated().map { index, text in
            LogLine(
                moment: demo.builder.now - .milliseconds(Int64(texts.count - index) * 730),
                task: tasks[index % tasks.count].id,
                node: tasks[index % tasks.count].nodeID,
                text: text
            )
        }
        driver.send(.logLines(stream, lines, ended: false))
        driver.pass(.milliseconds(500))
    }

    @Test(arguments: [
        ("logs-filter", "ferror|warn !cart<enter>"), ("logs-times", "t"), ("logs-ages", "ttt"),
        ("logs-wrap", "w"), ("logs-held", "<space>"), ("logs-shifted", "<right><right>"),
        ("logs-nothing", "fnothing of the kind<enter>"), ("logs-broken", "f-r [a GET<enter>"),
    ])
    func `a log in other views`(name: String, keys: String) throws {
        try play(name) { driver, demo in
            fillLog(&driver, demo)
            driver.type(keys)
        }
    }

    @Test(arguments: [("logs-json", "x"), ("logs-fields", ":fields level peer.host<enter>")])
    func `a log of JSON`(name: String, keys: String) throws {
        try play(name) { driver, demo in
            fill(&driver, demo, "logs shop_web", Self.objects)
            driver.type(keys)
        }
    }

    @Test func `a log of a task, and of a node`() throws {
        try play("logs-task") { fill(&$0, $1, "logs shop_web.1", Self.words) }
        try play("logs-node") { fill(&$0, $1, "logs node2", Self.words) }
    }

    @Test func `a log with lines that came late, and one that ended`() throws {
        try play("logs-late") { driver, demo in
            fillLog(&driver, demo)
            guard let stream = driver.model.logs.keys.max(),
                let task = demo.builder.store.tasks(of: demo.web).first?.id
            else { return }
            let late = LogLine(
                moment: demo.builder.now - .seconds(5),
                task: task,
                node: nil,
                text: "this was on its way for five seconds"
            )
            driver.send(.logLines(stream, [late], ended: true))
        }
    }

    @Test func `a log of bytes that nobody would wish for`() throws {
        try play("logs-hostile") { fill(&$0, $1, "logs shop_web.1", HostileLogTests.texts) }
    }

    @Test func `what a plugin has printed`() throws {
        for (columns, rows) in Golden.sizes {
            let demo = DemoCluster()
            var settings = ConsoleSettings(themeNames: ["dark"], version: "0.1")
            let plugin = Plugin(
                name: "ping",
                title: "Ping it",
                keys: [.character("p")],
                places: ["nodes"],
                command: "ping -c 1 $SKEP_NAME"
            )
            settings.keymap = Keymap(plugins: [plugin])
            var driver = ConsoleDriver(
                demo.builder,
                size: Size(columns: columns, rows: rows),
                settings: settings
            )
            driver.command("nodes")
            driver.type("p")
            let ids = driver.takeEffects().compactMap { effect -> OperationID? in
                if case .runPlugin(_, let id) = effect { return id }
                return nil
            }
            let id = try #require(ids.first)
            driver.send(.pluginOutput(id, ["64 bytes from node1: time=0.3 ms"], status: nil))
            driver.send(.pluginOutput(id, [], status: 0))
            try Golden.check(driver.grid(), "plugin")
        }
    }
}
