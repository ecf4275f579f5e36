import Basics
import Cells
import ClusterPorts
import Testing

@testable import Console

struct PluginTests {
    private func driver(_ plugin: Plugin, readOnly: Bool = false) -> ConsoleDriver {
        var settings = ConsoleSettings(readOnly: readOnly)
        settings.keymap = Keymap(plugins: [plugin])
        return ConsoleDriver(settings: settings)
    }

    private let look = Plugin(
        name: "look",
        title: "Look at it",
        keys: [.character("!")],
        places: ["nodes", "tasks"],
        command: "echo \"$SKEP_NAME\""
    )

    @Test func `a plugin is told the selected object and its output is shown as it comes`() throws {
        var driver = driver(look)
        driver.command("nodes")
        _ = driver.takeEffects()
        #expect(driver.text.contains("! look") || driver.grid(200, 50).text.contains("! look"))
        driver.type("!")
        guard case .runPlugin(let call, let id)? = driver.takeEffects().first else {
            Issue.record("nothing was run")
            return
        }
        #expect(call.fields.contains(PluginField(name: "SKEP_NAME", value: "node1")))
        #expect(call.fields.contains { $0.name == "SKEP_ADDRESS" })
        #expect(driver.text.contains("running"))
        driver.send(.pluginOutput(id, [SafeText(sanitizing: "node1\u{1B}[2J")], status: nil))
        driver.send(.pluginOutput(id, [], status: 3))
        #expect(driver.text.contains("node1·[2J"))
        #expect(driver.text.contains("ended with 3"))
    }

    /// A console on the page of the plugin that it has just begun to run.
    private func running() throws -> (driver: ConsoleDriver, id: OperationID) {
        var driver = driver(look)
        driver.command("nodes")
        driver.type("!")
        var id: OperationID?
        if case .runPlugin(_, let own)? = driver.takeEffects().first { id = own }
        return (driver, try #require(id, "nothing was run"))
    }

    @Test func `a plugin that hangs is ended from its page, and says so wherever the user is`()
        throws
    {
        var (driver, id) = try running()
        #expect(driver.text.contains("^k stop"))
        driver.type("^k")
        #expect(driver.takeEffects() == [.stopPlugin(id)])
        #expect(driver.text.contains("stopping …"))
        driver.type("<esc>")
        driver.send(.pluginOutput(id, [], status: 143))
        #expect(driver.text.contains("Look at it · node1 has ended"))
        driver.type("-")
        #expect(driver.text.contains("stopped"))
        driver.type("^k")
        #expect(driver.takeEffects() == [])
        #expect(driver.text.contains("stop: it has ended"))
    }

    @Test func `a plugin that fails behind the user's back is told of`() throws {
        var (driver, id) = try running()
        driver.type("<esc>")
        driver.send(.pluginOutput(id, [], status: 3))
        #expect(driver.text.contains("▲ Look at it · node1 ended with 3"))
    }

    @Test func `of a flood of output the beginning is kept, and the page says so`() throws {
        var (driver, id) = try running()
        let lines = Array(repeating: SafeText(sanitizing: "y"), count: 6_000)
        for _ in 0..<3 { driver.send(.pluginOutput(id, lines, status: nil)) }
        driver.type("G")
        #expect(driver.text.contains("more was written: the first 10000 lines are kept"))
        #expect(driver.text.contains("running …"))
    }

    @Test func `its key means nothing elsewhere`() {
        var driver = driver(look)
        driver.command("services")
        _ = driver.takeEffects()
        driver.type("!")
        #expect(driver.takeEffects().isEmpty)
    }

    @Test func `a plugin that changes things is refused by a console that is read-only`() {
        var plugin = look
        plugin.changesCluster = true
        var driver = driver(plugin, readOnly: true)
        driver.command("nodes")
        _ = driver.takeEffects()
        driver.type("!")
        #expect(driver.takeEffects().isEmpty)
        #expect(driver.text.contains("read-only"))
    }

    @Test func `keys that were moved work where they are, and hints say so`() {
        var settings = ConsoleSettings()
        settings.keymap = Keymap(overrides: [
            "node.drain": [.character("D")], "wide": [],
        ])
        var driver = ConsoleDriver(settings: settings)
        driver.command("nodes")
        driver.type("r")
        #expect(driver.box == nil)
        driver.type("D")
        #expect(driver.box?.contents.title.english.contains("Drain") == true)
        driver.type("<esc>?")
        #expect(driver.grid(120, 200).text.contains("D               Drain"))
        driver.type("<esc>^w")
        #expect(driver.model.table?.isWide == false)
        #expect(driver.grid(120, 40).text.contains("D drain"))
    }
}
