import Basics
import Cells
import ClusterPorts
import SwarmModel
import Testing

@testable import Console

/// Messages at the bottom, and the page that keeps them.
struct MessageTests {
    let demo = DemoCluster()

    private static let long = SafeText(
        sanitizing: "the managers have no quorum: changes cannot be made until at least two of "
            + "node1, node2 and node3 answer again, which they have not done for four minutes"
    )

    private func driver(_ columns: Int = 80, _ rows: Int = 24) -> ConsoleDriver {
        ConsoleDriver(
            demo.builder,
            size: Size(columns: columns, rows: rows)
        )
    }

    /// The words of the picture without frames and line ends.
    private func words(_ driver: ConsoleDriver) -> String {
        driver.text.split { " │┃\n".contains($0) }.joined(separator: " ")
    }

    @Test func `a long message is wrapped, and the whole of it can be read`() {
        var driver = driver()
        driver.command("nodes")
        driver.send(.notice(Self.long, .failure))
        for part in Self.long.string.split(separator: " ") {
            #expect(driver.text.contains(part))
        }
        driver.command("messages")
        driver.pass(.seconds(60))
        #expect(words(driver).contains(Self.long.string))
    }

    @Test func `a message that is too long even so says where the whole of it is`() {
        var driver = driver()
        let words = SafeText(sanitizing: String(repeating: "word ", count: 90) + "end")
        driver.send(.notice(words, .warning))
        #expect(driver.text.contains("… :messages"))
        #expect(!driver.text.contains("end"))
        driver.command("messages")
        driver.pass(.seconds(60))
        #expect(driver.text.contains("word end"))
    }

    @Test func `a refusal stays until its time is over, whatever is said later`() {
        var driver = driver()
        driver.send(.notice("this was refused", .failure))
        driver.send(.notice("this is a warning", .warning))
        for number in 1...20 {
            driver.send(.notice("news \(number)".testSafe, .information))
            #expect(driver.text.contains("this was refused"))
            #expect(driver.text.contains("this is a warning"))
            #expect(driver.text.contains("news \(number)"))
        }
        #expect(!driver.text.contains("news 17 "))
        driver.pass(.seconds(5))
        #expect(driver.text.contains("this was refused"))
        driver.pass(.seconds(1))
        #expect(!driver.text.contains("this was refused"))
    }

    @Test func `where room is short, what matters most and is newest has it`() {
        var driver = driver(80, 10)
        for number in 1...30 {
            driver.send(.notice("refused \(number)".testSafe, .failure))
            driver.send(.notice("news \(number)".testSafe, .information))
        }
        #expect(driver.text.contains("refused 30"))
        #expect(driver.text.contains("refused 29"))
        #expect(!driver.text.contains("news"))
        // Half of the screen is left to what is worked on.
        #expect(driver.text.split(separator: "\n").count { $0.contains("refused") } <= 5)
    }

    @Test func `the page of messages has their times, the newest on top, repeated ones once`() {
        var driver = driver()
        driver.command("messages")
        #expect(driver.text.contains("Nothing was said yet."))
        driver.send(.notice("one", .information))
        driver.pass(.seconds(61))
        driver.send(.notice("two", .failure))
        driver.send(.notice("two", .failure))
        driver.pass(.seconds(60))
        let rows = driver.text.split(separator: "\n").filter {
            $0.contains("one") || $0.contains("two")
        }
        #expect(rows.count == 2)
        #expect(rows[0].contains("✗ two  ×2"))
        #expect(rows[1].contains("i one"))
        let times = rows.map { $0.dropFirst().prefix(8) }
        #expect(times[0] > times[1])
    }

    @Test func `longer messages stay for longer`() {
        #expect(Toast.time(for: "short") == .seconds(6))
        #expect(Toast.time(for: Self.long) == .seconds(12))
    }
}

extension String {
    fileprivate var testSafe: SafeText { SafeText(sanitizing: self) }
}
