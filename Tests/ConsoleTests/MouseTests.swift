import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct MouseTests {
    var demo = DemoCluster()

    private func driver(_ command: String? = nil) -> ConsoleDriver {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 120, rows: 40))
        if let command { driver.command(command) }
        driver.pass(.seconds(10))
        _ = driver.takeEffects()
        return driver
    }

    /// Where a text stands on the screen.
    private func place(_ text: String, in driver: ConsoleDriver) throws -> Position {
        let lines = driver.text.split(separator: "\n", omittingEmptySubsequences: false)
        for (row, line) in lines.enumerated() {
            if let range = line.firstRange(of: text) {
                let column = line[..<range.lowerBound].reduce(0) { $0 + DisplayWidth.of($1) }
                return Position(row: row, column: column)
            }
        }
        throw Missing(text: text)
    }

    private struct Missing: Error { let text: String }

    private func click(_ text: String, _ driver: inout ConsoleDriver) throws {
        let place = try place(text, in: driver)
        driver.send(.input(.mouse(MouseEvent(.press, at: place))))
        driver.send(.input(.mouse(MouseEvent(.release, at: place))))
    }

    @Test func `a click chooses a row, a second one opens it`() throws {
        var driver = driver("services")
        try click("shop_web", &driver)
        #expect(driver.model.selection == .service(demo.web))
        #expect(driver.model.surface == .services)
        try click("shop_web", &driver)
        #expect(driver.model.surface == .tasks)
    }

    @Test func `two clicks that are far apart open nothing`() throws {
        var driver = driver("services")
        try click("shop_web", &driver)
        driver.pass(.seconds(2))
        try click("shop_web", &driver)
        #expect(driver.model.surface == .services)
    }

    @Test func `a click on a heading sorts, again turns`() throws {
        var driver = driver("services")
        try click("REPLICAS", &driver)
        #expect(driver.model.table?.order == SortOrder(column: .replicas, isAscending: true))
        try click("REPLICAS", &driver)
        #expect(driver.model.table?.order == SortOrder(column: .replicas, isAscending: false))
    }

    @Test func `the wheel moves what is under it`() throws {
        var driver = driver()
        let place = try place("node4", in: driver)
        driver.send(.input(.mouse(MouseEvent(.wheelDown, at: place))))
        #expect(driver.model.surface == .deckNodes)
        #expect(driver.model.selection == .node(demo.nodes[3]))
        driver.send(.input(.mouse(MouseEvent(.wheelUp, at: place))))
        #expect(driver.model.selection == .node(demo.nodes[0]))
    }

    @Test func `a click on a hint does what its key does, and only asks`() throws {
        var driver = driver("nodes")
        try click("r drain", &driver)
        #expect(driver.box != nil)
        #expect(driver.takeCommands() == [])
    }

    @Test func `a box takes two clicks on its button, and one on Cancel`() throws {
        var driver = driver("services")
        driver.type("/shop_web<enter>r")
        try click("[ Update ]", &driver)
        #expect(driver.takeCommands() == [])
        #expect(driver.box?.focus == .accept)
        try click("[ Update ]", &driver)
        #expect(driver.takeCommands().count == 1)
        driver.type("r")
        try click("[ Cancel ]", &driver)
        #expect(driver.box == nil)
        #expect(driver.takeCommands() == [])
    }

    @Test func `the second way of a box takes two clicks, as its other button does`() throws {
        var driver = driver("nodes")
        driver.type("jjjr")
        let way = try #require(driver.box?.contents.alternative)
        let safe = "[ \(way.verb.english) ]"
        try click(safe, &driver)
        #expect(driver.box?.focus == .alternative)
        #expect(driver.takeEffects().allSatisfy { if case .perform = $0 { false } else { true } })
        try click(safe, &driver)
        #expect(driver.box == nil)
        #expect(driver.model.surface == .safeDrain)
    }

    @Test func `clicks beside a box go nowhere`() throws {
        var driver = driver("nodes")
        driver.type("r")
        driver.send(.input(.mouse(MouseEvent(.press, at: Position(row: 39, column: 2)))))
        driver.send(.input(.mouse(MouseEvent(.press, at: Position(row: 0, column: 0)))))
        #expect(driver.box != nil)
        #expect(driver.takeEffects() == [])
    }

    @Test func `a click on a crumb goes back there`() throws {
        var driver = driver("services")
        driver.type("<enter>d")
        #expect(driver.model.pages.path.count == 4)
        try click("services ›", &driver)
        #expect(driver.model.surface == .services)
    }

    @Test func `the border between the panes can be dragged, within bounds`() throws {
        var driver = driver()
        let border = Position(row: 6, column: 120 * 55 / 100)
        driver.send(.input(.mouse(MouseEvent(.press, at: border))))
        driver.send(.input(.mouse(MouseEvent(.drag, at: Position(row: 6, column: 40)))))
        guard case .deck(let deck) = driver.model.pages.top.body else { return }
        #expect(deck.split.left == 33)
        driver.send(.input(.mouse(MouseEvent(.drag, at: Position(row: 6, column: 0)))))
        driver.send(.input(.mouse(MouseEvent(.release, at: Position(row: 6, column: 0)))))
        driver.send(.input(.mouse(MouseEvent(.drag, at: Position(row: 6, column: 90)))))
        guard case .deck(let after) = driver.model.pages.top.body else { return }
        #expect(after.split.left == DeckSplit.range.lowerBound)
    }

    @Test func `nothing that the mouse can do anywhere brings the console down`() {
        var random = SeededGenerator(seed: 5)
        var driver = driver()
        for _ in 0..<2_000 {
            let place = Position(
                row: Int.random(in: 0..<45, using: &random),
                column: Int.random(in: 0..<130, using: &random)
            )
            let deeds: [MouseEvent.Deed] = [.press, .drag, .release, .wheelUp, .wheelDown]
            let deed = deeds[Int.random(in: 0..<5, using: &random)]
            driver.send(.input(.mouse(MouseEvent(deed, at: place))))
        }
        #expect(driver.grid().size == Size(columns: 120, rows: 40))
        #expect(driver.takeCommands() == [])
    }
}

struct ThemePickerTests {
    @Test func `themes are worn as they are walked over, and esc goes back`() {
        var driver = ConsoleDriver(
            settings: ConsoleSettings(themeNames: ["dark", "light", "nord"], themeName: "dark")
        )
        driver.command("theme")
        driver.type("j")
        #expect(driver.takeEffects() == [.setTheme("light")])
        driver.send(.themeChanged(name: "light", error: nil))
        driver.type("jj")
        #expect(driver.takeEffects() == [.setTheme("nord"), .setTheme("nord")])
        driver.send(.themeChanged(name: "nord", error: nil))
        driver.type("<esc>")
        #expect(driver.takeEffects() == [.setTheme("dark")])
        driver.send(.themeChanged(name: "dark", error: nil))
        driver.command("theme")
        driver.type("k<enter>")
        #expect(driver.takeEffects() == [.setTheme("dark")])
        #expect(!driver.text.contains("enter keeps"))
    }

    @Test func `the sample shows every slot that a theme gives a look to`() {
        let shown = Set(Painter.sample.flatMap(\.spans).map(\.slot))
        #expect(Set(Slot.allCases).subtracting(shown) == [])
    }
}
