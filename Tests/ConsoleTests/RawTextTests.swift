import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Raw views of what the console knows itself, and the jumps from there.
struct RawTextTests {
    var demo = DemoCluster()

    /// What the page on top says, read as JSON.
    private func json(_ driver: ConsoleDriver) throws -> JSONValue {
        guard case .text(let page) = driver.model.pages.top.body else { return .null }
        let text = page.lines.map(\.text.string).joined(separator: "\n")
        return try JSONValue(bytes: Array(text.utf8))
    }

    /// The console after an update has begun, with events to look at.
    private mutating func driver(_ command: String) -> ConsoleDriver {
        var driver = ConsoleDriver(demo.builder)
        demo.beginUpdate()
        driver.show(demo.builder)
        driver.command(command)
        _ = driver.takeEffects()
        return driver
    }

    @Test mutating func `the raw view of the swarm is what the engine's API has, without tokens`()
        throws
    {
        demo.builder.store.beginTransaction()
        var cluster = demo.builder.store.cluster
        cluster.joinTokens = tokens
        demo.builder.store.update(cluster)
        var driver = driver("swarm")
        driver.type("y")
        #expect(driver.takeEffects().isEmpty)
        let swarm = try json(driver)
        #expect(swarm["ID"]?.text == demo.builder.store.cluster.id.description)
        #expect(swarm["Spec"]?["Orchestration"]?["TaskHistoryRetentionLimit"]?.integer == 5)
        #expect(swarm["JoinTokens"]?["Worker"]?.text == "SWMTKN-1-…rker")
        #expect(!driver.text.contains(tokens.worker))
        #expect(driver.text.contains("json of swarm"))
        driver.type("yxy")
        #expect(try json(driver)["JoinTokens"]?["Worker"]?.text == tokens.worker)
        driver.type("d")
        #expect(driver.model.surface == .swarm)
        #expect(driver.text.contains(tokens.worker))
    }

    private let tokens = JoinTokens(
        worker: "SWMTKN-1-aaaaaaaaaaaaaaaaaa-worker",
        manager: "SWMTKN-1-aaaaaaaaaaaaaaaaaa-manager"
    )

    @Test(arguments: [false, true])
    mutating func `a live engine is asked for its swarm, and its tokens are hidden`(reveals: Bool)
        throws
    {
        demo.builder.source = .live(context: "production")
        var driver = driver("swarm")
        driver.type(reveals ? "xy" : "y")
        #expect(driver.takeEffects() == [.loadSwarm])
        #expect(driver.text.contains("loading"))
        driver.send(
            .swarmJSON("{\n  \"JoinTokens\": {\n    \"Worker\": \"\(tokens.worker)\"\n  }\n}")
        )
        let shown = reveals ? tokens.worker : "SWMTKN-1-…rker"
        #expect(try json(driver)["JoinTokens"]?["Worker"]?.text == shown)
        driver.show(demo.builder)
        #expect(try json(driver)["JoinTokens"]?["Worker"]?.text == shown)
        driver.send(.swarmJSON(nil))
        #expect(driver.text.contains("the cluster does not tell it"))
    }

    @Test mutating func `the raw view of an image names its services, tasks and nodes`() throws {
        var driver = driver("images")
        driver.type("/postgres<enter>y")
        #expect(driver.takeEffects().isEmpty)
        let image = try json(driver)
        #expect(image["Repository"]?.text == "postgres")
        #expect(image["Tag"]?.text == "16")
        #expect(image["Services"]?.elements.map { $0["Name"]?.text } == ["shop_db"])
        #expect(image["Services"]?.elements.first?["Stack"]?.text == "shop")
        let task = try #require(demo.builder.store.tasks(of: demo.db).first { $0.isLive })
        #expect(image["Tasks"]?.elements.map { $0["ID"]?.text } == [task.id.description])
        #expect(image["Tasks"]?.elements.first?["State"]?.text == "running")
        let node = try #require(task.nodeID)
        #expect(image["Nodes"]?.elements.map { $0["ID"]?.text } == [node.description])
        driver.type("y")
        #expect(driver.text.contains("Named by"))
        driver.type("y")
        #expect(driver.text.contains("json of postgres:16"))
    }

    @Test mutating func `the raw view of an image leaves tasks of another image and dead ones out`()
        throws
    {
        var driver = driver("images")
        driver.type("/shop/web<enter>y")
        let image = try json(driver)
        let tasks = demo.builder.store.tasks(of: demo.web)
        let users = tasks.filter { $0.isLive && $0.image == image["Reference"]?.text }
        #expect(!users.isEmpty && users.count < tasks.count)
        let listed = image["Tasks"]?.elements.compactMap { $0["ID"]?.text } ?? []
        #expect(Set(listed) == Set(users.map(\.id.description)))
    }

    @Test mutating func `an event's raw view has the shape of docker events`() throws {
        demo.builder.change(demo.nodes[3]) { $0.spec.availability = .drain }
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.show(demo.builder)
        driver.command("events")
        driver.type("y")
        let event = try json(driver)
        #expect(
            event.members.map(\.key) == ["Type", "Action", "Actor", "scope", "time", "timeNano"]
        )
        #expect(event["Type"]?.text == "node")
        #expect(event["Action"]?.text == "update")
        let actor = event["Actor"]
        #expect(actor?["ID"]?.text == demo.nodes[3].description)
        #expect(actor?["Attributes"]?["name"]?.text == "node4")
        #expect(actor?["Attributes"]?["availability.old"]?.text == "active")
        #expect(actor?["Attributes"]?["availability.new"]?.text == "drain")
        let nanoseconds = try #require(event["timeNano"]?.integer)
        #expect(event["time"]?.integer == nanoseconds / 1_000_000_000)
        driver.type("y")
        #expect(driver.model.surface == .eventPage)
    }

    @Test mutating func `all events are a line each, the newest at the end`() throws {
        var driver = driver("events")
        driver.type("Y")
        guard case .text(let page) = driver.model.pages.top.body else { return }
        let events = driver.model.events.events
        #expect(page.lines.count == events.count && events.count > 1)
        let last = try JSONValue(bytes: Array(try #require(page.lines.last).text.string.utf8))
        #expect(last["Actor"]?["ID"]?.text == events.last?.subject.fullID)
        driver.type("<esc>")
        #expect(driver.model.surface == .eventPage)
    }

    @Test mutating func `keys of events lead to what they are about, its owner and its node`() {
        var driver = driver("events")
        let index = driver.model.shownEvents.reversed().firstIndex {
            if case .task = $0.subject { true } else { false }
        }
        let steps = index.map { driver.model.shownEvents.count - 1 - ($0.base - 1) } ?? 0
        driver.type(String(repeating: "j", count: steps))
        guard case .task(let id)? = driver.model.chosenEvent?.subject,
            let task = demo.builder.store.task(id), let node = task.nodeID
        else {
            Issue.record("no task's event is chosen")
            return
        }
        driver.type("J")
        #expect(driver.model.selection == .service(task.serviceID))
        driver.type("<esc>o")
        #expect(driver.model.selection == .node(node))
        driver.type("<esc>d")
        #expect(driver.model.selection == .task(id))
    }

    @Test func `where no event is chosen its keys say so`() {
        for key in ["<enter>", "d", "y", "Y", "J", "o"] {
            var driver = ConsoleDriver(demo.builder)
            driver.command("events")
            #expect(driver.model.events.events.isEmpty)
            driver.type(key)
            #expect(driver.text.contains("no event is chosen"), "\(key)")
            #expect(driver.model.surface == .eventPage)
        }
    }

    @Test(arguments: ["swarm", "ops", "aliases", "messages"])
    func `a key that leads nowhere says so`(command: String) {
        for key in ["d", "u", "J", "o"] {
            var driver = ConsoleDriver(demo.builder)
            driver.command(command)
            let surface = driver.model.surface
            driver.type(key)
            let isRaw = key == "d" && command != "messages"
            let words =
                isRaw
                ? "this screen is in words already; y shows it raw"
                : "\(key) does nothing on this screen; ? lists its keys"
            #expect(driver.model.messages.entries.last?.words.string == words, "\(command)")
            #expect(driver.model.surface == surface)
            // It is about this key only.
            driver.type("j")
            #expect(driver.model.toasts.toasts.isEmpty)
        }
    }

    @Test func `the raw view of the operation log has what was asked and what came of it`() throws {
        var driver = ConsoleDriver(demo.builder)
        driver.command("update worker")
        driver.type("<tab><enter>")
        driver.send(.outcome(OperationID(number: 1), .failure(.outOfSequence)))
        driver.type("<esc>")
        driver.command("ops")
        driver.type("y")
        let operations = try json(driver).elements
        #expect(operations.count == 1)
        let operation = try #require(operations.first)
        #expect(operation["Title"]?.text == "Force update of service worker")
        #expect(operation["Docker"]?.text == "docker service update --force worker")
        #expect(operation["Origin"]?.text == ":update worker")
        #expect(operation["Outcome"]?.text == "refused")
        #expect(operation["Message"]?.text?.contains("update out of sequence") == true)
        #expect(operation["Time"]?.text.flatMap { WallTime(rfc3339: $0) } != nil)
        driver.type("y")
        #expect(driver.model.surface == .operations)
    }

    @Test func `the raw view of aliases is what each stands for`() throws {
        var settings = ConsoleSettings()
        settings.aliases = [CommandAlias(name: "w", line: "tasks \"shop_web\"")]
        var driver = ConsoleDriver(demo.builder, settings: settings)
        driver.command("aliases")
        driver.type("y")
        let aliases = try json(driver)
        #expect(aliases["Own"]?["w"]?.text == "tasks \"shop_web\"")
        #expect(aliases["BuiltIn"]?["settings"]?.text == "swarm")
        driver.type("d")
        #expect(driver.text.contains("The console's"))
    }

    @Test mutating func `J leads from an image to its stack, unless it has none or several`() {
        var driver = driver("images")
        driver.type("/postgres<enter>J")
        #expect(driver.model.selection == .stack("shop"))
        driver.command("images")
        driver.type("/worker<enter>J")
        #expect(driver.text.contains("it belongs to no stack"))
    }
}
