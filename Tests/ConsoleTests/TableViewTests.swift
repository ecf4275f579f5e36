import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct TableViewTests {
    var demo = DemoCluster()

    func driver(_ command: String) -> ConsoleDriver {
        var driver = ConsoleDriver(demo.builder)
        driver.command(command)
        _ = driver.takeEffects()
        return driver
    }

    private func names(_ driver: ConsoleDriver) -> [String] {
        guard let cluster = driver.model.cluster else { return [] }
        return driver.model.table?.list.entries.map { cluster.name(of: $0.reference).string } ?? []
    }

    // MARK: - Filters

    @Test(arguments: [
        ("-r ^shop_(web|api)$", ["shop_api", "shop_web"]), ("!-r ^shop_", ["worker"]),
        ("-f sweb", ["shop_web"]), ("!web", ["shop_api", "worker"]),
        ("-l com.docker.stack.namespace=shop", ["shop_api", "shop_web"]),
        ("!-l com.docker.stack.namespace", ["worker"]),
    ])
    func `rows are kept by words, patterns, labels or loose letters, and turned round`(
        filter: String,
        wanted: [String]
    ) {
        var driver = driver("services")
        driver.type("/")
        driver.send(.input(.paste(SafeText(sanitizing: filter))))
        driver.type("<enter>")
        let found = names(driver)
        for name in wanted { #expect(found.contains(name), "\(filter): \(found)") }
        let others = ["shop_api", "shop_web", "worker"].filter { !wanted.contains($0) }
        for name in others { #expect(!found.contains(name), "\(filter): \(found)") }
    }

    @Test func `a pattern that is only begun keeps all rows and says why`() {
        var driver = driver("services")
        let all = names(driver).count
        driver.type("/-r [a")
        #expect(names(driver).count == all)
        #expect(driver.text.contains("a ] is missing"))
    }

    @Test func `tasks are found by their address`() {
        var driver = driver("tasks")
        let all = names(driver).count
        driver.type("/-r ^no_such_thing$<enter>")
        #expect(names(driver).isEmpty && all > 0)
    }

    @Test mutating func `a filter is kept over news and over going away and back`() {
        var driver = driver("services")
        driver.type("/web<enter>")
        let kept = names(driver)
        demo.beginUpdate()
        driver.show(demo.builder)
        #expect(names(driver) == kept)
        driver.type("<enter><esc>")
        #expect(names(driver) == kept)
        #expect(driver.model.table?.filter.text == "web")
    }

    // MARK: - Room

    @Test mutating func `a name that is very long leaves room for what is said of it`() {
        let image = "registry.example.com:5000/some/deeply/nested/path/of/an/image:1.2"
        _ = demo.builder.service("far", replicas: 1, image: image)
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 80, rows: 24))
        driver.command("images")
        #expect(driver.text.contains("TASKS"))
        #expect(driver.text.contains("registry.example.com:5000/"))
        driver.send(.input(.resize(Size(columns: 120, rows: 24))))
        #expect(
            driver.text.contains("registry.example.com:5000/some/deeply/nested/path/of/an/image ")
        )
    }

    @Test mutating func `nothing is cut where there is room for it`() {
        let name = "a-very-long-service-name-that-goes-on-and-on-for-quite-a-while"
        _ = demo.builder.service(name, replicas: 1, image: "nginx:1.27")
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 200, rows: 24))
        driver.command("services")
        #expect(driver.text.contains(name))
        driver.send(.input(.resize(Size(columns: 80, rows: 24))))
        #expect(!driver.text.contains(name))
        #expect(driver.text.contains("REPLICAS"))
    }

    // MARK: - Holding the picture

    @Test
    mutating func `a held picture stays while the cluster goes on, and counts what is unseen`() {
        var driver = driver("services")
        let before = driver.text
        driver.type("F")
        demo.beginUpdate()
        driver.show(demo.builder)
        let held = driver.text
        #expect(held.contains("HELD at"))
        #expect(!held.contains("0 changes unseen"))
        #expect(held.contains("shop/web:4") == before.contains("shop/web:4"))
        #expect(!held.contains("shop/web:5"))
        driver.type("F")
        #expect(driver.text.contains("shop/web:5"))
        #expect(!driver.text.contains("HELD at"))
    }

    @Test func `a picture that is held goes on from every screen`() {
        for command in ["services", "ops", "events", "help", "logs shop_web", "rollout shop_web"] {
            var driver = ConsoleDriver(demo.builder)
            driver.command("freeze")
            driver.command(command)
            #expect(driver.text.contains("F goes on"), "\(command)")
            driver.type("F")
            #expect(!driver.text.contains("F goes on"), "\(command)")
        }
    }

    @Test mutating func `an action on a held picture is about the object as it is now`() {
        var driver = driver("services")
        driver.type("F/worker<enter>")
        demo.builder.remove(demo.worker)
        driver.show(demo.builder)
        driver.type("r")
        #expect(driver.box == nil)
        #expect(driver.text.contains("is gone"))
    }

    // MARK: - Columns

    @Test func `columns are chosen, added and taken away, and kept for the next such table`() {
        var driver = driver("nodes")
        driver.command("columns name address status")
        #expect(driver.model.table?.columns.map(\.id) == [.name, .address, .status])
        driver.command("columns -address +engine")
        #expect(driver.model.table?.columns.map(\.id) == [.name, .status, .engine])
        driver.command("nodes")
        #expect(driver.model.table?.columns.map(\.id) == [.name, .status, .engine])
        driver.command("columns colour")
        #expect(driver.prompt?.error?.contains("colour is no column here: name, status") == true)
        driver.type("<esc>")
        driver.command("columns")
        #expect(driver.model.table?.columnChoice == nil)
    }

    // MARK: - Taking away

    @Test func `a table is exported as it is filtered and sorted`() throws {
        var driver = driver("services")
        driver.type("/shop<enter>NN")
        driver.command("export csv")
        guard case .save(let saved, let place)? = driver.takeEffects().last else {
            Issue.record("nothing was saved")
            return
        }
        let text = saved.string
        #expect(place == .named("skep-services.csv"))
        let lines = text.split(separator: "\r\n").map(String.init)
        #expect(lines[0].hasPrefix("name,replicas,status,mode,image,ports,stack,id"))
        let column = lines.dropFirst().map { $0.prefix { $0 != "," } }
        #expect(column == column.sorted(by: >))
        #expect(column.contains("shop_web") && !column.contains("worker"))
        #expect(text.contains(demo.web.description))
    }

    @Test(arguments: ["nodes", "services", "tasks", "managers", "stacks"])
    func `an exported state is a word, without the sign that is for the eye`(screen: String) {
        for form in ["csv", "json"] {
            var driver = driver(screen)
            driver.command("export \(form)")
            guard case .save(let saved, _)? = driver.takeEffects().last else {
                Issue.record("nothing was saved")
                return
            }
            let text = saved.string
            #expect(["ready", "running", "leader"].contains { text.contains($0) })
            for sign in ["● ", "◐ ", "★ ", "✗ "] { #expect(!text.contains(sign), "\(sign)") }
        }
    }

    @Test func `JSON and CSV say hostile words without breaking`() throws {
        var builder = demo.builder
        builder.service("a\"b,c\\", replicas: 1, image: "x:1")
        var driver = ConsoleDriver(builder)
        driver.command("services")
        driver.command("export json all.json")
        driver.command("export csv")
        let texts = driver.takeEffects().compactMap { effect -> String? in
            if case .save(let text, _) = effect { return text.string }
            return nil
        }
        try #require(texts.count == 2)
        #expect(texts[0].contains("\"name\": \"a\\\"b,c\\\\\""))
        #expect(texts[1].contains("\"a\"\"b,c\\\""))
    }

    @Test func `names go to the clipboard, marked ones together`() {
        var driver = driver("services")
        driver.type("/shop_web<enter>c")
        #expect(driver.takeEffects() == [.copy("shop_web")])
        driver.type("<esc><space><space>C")
        guard case .copy(let text)? = driver.takeEffects().first else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.split(separator: "\n").count == 2)
        driver.command("copy id")
        #expect(driver.takeEffects().count == 1)
        driver.command("copy screen")
        guard case .copy(let picture)? = driver.takeEffects().first else {
            Issue.record("no picture was copied")
            return
        }
        #expect(picture.contains("shop_web"))
    }

    @Test func `on nodes c still means pause, and C copies`() {
        var driver = driver("nodes")
        driver.type("C")
        #expect(driver.takeEffects() == [.copy("node1")])
        driver.type("c")
        #expect(driver.box != nil)
    }

    // MARK: - Jumps

    @Test func `from an object to its stack, its image, its node`() {
        var driver = driver("services")
        driver.type("/shop_web<enter>J")
        #expect(driver.model.surface == .stacks)
        #expect(driver.model.selection == .stack("shop"))
        driver.type("<esc>u")
        #expect(driver.model.surface == .images)
        driver.type("<enter>")
        #expect(driver.model.surface == .services)
        #expect(names(driver).contains("shop_web"))
        driver.command("services")
        driver.type("/worker<enter>J")
        #expect(driver.text.contains("it belongs to no stack"))
    }

    @Test func `volumes of a node are reached from the node`() {
        var driver = driver("nodes")
        driver.type("V")
        #expect(driver.model.surface == .volumes)
        #expect(driver.text.contains("volumes of node1"))
        driver.command("volumes node2")
        #expect(driver.text.contains("volumes of node2"))
    }

    // MARK: - Views

    @Test func `images are counted by the services that name them`() {
        var driver = driver("images")
        #expect(driver.text.contains("shop/web"))
        driver.type("d")
        #expect(driver.text.contains("Named by"))
        driver.command("rm image shop/web:4")
        #expect(driver.prompt?.error?.contains("docker image rm") == true)
    }

    @Test func `tokens are written out only when that is asked for`() {
        var builder = demo.builder
        builder.store.beginTransaction()
        var swarm = builder.store.cluster
        swarm.joinTokens = JoinTokens(
            worker: "SWMTKN-1-aaaa-workersecret",
            manager: "SWMTKN-1-aaaa-managersecret"
        )
        builder.store.update(swarm)
        var driver = ConsoleDriver(builder)
        driver.command("swarm")
        #expect(!driver.text.contains("workersecret"))
        driver.type("x")
        #expect(driver.text.contains("SWMTKN-1-aaaa-workersecret"))
        driver.type("x")
        #expect(!driver.text.contains("workersecret"))
        driver.type("r")
        #expect(driver.box?.contents.docker.contains("--rotate") == true)
    }

    @Test mutating func `events have a page, the newest on top`() {
        var driver = driver("events")
        #expect(driver.text.contains("Nothing has happened yet"))
        demo.beginUpdate()
        driver.show(demo.builder)
        #expect(driver.model.events.events.isEmpty == false)
        guard case .text(let page) = driver.model.pages.top.body else {
            Issue.record("no page")
            return
        }
        #expect(page.lines.count == driver.model.events.events.count)
    }

    @Test func `aliases are listed with what they stand for`() {
        var settings = ConsoleSettings()
        settings.aliases = [CommandAlias(name: "w", line: "tasks shop_web")]
        var driver = ConsoleDriver(demo.builder, settings: settings)
        driver.command("aliases")
        #expect(driver.text.contains("tasks shop_web"))
        #expect(driver.text.contains("ps"))
    }
}

struct AliasTests {
    private func driver(_ aliases: [CommandAlias]) -> ConsoleDriver {
        var settings = ConsoleSettings()
        settings.aliases = aliases
        return ConsoleDriver(settings: settings)
    }

    @Test func `an alias stands for a line, and what follows it goes along`() {
        var driver = driver([CommandAlias(name: "grow", line: "scale shop_web")])
        driver.command("grow 9")
        #expect(driver.box?.contents.docker.contains("shop_web=9") == true)
    }

    @Test func `an alias may be called like what it stands for, and circles are refused`() {
        var driver = driver([
            CommandAlias(name: "nodes", line: "nodes"), CommandAlias(name: "a", line: "b"),
            CommandAlias(name: "b", line: "a"),
        ])
        driver.command("nodes")
        #expect(driver.model.surface == .nodes)
        driver.command("a")
        #expect(driver.prompt?.error?.isEmpty == false)
    }
}
