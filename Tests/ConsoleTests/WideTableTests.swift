import Basics
import Cells
import SwarmModel
import Testing

@testable import Console

/// Tables that have more columns than there is room for.
struct WideTableTests {
    /// The words of the heading, and whether a sign on the frame says that there is more.
    func heading(_ driver: ConsoleDriver) -> (words: [String], left: Bool, right: Bool) {
        let rows = driver.text.split(separator: "\n").map(String.init)
        guard let row = rows.first(where: { $0.contains("NAME") }) else {
            return ([], false, false)
        }
        let words = row.split { " │‹›↑↓".contains($0) }.map(String.init)
        return (words, row.hasPrefix("‹"), row.hasSuffix("›"))
    }

    func driver(_ command: String, columns: Int = 80) -> ConsoleDriver {
        var driver = ConsoleDriver(
            DemoCluster().builder,
            size: Size(columns: columns, rows: 24)
        )
        driver.command(command)
        return driver
    }

    @Test func `a long name is cut before the state of a service goes out of sight`() {
        var builder = ClusterBuilder()
        builder.node("node1", role: .manager, leader: true)
        let name = "a-service-with-a-name-of-more-than-forty-cells"
        let service = builder.service(name)
        let status = UpdateStatus(state: .rollbackCompleted, startedAt: builder.now, message: "")
        builder.setStatus(service, status)
        var driver = ConsoleDriver(builder, size: Size(columns: 100, rows: 30))
        #expect(driver.text.contains("STATUS"))
        driver.send(.input(.resize(Size(columns: 60, rows: 24))))
        driver.command("services")
        #expect(driver.text.contains("STATUS") && driver.text.contains("a-service-with-a-name"))
    }

    @Test func `all columns are reached on a narrow screen, and the name stays beside them`() {
        var driver = driver("nodes")
        driver.type("^w")
        var seen = Set(heading(driver).words)
        #expect(!heading(driver).left && heading(driver).right)
        #expect(!seen.contains("ENGINE"))
        for _ in 0..<TableKind.nodes.columns.count {
            driver.type("<right>")
            let now = heading(driver)
            #expect(now.words.first == "NAME")
            #expect(now.left)
            seen.formUnion(now.words)
        }
        #expect(Set(TableKind.nodes.columns.map(\.title.string)).isSubset(of: seen))
        #expect(!heading(driver).right)
        let last = heading(driver).words
        driver.type("<right>")
        #expect(heading(driver).words == last)
        for _ in 0..<TableKind.nodes.columns.count { driver.type("<left>") }
        #expect(!heading(driver).left && heading(driver).right)
    }

    @Test func `the usual columns are gone through as well, and back`() {
        var driver = driver("services")
        let usual = heading(driver)
        #expect(!usual.words.contains("MODE") && !usual.left && !usual.right)
        driver.type("<right>")
        #expect(heading(driver).words.prefix(3) == ["NAME", "STATUS", "MODE"])
        driver.type("<left>")
        #expect(heading(driver).words == usual.words)
    }

    @Test func `where all have room nothing is said to be out of sight`() {
        var driver = driver("nodes", columns: 200)
        driver.type("^w")
        #expect(!heading(driver).left && !heading(driver).right)
        #expect(heading(driver).words.count == TableKind.nodes.columns.count)
    }

    @Test func `the column that is chosen or sorted by is in sight on a narrow screen`() {
        var driver = driver("services", columns: 60)
        #expect(!heading(driver).words.contains("STACK"))
        driver.type("P")
        #expect(heading(driver).words.contains("STACK"))
        driver.type("PP")
        while driver.model.table?.chosenColumn != .mode { driver.type("<shift-left>") }
        #expect(heading(driver).words.contains("MODE"))
        #expect(driver.model.table?.order == nil)
    }

    @Test func `^w begins with the first columns again`() {
        var driver = driver("nodes")
        driver.type("^w<right><right>^w")
        #expect(!heading(driver).left)
        driver.type("^w")
        #expect(!heading(driver).left && heading(driver).right)
    }
}
