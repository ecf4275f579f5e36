import Basics
import Cells
import ClusterPorts
import SwarmModel
import Testing

@testable import Console

struct EmptyTableTests {
    private func driver(_ command: String, _ builder: ClusterBuilder) -> ConsoleDriver {
        var driver = ConsoleDriver(builder)
        driver.command(command)
        return driver
    }

    @Test(arguments: [
        ("services", ":deploy FILE NAME"), ("nodes", ":join worker"), ("secrets", ":create secret"),
        ("images", "services name them"), ("volumes", "mounts one"),
        ("tasks", "services make them"),
    ])
    func `an empty table says what to do next`(command: String, words: String) {
        #expect(driver(command, ClusterBuilder()).text.contains(words))
    }

    @Test
    func `a live cluster is not told to simulate a node, and a locked one is not called empty`() {
        var builder = ClusterBuilder()
        builder.source = .live(context: "prod")
        var live = driver("nodes", builder)
        #expect(live.text.contains("no nodes"))
        #expect(!live.text.contains("simulated one"))
        var snapshot = builder.snapshot
        snapshot.lostContact = LostContact(since: builder.wall, reason: "locked")
        live.send(.snapshot(snapshot))
        #expect(live.text.contains("nothing is known of it yet"))
        #expect(!live.text.contains("QUORUM"))
    }

    @Test func `a table that a filter has emptied says how to see all`() {
        var driver = driver("services", DemoCluster().builder)
        driver.type("/no such thing<enter>")
        #expect(driver.text.contains("esc takes the filter away"))
    }

    @Test func `where finished tasks are hidden, no trouble means none among the others`() {
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.command("tasks")
        driver.type("^z")
        #expect(driver.text.contains("nothing alive is in trouble; t shows finished tasks"))
        driver.type("t")
        #expect(driver.model.table?.count == 2, "\(driver.text)")
    }

    @Test func `a table without trouble says how to see all, by the key there is`() {
        var settings = ConsoleSettings()
        settings.keymap = Keymap(overrides: ["faulty": [.character("T")]])
        var builder = ClusterBuilder()
        builder.node("n1", role: .manager, leader: true)
        var driver = ConsoleDriver(builder, settings: settings)
        driver.command("nodes")
        driver.type("T")
        #expect(driver.text.contains("nothing is in trouble; T shows all rows"))
    }
}
