import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing
import Wording

@testable import Console

/// What a console keeps for the next one, and what it takes over while it runs.
struct ViewMemoryTests {
    private func memory(_ driver: inout ConsoleDriver) -> [ViewMemory] {
        driver.takeEffects().compactMap {
            if case .remember(let memory) = $0 { return memory }
            return nil
        }
    }

    /// A console that is started anew with what another one has kept.
    private func next(after memory: ViewMemory, columns: [String: [String]] = [:]) -> ConsoleDriver
    {
        var settings = ConsoleSettings()
        settings.memory = ViewMemory(memory.text) ?? ViewMemory()
        settings.columns = columns
        return ConsoleDriver(size: Size(columns: 120, rows: 40), settings: settings)
    }

    @Test func `the order of a table is kept over a restart, for its kind`() throws {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("tasks")
        driver.type("NN")
        let kept = memory(&driver)
        #expect(kept.count == 2)
        var again = next(after: try #require(kept.last))
        again.command("tasks")
        #expect(again.text.contains("by name down"))
        again.command("services")
        #expect(!again.text.contains(" by name"))
        // The third time the natural order is back, and kept as well.
        driver.type("N")
        #expect(memory(&driver).last?.text.contains("order") == false)
    }

    @Test func `the deck begins as it was sorted`() throws {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.type("N")
        let again = next(after: try #require(memory(&driver).last))
        #expect(again.text.contains("services 1/5 by name"))
    }

    @Test func `columns that were chosen are kept, unless the configuration has others`() throws {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("services")
        driver.command("columns name mode")
        let kept = try #require(memory(&driver).last)
        var again = next(after: kept)
        again.command("services")
        #expect(again.text.contains("MODE") && !again.text.contains("IMAGE"))
        var configured = next(after: kept, columns: ["services": ["name", "image"]])
        configured.command("services")
        #expect(configured.text.contains("IMAGE") && !configured.text.contains("MODE"))
    }

    @Test(arguments: [
        "services", "services order", "services order name sideways", "services shape name up",
        "\u{0}\u{1}\u{2}",
    ])
    func `a damaged memory is told from a sound one`(text: String) {
        #expect(ViewMemory(text) == nil)
    }

    @Test func `a column of another version is left out`() {
        let memory = ViewMemory("tasks order warmth up\ntasks columns name warmth\n")
        #expect(memory?.orders == [:])
        #expect(memory?.columns == ["tasks": [.name]])
    }
}

struct ReconfigurationTests {
    @Test func `a changed configuration holds at once`() throws {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("services")
        var new = ConsoleSettings()
        new.aliases = [CommandAlias(name: "w", line: "tasks shop_web")]
        new.columns = ["services": ["name", "mode"]]
        new.keymap = Keymap(overrides: ["service.scale": [.character("+")]], plugins: [])
        driver.send(.configured(new))
        #expect(driver.text.contains("MODE") && !driver.text.contains("IMAGE"))
        #expect(driver.text.contains("+ scale"))
        driver.type("+")
        #expect(driver.box?.contents.title == "Scale service shop_api")
        driver.type("<esc>")
        driver.command("w")
        #expect(driver.text.contains("tasks of shop_web"))
        new.isReadOnly = true
        new.language = .korean
        driver.send(.configured(new))
        #expect(driver.text.contains("읽기 전용"))
        #expect(driver.text.contains("태스크 · shop_web"))
    }

    @Test func `what was chosen by hand stays where the configuration did not change`() {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("language ko")
        driver.command("services")
        driver.command("columns name mode")
        driver.send(.configured(ConsoleSettings()))
        #expect(driver.text.contains("모드"))
        #expect(!driver.text.contains("shop/api:2.1"))
    }

    @Test func `a wrong configuration is told, and changes nothing`() {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        let before = driver.model.settings
        driver.send(.misconfigured("config.yml:3: unknown key \"teme\""))
        #expect(
            driver.text.contains("config.yml:3: unknown key \"teme\"; what was read before holds")
        )
        #expect(driver.model.settings == before)
    }
}
