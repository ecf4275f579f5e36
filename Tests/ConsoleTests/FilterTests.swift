import Basics
import Cells
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Filters and orders where what is typed, or what the cells hold, is not what one would wish.
struct FilterTests {
    let demo = DemoCluster()

    func driver(_ command: String) -> ConsoleDriver {
        var driver = ConsoleDriver(demo.builder)
        driver.command(command)
        return driver
    }

    func names(_ driver: ConsoleDriver) -> [String] {
        guard let cluster = driver.model.cluster else { return [] }
        return driver.model.table?.list.entries.map { cluster.name(of: $0.reference).string } ?? []
    }

    /// The names of the rows that a filter keeps.
    func kept(_ command: String, _ filter: String) -> [String] {
        var driver = driver(command)
        driver.type("/")
        driver.send(.input(.paste(SafeText(sanitizing: filter))))
        driver.type("<enter>")
        return names(driver)
    }

    @Test(arguments: [
        ("services", "shop replicated web", ["shop_web"]),
        ("services", "web shop", ["shop_web"]), ("services", "worker shop", []),
        ("services", "!shop replicated", ["shop_proxy", "worker"]),
        ("tasks", "web node2", ["shop_web.2"]), ("tasks", "node2 web running", ["shop_web.2"]),
        ("tasks", "web node2 pending", []),
        ("tasks node2", "!shop_web running", ["shop_api.1", "shop_proxy@node2", "worker.4"]),
        ("nodes", "node4 disk=ssd", ["node4"]),
    ])
    func `each word is looked for in all columns, and every one must be there`(
        command: String,
        filter: String,
        wanted: [String]
    ) {
        #expect(Set(kept(command, filter)).isSuperset(of: wanted))
        #expect(
            kept(command, filter).allSatisfy { wanted.contains($0) || command == "tasks node2" }
        )
    }

    @Test(arguments: [
        "", "   ", "!", "! ", "-l", "-l ", "-r", "-r ", "-f", "-", "!-r", "-l ,", "-l =x",
    ])
    func `a filter that says nothing yet keeps all rows`(filter: String) {
        #expect(kept("services", filter).count == 5)
        #expect(kept("tasks", filter) == kept("tasks", ""))
    }

    @Test func `the selection comes back while a filter is typed, and when it is given up`() {
        var driver = driver("services")
        driver.type("G/")
        driver.send(.input(.paste("-r ^(w")))
        driver.send(.input(.paste(SafeText(sanitizing: "|s"))))
        #expect(names(driver).count == 5)
        #expect(driver.model.table?.selection == .service(demo.worker))
        driver.type("<esc>/api")
        #expect(driver.model.table?.selection == .service(demo.api))
        driver.type("<esc>")
        #expect(driver.model.table?.selection == .service(demo.worker))
        driver.type("/api<enter><esc>")
        #expect(driver.model.table?.selection == .service(demo.api))
    }

    @Test(arguments: [
        ("-l zone=b,disk", ["node4"]), ("-l zone=b, disk!=ssd", ["node5"]),
        ("-l zone!=b", ["node1", "node2", "node3"]),
        ("!-l zone=b,disk=ssd", ["node1", "node2", "node3", "node5"]),
        ("-l disk!=hdd,zone", ["node4", "node5"]),
    ])
    func `several labels are asked for with commas, and others than one`(
        filter: String,
        wanted: [String]
    ) {
        #expect(kept("nodes", filter) == wanted)
    }

    @Test(arguments: [
        ("-r [a", "/-r [a not in effect: a ] is missing"),
        ("-r *", "/-r * not in effect: nothing stands before *"),
        ("-l =x", "/-l =x not in effect: a label has a name before its ="),
    ])
    func `a filter that is not in effect is shown as that`(filter: String, words: String) {
        var driver = driver("services")
        driver.type("/")
        driver.send(.input(.paste(SafeText(sanitizing: filter))))
        driver.type("<enter>")
        #expect(names(driver).count == 5)
        #expect(driver.text.contains("services 1/5 " + words))
        driver.type("<esc>")
        #expect(driver.text.contains("services 1/5 ──"))
    }

    @Test func `what is found is shown beside signs and letters of more than one byte`() {
        var driver = driver("services")
        driver.type("/running<enter>")
        let grid = driver.grid()
        for row in 0..<grid.rows {
            let cells = grid.row(row)
            let text = String(cells.compactMap(\.character))
            guard text.contains("● running"), !cells.contains(where: { $0.slot == .cursor }) else {
                continue
            }
            let found = cells.filter { $0.slot == .match }.compactMap(\.character)
            #expect(String(found) == "running", "\(text)")
        }
        #expect(driver.text.contains("● running"))
    }

    @Test func `rows with nothing in the column come last, whichever way it is sorted`() {
        var driver = driver("services")
        driver.type("P")
        #expect(names(driver).last == "worker")
        driver.type("P")
        #expect(names(driver).last == "worker")
        driver.command("columns name ports")
        driver.type("<shift-right><shift-right>")
        driver.type("O")
        let ascending = names(driver)
        driver.type("O")
        #expect(ascending.first == "shop_proxy")
        #expect(names(driver) == ascending)
    }

    @Test func `tasks without an error come last as well, and stay so while tasks change`() throws {
        var demo = demo
        var driver = ConsoleDriver(demo.builder)
        driver.command("tasks worker")
        driver.command("columns name error")
        driver.type("<shift-right><shift-right>O")
        #expect(driver.model.table?.order?.column == .error)
        for _ in 0..<2 {
            let entries = try #require(driver.model.table?.list.entries)
            let errors = entries.compactMap { entry -> String? in
                guard case .task(let id) = entry.reference else { return nil }
                return driver.model.cluster?.store.task(id)?.status.error
            }
            #expect(errors.count == entries.count && errors.count > 4)
            let blanks = errors.count { $0.isEmpty }
            #expect(blanks > 0 && blanks < errors.count)
            #expect(errors.suffix(blanks).allSatisfy { $0.isEmpty }, "\(errors)")
            let task = try #require(demo.builder.store.tasks(of: demo.worker).first { !$0.isDead })
            demo.builder.change(task.id) {
                $0.status.state = .failed
                $0.status.error = "task: non-zero exit (1)"
            }
            driver.show(demo.builder)
            driver.pass(.seconds(2))
            driver.type("O")
        }
    }

    @Test func `J on a volume goes to the stack that its label names`() {
        var demo = demo
        demo.builder.volume("shop_logs", on: demo.nodes[3], stack: "shop")
        var driver = ConsoleDriver(demo.builder)
        driver.command("volumes")
        driver.type("/shop_data<enter>J")
        #expect(driver.text.contains("it belongs to no stack"))
        driver.command("volumes")
        driver.type("/shop_logs<enter>J")
        #expect(driver.model.table?.selection == .stack("shop"))
    }

    @Test func `who looks for an age is told that ages are not looked at`() {
        for (filter, isAge) in [("12m", true), ("3d", true), ("m", false), ("12", false)] {
            var driver = ConsoleDriver(demo.builder)
            driver.command("nodes")
            driver.type("/")
            driver.send(.input(.paste(SafeText(sanitizing: "zzz " + filter))))
            #expect(driver.text.contains("ages are not looked at") == isAge, "\(filter)")
        }
    }
}
