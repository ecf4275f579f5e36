import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Several clusters in one console.
struct TabTests {
    /// Tabs on made-up clusters, and all that they have wanted so far.
    struct TabsDriver {
        var tabs: ConsoleTabs
        private(set) var effects: [TabEffect] = []
        private(set) var ids: [TabID] = []

        init(size: Size = Size(columns: 120, rows: 40)) {
            tabs = ConsoleTabs(size: size, theme: "dark")
        }

        /// Opens a tab on a cluster.
        @discardableResult
        mutating func open(_ cluster: ClusterBuilder, theme: String = "dark") -> TabID {
            let settings = ConsoleSettings(themeNames: ["dark", "nord"], themeName: theme)
            let (id, effects) = tabs.open(settings)
            self.effects += effects
            ids.append(id)
            show(cluster, in: id)
            return id
        }

        mutating func show(_ cluster: ClusterBuilder, in id: TabID) {
            effects += tabs.update(.time(cluster.wall))
            effects += tabs.update(.snapshot(cluster.snapshot), of: id)
        }

        mutating func type(_ keys: String) {
            for key in Key.sequence(keys) ?? [] { effects += tabs.update(.input(.key(key))) }
        }

        mutating func send(_ message: ConsoleMessage, to id: TabID? = nil) {
            effects += tabs.update(message, of: id)
        }

        /// What was wanted since the last call, without log streams.
        mutating func take() -> [TabEffect] {
            defer { effects = [] }
            return effects.filter {
                switch $0 {
                case .console(.openLogs, _), .console(.closeLogs, _): false
                default: true
                }
            }
        }

        func grid(_ columns: Int, _ rows: Int) -> Grid {
            view(tabs, size: Size(columns: columns, rows: rows))
        }

        var text: String { view(tabs, size: tabs.size).text }
        var bar: String { String(text.prefix { $0 != "\n" }) }
    }

    private static func live(_ name: String) -> DemoCluster {
        var demo = DemoCluster()
        demo.builder.source = .live(context: name)
        return demo
    }

    /// A simulated cluster and a live one; the live one is shown.
    private func two(size: Size = Size(columns: 120, rows: 40)) -> TabsDriver {
        var driver = TabsDriver(size: size)
        driver.open(DemoCluster().builder)
        driver.open(Self.live("production").builder, theme: "nord")
        return driver
    }

    @Test func `a cluster alone looks as if there were no tabs`() {
        var driver = TabsDriver()
        driver.open(DemoCluster().builder)
        let alone = ConsoleDriver(
            settings: ConsoleSettings(themeNames: ["dark", "nord"], themeName: "dark")
        )
        #expect(driver.text == alone.text)
    }

    @Test func `each tab has its badge, and the keys go to the one that is shown`() {
        var driver = two()
        #expect(driver.bar.contains("1 demo  SIM"))
        #expect(driver.bar.contains("2 production  LIVE"))
        #expect(driver.text.contains("skep  LIVE  production"))
        driver.type(":services<enter>")
        #expect(driver.text.contains("services"))
        driver.type("<f6>")
        #expect(driver.text.contains("skep  SIMULATED  demo"))
        #expect(driver.tabs.tabs[0].model.pages.path.count == 1)
        #expect(driver.tabs.tabs[1].model.pages.path.count == 2)
    }

    @Test(arguments: [
        ("<f6>", 0), ("<f7>", 0), ("<alt-1>", 0), ("<alt-2>", 1), (":tab 1<enter>", 0),
        (":tab demo<enter>", 0), (":tab<enter>", 0), (":tab prod<enter>", 1),
        (":tab previous<enter>", 0), ("<alt-9>", 1), (":tab nosuch<enter>", 1), ("<f6><f6>", 1),
    ])
    func `tabs are reached by key, number and name`(keys: String, shown: Int) {
        var driver = two()
        driver.type(keys)
        #expect(driver.tabs.shown == shown)
    }

    @Test func `each tab wears the theme of its cluster`() {
        var driver = two()
        #expect(driver.take().contains(.wear(theme: "nord")))
        driver.type("<alt-1>")
        #expect(driver.take() == [.wear(theme: "dark")])
        driver.type(":theme nord<enter>")
        driver.send(.themeChanged(name: "nord", error: nil), to: driver.ids[0])
        _ = driver.take()
        driver.type("<alt-2>")
        #expect(driver.take() == [])
    }

    @Test func `a tab that nobody sees takes in what its cluster tells`() {
        var driver = two()
        var demo = DemoCluster()
        demo.beginUpdate()
        demo.builder.now = demo.builder.now + .seconds(1)
        driver.show(demo.builder, in: driver.ids[0])
        driver.type("<alt-1>")
        #expect(driver.text.contains("updating"))
    }

    @Test func `the bar says what is wrong in the tabs that nobody sees`() throws {
        var driver = two()
        #expect(!driver.bar.contains("✗"))
        var demo = DemoCluster()
        let first = try #require(demo.builder.store.node(demo.nodes[3]))
        demo.builder.now = demo.builder.now + .seconds(1)
        demo.builder.change(first.id) { $0.status.state = .down }
        driver.show(demo.builder, in: driver.ids[0])
        #expect(driver.bar.contains("▲ 1 node not ready"))
        var snapshot = demo.builder.snapshot
        snapshot.managers = ManagersSummary(total: 3, reachable: 1, leader: nil)
        driver.send(.snapshot(snapshot), to: driver.ids[0])
        #expect(driver.bar.contains("✗ NO QUORUM"))
        snapshot.lostContact = LostContact(since: demo.builder.wall, reason: "refused")
        driver.send(.time(demo.builder.wall + .seconds(12)))
        driver.send(.snapshot(snapshot), to: driver.ids[0])
        #expect(driver.bar.contains("✗ lost 12s"))
        #expect(driver.grid(16, 12).text.prefix { $0 != "\n" }.contains("✗"))
    }

    @Test func `a socket is called by its file in the bar`() {
        var driver = two()
        driver.open(Self.live("unix:///run/user/1000/skep/east.sock").builder)
        #expect(driver.bar.contains("3 east.sock  LIVE"))
        var served = Self.live("unix:///run/user/1000/skep/east.sock").builder
        served.source = .served(context: "unix:///run/user/1000/skep/west.sock")
        driver.open(served)
        #expect(driver.bar.contains("4 west.sock  SIM"))
        driver.type("<alt-1>:tab east<enter>")
        #expect(driver.tabs.shown == 2)
    }

    @Test func `what fails in a tab that nobody sees is said in the one that is seen`() {
        var driver = two()
        driver.send(.notice("cannot write it", .failure), to: driver.ids[0])
        #expect(driver.text.contains("demo: cannot write it"))
        driver.send(.notice("nothing much", .success), to: driver.ids[0])
        #expect(!driver.text.contains("nothing much"))
    }

    @Test func `another cluster is asked for by name, and why it cannot be had is said`() {
        var driver = two()
        _ = driver.take()
        driver.type(":attach tcp://10.0.0.9:2375<enter>")
        #expect(driver.take() == [.open("tcp://10.0.0.9:2375", asker: driver.ids[1])])
        #expect(driver.text.contains("opening tcp://10.0.0.9:2375 …"))
    }

    @Test func `the docker contexts that there are complete the command`() {
        var settings = ConsoleSettings()
        settings.contexts = ["production", "staging"]
        var driver = ConsoleDriver(settings: settings)
        driver.type(":attach st<tab>")
        #expect(driver.prompt?.editor.text == "attach staging ")
        driver.type("<esc>:att<tab>d<tab>")
        #expect(driver.prompt?.candidates == ["demo", "default"])
    }

    @Test func `a tab that is closed gives its session back, and the last one ends the console`() {
        var driver = two()
        _ = driver.take()
        driver.type(":tab close<enter>")
        #expect(driver.take() == [.end(driver.ids[1]), .wear(theme: "dark")])
        #expect(driver.text.contains("SIMULATED"))
        #expect(!driver.bar.contains("LIVE"))
        driver.send(.notice("too late", .failure), to: driver.ids[1])
        #expect(!driver.text.contains("too late"))
        driver.type(":tab close<enter>")
        #expect(driver.take() == [.quit])
    }

    @Test func `a tab with something in flight is closed when asked twice`() {
        var driver = two()
        driver.type(":scale worker 2<enter><tab><tab><enter>")
        driver.type(":tab close<enter>")
        #expect(driver.tabs.tabs.count == 2)
        #expect(driver.text.contains("1 operation in flight: again closes all the same"))
        driver.type(":tab close<enter>")
        #expect(driver.tabs.tabs.count == 1)
    }

    @Test func `^c says what is in flight in other tabs before it quits`() {
        var driver = two()
        driver.type(":scale worker 2<enter><tab><tab><enter>")
        driver.type("<alt-1>")
        _ = driver.take()
        driver.type("^c")
        #expect(driver.take() == [])
        #expect(driver.text.contains("1 operation in flight in other tabs"))
        driver.type("^c")
        #expect(driver.take() == [.quit])
    }

    @Test func `two tabs stand side by side where there is room`() {
        var driver = two()
        driver.type(":split<enter>")
        #expect(driver.text.contains("side by side needs 160 columns, and there are 120"))
        driver.send(.input(.resize(Size(columns: 200, rows: 50))))
        driver.type(":split<enter>")
        #expect(driver.text.contains("skep  SIMULATED"))
        #expect(driver.text.contains("skep  LIVE"))
        #expect(driver.tabs.tabs.map(\.model.size.columns) == [99, 100])
        driver.type(":nodes<enter>")
        #expect(driver.tabs.tabs[0].model.pages.path.count == 1)
        driver.send(.input(.resize(Size(columns: 120, rows: 40))))
        #expect(
            driver.tabs.tabs.map(\.model.size)
                == Array(repeating: Size(columns: 120, rows: 39), count: 2)
        )
    }

    @Test func `the mouse chooses a tab, and reaches into the half under it`() {
        var driver = two(size: Size(columns: 200, rows: 50))
        driver.send(.input(.mouse(MouseEvent(.press, at: Position(row: 0, column: 3)))))
        #expect(driver.tabs.shown == 0)
        driver.type(":split<enter>")
        driver.send(.input(.mouse(MouseEvent(.press, at: Position(row: 10, column: 150)))))
        #expect(driver.tabs.shown == 1)
        // The services of the left half begin below the bar, the header, the crumbs and a frame.
        driver.send(.input(.mouse(MouseEvent(.press, at: Position(row: 8, column: 4)))))
        #expect(driver.tabs.shown == 0)
        #expect(driver.tabs.tabs[0].model.deckServiceIndex == 2)
    }

    @Test func `two clusters in tabs look as they did`() throws {
        for (columns, rows) in Golden.sizes {
            var driver = two(size: Size(columns: columns, rows: rows))
            var demo = DemoCluster()
            demo.builder.now = demo.builder.now + .seconds(1)
            var snapshot = demo.builder.snapshot
            snapshot.managers = ManagersSummary(total: 3, reachable: 1, leader: nil)
            driver.send(.snapshot(snapshot), to: driver.ids[0])
            try Golden.check(driver.grid(columns, rows), "tabs")
        }
    }

    @Test func `two clusters side by side look as they did`() throws {
        for (columns, rows) in Golden.sizes {
            var driver = two(size: Size(columns: columns, rows: rows))
            driver.type("<alt-1>:nodes<enter><alt-2>:services<enter>:split<enter>")
            try Golden.check(driver.grid(columns, rows), "tabs-split")
        }
    }
}

extension ConsoleModel {
    /// The row of the deck's list of services that is selected.
    fileprivate var deckServiceIndex: Int? {
        guard case .deck(let deck) = pages.top.body else { return nil }
        return deck.services.index
    }
}
