import Basics
import Cells
import ClusterPorts
import Testing

@testable import Console

struct HintTests {
    private func driver(columns: Int = 120) -> ConsoleDriver {
        var settings = ConsoleSettings()
        settings.showsHints = true
        return ConsoleDriver(size: Size(columns: columns, rows: 30), settings: settings)
    }

    @Test func `a hint goes once it was followed, and the last one is remembered`() {
        var driver = driver()
        #expect(driver.text.contains("hint: enter opens what is selected"))
        driver.type("<enter>")
        #expect(driver.text.contains("hint: esc goes back"))
        driver.type("<esc>?q:<esc>/<esc>")
        #expect(!driver.takeEffects().contains(.hintsFollowed))
        #expect(driver.text.contains("hint: m lists what can be done here"))
        driver.type("m")
        #expect(driver.takeEffects().contains(.hintsFollowed))
        #expect(!driver.text.contains("hint:"))
    }

    @Test func `hints say the keys that there are, and stay away where there is no room`() {
        var settings = ConsoleSettings()
        settings.showsHints = true
        settings.keymap = Keymap(overrides: ["back": [.character("B")]])
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 30), settings: settings)
        driver.type("<enter>")
        #expect(driver.text.contains("hint: B goes back"))
        #expect(!driver.grid(30, 20).text.contains("hint:"))
    }

    @Test func `whoever knows them sees none`() {
        let driver = ConsoleDriver(settings: ConsoleSettings())
        #expect(!driver.text.contains("hint:"))
    }
}
