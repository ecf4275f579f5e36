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
