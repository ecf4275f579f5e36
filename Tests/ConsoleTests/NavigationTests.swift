import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct NavigationTests {
    let demo = DemoCluster()

    @Test func `escape goes back, at the root it only tells how to quit`() {
        var driver = ConsoleDriver(demo.builder)
        driver.type("<enter>")
        #expect(driver.model.surface == .tasks)
        driver.type("q")
        #expect(driver.model.surface == .deckServices)
        driver.type("q<esc>")
        #expect(driver.takeEffects() == [])
        #expect(driver.text.contains("type :q to quit"))
    }

    @Test func `escape takes a filter away first`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("/web<enter>")
        #expect(driver.model.table?.count == 1)
        driver.type("<esc>")
        #expect(driver.model.table?.count == 5)
        #expect(driver.model.surface == .services)
    }

    @Test func `the history goes back and forth`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("nodes")
        driver.command("services")
        driver.type("<enter>")
        driver.type("[")
        #expect(driver.model.surface == .services)
        driver.type("[")
        #expect(driver.model.surface == .nodes)
        driver.type("]]")
        #expect(driver.model.surface == .tasks)
        driver.type("-")
        #expect(driver.model.surface == .services)
        driver.type("[[[[")
        #expect(driver.model.surface == .deckServices)
    }

    @Test func `the selection follows the object, not the row`() {
        var demo = demo
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("jj")
        #expect(driver.model.selection == .service(demo.proxy))
        demo.builder.service("aaa")
        driver.show(demo.builder)
        #expect(driver.model.selection == .service(demo.proxy))
        #expect(driver.model.table?.index == 3)
    }

    @Test func `when the selected object goes, the next one in its row is selected`() {
        var demo = demo
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("jj")
        demo.builder.remove(demo.proxy)
        driver.show(demo.builder)
        #expect(driver.model.selection == .service(demo.web))
    }

    @Test func `the selection stays through a filter and out of it`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("G/o<enter>")
        #expect(driver.model.selection == .service(demo.worker))
        driver.type("<esc>")
        #expect(driver.model.selection == .service(demo.worker))
    }

    @Test func `pages, top and bottom keep the selection in sight`() {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 60, rows: 12))
        driver.command("tasks")
        for keys in ["G", "g", "<pgdn>", "<pgdn>", "<pgup>", "^f", "^b", "<end>", "<home>"] {
            driver.type(keys)
            let table = driver.model.table
            let height = driver.model.layout.tableHeight
            let visible = table?.visibleEntries(height: height).map(\.reference) ?? []
            #expect(visible.contains { $0 == table?.selection }, "\(keys)")
        }
    }

    @Test func `tab goes round the panes of the deck`() {
        var driver = ConsoleDriver(demo.builder)
        var seen: [Surface] = []
        for _ in 0..<5 {
            seen.append(driver.model.surface)
            driver.type("<tab>")
        }
        #expect(seen == [.deckServices, .deckNodes, .deckMap, .deckEvents, .deckLogs])
        #expect(driver.model.surface == .deckServices)
        driver.type("<shift-tab>")
        #expect(driver.model.surface == .deckLogs)
    }

    @Test func `the start screen is any command line`() {
        let settings = ConsoleSettings(startScreen: "rollout shop_web")
        let driver = ConsoleDriver(demo.builder, settings: settings)
        #expect(driver.model.surface == .rollout)
    }

    @Test func `before the first snapshot it waits and survives all keys`() {
        var driver = ConsoleDriver(nil)
        #expect(driver.text.contains("waiting for the cluster"))
        for action in ActionRegistry.all {
            for key in action.keys where key != .control("c") { driver.send(.input(.key(key))) }
        }
        driver.send(.connection(.lost(since: driver.model.now, reason: "no route to host")))
        #expect(driver.model.cluster == nil)
    }

    @Test func `the header and the crumbs can be switched off`() {
        var driver = ConsoleDriver(demo.builder)
        driver.type("^e^g")
        #expect(driver.grid().text.hasPrefix("┌─ services"))
    }

    @Test func `the menu carries actions out`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("mj<enter>")
        #expect(driver.model.surface == .rollout)
    }

    @Test func `save writes what is shown`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("^s")
        guard case .save(let saved, let place)? = driver.takeEffects().last else {
            Issue.record("nothing was saved")
            return
        }
        let text = saved.string
        #expect(text.contains("shop_web"))
        #expect(place == .named("skep-services.txt"))
    }

    /// The second line, as words.
    private func crumbs(_ driver: ConsoleDriver) -> String {
        let lines = driver.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines[2].split(separator: " ").joined(separator: " ")
    }

    @Test func `texts that follow one another do not pile up, and esc goes back through them`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        for _ in 0..<3 {
            driver.command("describe service shop_web")
            driver.type("y")
            driver.command("why shop_web.1")
            driver.command("ops")
        }
        #expect(
            crumbs(driver) == "deck › services › json of shop_web › why shop_web.1 › operations"
        )
        driver.command("describe service shop_db")
        driver.command("why shop_db.1")
        #expect(driver.model.surface == .why)
        driver.type("<esc>")
        #expect(driver.model.surface == .describe)
        driver.type("<esc><esc><esc>")
        #expect(driver.model.surface == .services)
        driver.type("<esc>")
        #expect(driver.model.surface == .deckServices)
    }

    @Test func `a text that is open below comes back as it was left`() {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 80, rows: 12))
        driver.command("describe service shop_web")
        driver.type("jjj")
        driver.command("ops")
        driver.command("describe service shop_web")
        guard case .text(let page) = driver.model.pages.top.body else {
            Issue.record("no text is open")
            return
        }
        #expect(page.top == 3)
        #expect(driver.model.pages.path.count == 3)
        driver.type("[")
        #expect(driver.model.surface == .operations)
    }

    @Test func `the help's own key closes it again`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("nodes")
        driver.type("??")
        #expect(driver.model.surface == .nodes)
        driver.type("?^a")
        #expect(driver.text.contains("Commands after :"))
        driver.type("^a")
        #expect(driver.model.surface == .nodes)
    }

    @Test(arguments: [40, 60, 80, 120])
    func `crumbs that have no room leave the middle out, never where one is`(columns: Int) throws {
        var driver = ConsoleDriver(
            demo.builder,
            size: Size(columns: columns, rows: 24)
        )
        driver.command("services")
        for _ in 0..<4 { driver.type("<enter>J") }
        driver.type("d")
        driver.command("why shop_web.1")
        let line = crumbs(driver)
        #expect(line.hasPrefix("deck › … › "))
        #expect(line.hasSuffix("why shop_web.1"))
        #expect(driver.grid().row(2).count == columns)
        // A click on the root goes there, whatever is left out.
        driver.send(
            .input(.mouse(MouseEvent(.press, at: Position(row: 2, column: 1))))
        )
        #expect(driver.model.pages.isAtRoot)
    }
}

struct TableTests {
    let demo = DemoCluster()

    func names(_ driver: ConsoleDriver) -> [String] {
        driver.model.table?.list.entries.compactMap {
            driver.model.cluster?.name(of: $0.reference).string
        } ?? []
    }

    @Test func `names sort naturally`() {
        var builder = ClusterBuilder()
        for name in ["web10", "web2", "Web1", "api"] { builder.service(name) }
        var driver = ConsoleDriver(builder)
        driver.command("services")
        #expect(names(driver) == ["api", "Web1", "web2", "web10"])
        driver.type("N")
        #expect(names(driver) == ["api", "Web1", "web2", "web10"])
        driver.type("N")
        #expect(names(driver) == ["web10", "web2", "Web1", "api"])
    }

    @Test func `numbers sort as numbers, and the third time the natural order is back`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("<shift-right><shift-right>O")
        #expect(driver.model.table?.order == SortOrder(column: .replicas, isAscending: true))
        #expect(names(driver) == ["shop_db", "shop_api", "worker", "shop_proxy", "shop_web"])
        driver.type("O")
        #expect(names(driver).first == "shop_web")
        driver.type("O")
        #expect(driver.model.table?.order == nil)
    }

    @Test func `a filter looks at all columns as it is typed`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("/POSTGRES")
        #expect(names(driver) == ["shop_db"])
        driver.type("<esc>/!shop")
        #expect(names(driver) == ["worker"])
        driver.type("<enter>")
        #expect(driver.text.contains("1/1 of 5 /!shop"))
    }

    @Test func `labels and scattered letters filter as well`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("nodes")
        driver.type("/-l zone=b")
        #expect(names(driver) == ["node4", "node5"])
        driver.type("<esc>/-l disk")
        #expect(names(driver) == ["node4"])
        driver.type("<esc>")
        driver.command("services")
        driver.type("/-f spx")
        #expect(names(driver) == ["shop_proxy"])
        driver.type("<esc>/!")
        #expect(names(driver).count == 5)
    }

    @Test func `only rows in trouble`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("^z")
        #expect(names(driver) == ["worker"])
    }

    @Test func `all columns on request`() {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 200, rows: 20))
        driver.command("nodes")
        #expect(!driver.text.contains("ENGINE"))
        driver.type("^w")
        #expect(driver.text.contains("ENGINE"))
        #expect(driver.text.contains("28.2.2"))
    }

    @Test func `changed cells are marked for a moment`() throws {
        var demo = demo
        var driver = ConsoleDriver(demo.builder)
        driver.command("nodes")
        demo.builder.change(demo.nodes[4]) { $0.spec.availability = .drain }
        driver.show(demo.builder)
        let flash = try #require(driver.model.table?.flashes[.node(demo.nodes[4])])
        #expect(flash.columns == [.availability])
        let row = try #require(
            driver.text.split(separator: "\n").firstIndex { $0.contains("drained") }
        )
        let line = driver.grid().row(row)
        #expect(line.contains { $0.slot == .added })
        driver.pass(.seconds(3))
        #expect(!driver.grid().row(row).contains { $0.slot == .added })
    }

    @Test func `narrow tables drop the least important columns`() {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 44, rows: 12))
        driver.command("tasks worker")
        #expect(driver.text.contains("STATE"))
        #expect(!driver.text.contains("DESIRED"))
    }

    @Test func `the ages in sight are counted on by the cluster's own clock`() {
        var demo = demo
        demo.builder.clock.speed = 60
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        #expect(driver.text.contains("50m"))
        driver.pass(.seconds(5))
        #expect(driver.text.contains("55m"))
        #expect(driver.text.contains("clock ×60"))
    }
}
