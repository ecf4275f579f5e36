import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct GuardTests {
    let demo = DemoCluster()

    /// Keys that would change something in services and nodes.
    static let changing = ["s", "i", "e", "r", "^l", "^d"]

    @Test func `why a command is refused can be read where the line has no room for it`() {
        for columns in [60, 80, 200] {
            var driver = ConsoleDriver(demo.builder, size: Size(columns: columns, rows: 24))
            driver.command("fault")
            let words = driver.text.split { " │\n".contains($0) }.joined(separator: " ")
            #expect(
                words.contains(
                    "usage: fault kill|start|isolate NODE[,NODE …], fault partition A B,"
                )
            )
            #expect(words.contains("fault loss"))
        }
    }

    @Test func `a held picture says so on every width`() {
        for columns in [60, 80, 100, 120] {
            var driver = ConsoleDriver(demo.builder, size: Size(columns: columns, rows: 24))
            driver.command("services")
            driver.type("F")
            #expect(driver.text.contains("HELD at"), "\(columns)")
        }
    }

    @Test func `a long name makes room for what the managers can stand to lose`() {
        var builder = demo.builder
        builder.source = .served(context: "unix:///run/user/1000/skep/docker.sock")
        let driver = ConsoleDriver(builder, size: Size(columns: 80, rows: 24))
        #expect(driver.text.contains("SIMULATED (served)  docker.s…   managers"))
        let wide = ConsoleDriver(builder, size: Size(columns: 140, rows: 24))
        #expect(wide.text.contains("unix:///run/user/1000/skep/docker.sock   managers"))
    }

    @Test(arguments: ["nodes", "zones"])
    func `trouble is dimmed where it cannot be made, and says why`(screen: String) throws {
        for (source, reason) in [
            (ClusterSource.live(context: "production"), "only a simulated cluster can do that"),
            (.served(context: "x"), "only the skep that runs this cluster can do that to it"),
        ] {
            var builder = demo.builder
            builder.source = source
            var driver = ConsoleDriver(builder)
            driver.command(screen)
            for (id, key) in [("node.fault", "f"), ("zones.heal", "h")] {
                let action = try #require(ActionRegistry.all.first { $0.id == id })
                guard
                    driver.model.settings.keymap.actions(on: driver.model.surface)
                        .contains(where: { $0.id == id })
                else { continue }
                #expect(action.whyNot(in: driver.model.situation)?.english == reason)
                driver.type(key)
                #expect(driver.prompt == nil)
                #expect(driver.text.contains(reason))
            }
        }
        var driver = ConsoleDriver(demo.builder)
        driver.command(screen)
        driver.type("f")
        #expect(driver.prompt?.editor.text == "fault ")
    }

    @Test(arguments: changing)
    func `a read-only console opens no box`(key: String) {
        var driver = ConsoleDriver(demo.builder, settings: ConsoleSettings(readOnly: true))
        driver.command("services")
        driver.type(key)
        #expect(driver.box == nil)
        #expect(driver.text.contains("this console is read-only"))
        #expect(driver.text.contains("READ-ONLY"))
    }

    @Test func `commands that change something are refused in place as well`() {
        var driver = ConsoleDriver(demo.builder, settings: ConsoleSettings(readOnly: true))
        for line in [
            "scale shop_web 3", "drain node4", "rm service worker", "stack rm shop",
            "kill worker.1",
            "deploy a.yml x", "requests shop_web 3", "join worker", "fault node4 off",
        ] {
            driver.command(line)
            #expect(driver.prompt?.error == "this console is read-only", "\(line)")
            driver.type("<esc>")
        }
        #expect(driver.takeEffects() == [])
    }

    @Test func `without a quorum nothing is changed`() {
        var demo = demo
        for node in demo.nodes[1...2] {
            demo.builder.change(node) { $0.manager?.reachability = .unreachable }
        }
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("r")
        #expect(driver.box == nil)
        #expect(driver.text.contains("the managers have no quorum"))
        #expect(driver.text.contains("NO QUORUM"))
    }

    @Test func `a session's own reason counts`() {
        var demo = demo
        demo.builder.readOnlyReason = "this is a recording"
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("r")
        #expect(driver.text.contains("restart: this is a recording"))
        #expect(driver.text.contains("READ-ONLY: this is a recording"))
    }

    @Test
    func `while the cluster does not answer nothing is changed, and the age of the data shows`() {
        var driver = ConsoleDriver(demo.builder)
        driver.send(.connection(.lost(since: driver.model.now, reason: "connection refused")))
        driver.pass(.seconds(12))
        #expect(driver.text.contains("STALE for 12s: connection refused"))
        driver.command("services")
        driver.type("r")
        #expect(driver.box == nil)
        #expect(driver.text.contains("the cluster does not answer"))
        driver.send(.connection(.connected))
        driver.type("r")
        #expect(driver.box != nil)
    }

    @Test(arguments: ["services", "nodes"])
    func `what a box advises leads to the change from where the focus is`(screen: String) {
        var driver = ConsoleDriver(demo.builder)
        driver.command(screen)
        // One box has a field in focus at first, the other one Cancel.
        driver.type(screen == "services" ? "s^u7" : "r")
        for (words, keys) in [
            ("enter, then enter again; esc cancels", "<enter><enter>"),
            ("tab, then enter; esc cancels", "<tab><enter>"),
            ("enter does it; esc cancels", "<enter>"),
        ] where driver.text.contains(words) {
            driver.type(keys)
        }
        #expect(driver.box == nil)
        #expect(driver.takeCommands().count == 1)
    }

    @Test func `a box that cannot be carried out any more says why in itself`() {
        var demo = demo
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 80, rows: 24))
        driver.command("services")
        driver.type("r<tab>")
        #expect(driver.box?.focus == .accept)
        for node in demo.nodes[1...2] {
            demo.builder.change(node) { $0.manager?.reachability = .unreachable }
        }
        driver.show(demo.builder)
        driver.type("<enter>")
        #expect(driver.takeCommands() == [])
        #expect(driver.box?.notice == ["the managers have no quorum: changes cannot be made"])
    }

    @Test func `a box that is open when the quorum is lost does nothing`() {
        var demo = demo
        var driver = ConsoleDriver(demo.builder)
        driver.command("force")
        driver.command("update worker")
        driver.type("<tab>")
        for node in demo.nodes[1...2] {
            demo.builder.change(node) { $0.manager?.reachability = .unreachable }
        }
        driver.show(demo.builder)
        driver.type("<enter>")
        #expect(driver.takeCommands() == [])
    }

    @Test func `simulated machines are for simulated clusters`() {
        var builder = demo.builder
        builder.source = .live(context: "production")
        var driver = ConsoleDriver(builder)
        for line in ["fault node4 off", "join worker", "requests shop_web 2", "speed 4"] {
            driver.command(line)
            #expect(driver.prompt?.error == "only a simulated cluster can do that", "\(line)")
            driver.type("<esc>")
        }
        #expect(driver.text.contains("LIVE"))
    }
}

struct BoxTests {
    var demo = DemoCluster()

    @Test mutating func `a box says what changed while it was open and asks again`() throws {
        var driver = ConsoleDriver(demo.builder)
        driver.command("scale worker 6")
        driver.type("<enter>")
        #expect(driver.box?.focus == .accept)
        demo.builder.update(demo.worker) { $0.task.container.image = "acme/worker:10" }
        driver.show(demo.builder)
        #expect(driver.text.contains("Changed while you were reading:"))
        #expect(driver.text.contains("image acme/worker:9 → acme/worker:10"))
        #expect(driver.box?.focus == .cancel)
        driver.type("<tab><enter>")
        let service = try #require(demo.builder.store.service(demo.worker))
        var spec = service.spec
        spec.mode = .replicated(replicas: 6)
        #expect(
            driver.takeCommands() == [
                .updateService(service.id, version: service.meta.version, spec: spec)
            ]
        )
    }

    @Test mutating func `a box whose object is removed stays, so that no key goes beneath it`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.command("scale worker 6")
        demo.builder.remove(demo.worker)
        driver.show(demo.builder)
        #expect(driver.text.contains("Scale service worker"))
        #expect(driver.text.contains("refused: the service is gone"))
        #expect(driver.box?.focus == .cancel)
        driver.type("rd8<tab>")
        #expect(driver.box?.focus == .cancel)
        #expect(driver.takeCommands().isEmpty)
        driver.type("<enter>")
        #expect(driver.box == nil)
        #expect(driver.model.surface == .services)
    }

    @Test mutating func `a box whose objects are all gone says so of each`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("/shop_api<enter><space><esc>/worker<enter>r")
        driver.type("<esc><esc>")
        driver.type("G<space>k<space>r")
        #expect(driver.text.contains("Update 2 services"))
        demo.builder.remove(demo.worker)
        demo.builder.remove(demo.web)
        driver.show(demo.builder)
        #expect(driver.text.contains("none of them can be done"))
        driver.type("<tab><enter>")
        #expect(driver.takeCommands().isEmpty && driver.box == nil)
    }

    @Test mutating func `other objects may change while a box is open`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("scale worker 6")
        driver.type("<enter>")
        demo.builder.update(demo.api) { $0.task.container.image = "x:1" }
        driver.show(demo.builder)
        #expect(driver.box?.focus == .accept)
    }

    @Test mutating func `the rows below may move, the box stays with its object`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("services")
        driver.type("jjjjr")
        demo.builder.service("aaa")
        driver.show(demo.builder)
        driver.type("<tab><enter>")
        guard case .updateService(let id, _, _)? = driver.takeCommands().first else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(id == demo.worker)
    }

    @Test func `OBJ-4 an update out of sequence asks again`() throws {
        var driver = ConsoleDriver(demo.builder)
        driver.command("scale worker 6")
        driver.type("<enter><enter>")
        driver.send(.outcome(OperationID(number: 1), .failure(.outOfSequence)))
        #expect(driver.text.contains("update out of sequence"))
        #expect(driver.text.contains("it was changed by somebody else meanwhile"))
        #expect(driver.box?.field.text == "6")
    }

    @Test func `the engine's own words are shown and kept`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("update worker")
        driver.type("<tab><enter>")
        driver.send(
            .outcome(OperationID(number: 1), .failure(.rpc(.failedPrecondition, "no way")))
        )
        let words = "rpc error: code = FailedPrecondition desc = no way"
        #expect(driver.text.contains(words))
        driver.command("ops")
        let text = driver.text
        #expect(text.contains("Force update of service worker"))
        #expect(text.contains("by :update worker"))
        #expect(text.contains("$ docker service update --force worker"))
        #expect(text.contains(words))
    }

    @Test func `an operation's log line has key, id and version, and its end`() throws {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 200, rows: 50))
        driver.command("services")
        driver.type("r<tab><enter>")
        driver.pass(.milliseconds(300))
        driver.send(.outcome(OperationID(number: 1), .success(CommandOutcome(warnings: ["w1"]))))
        driver.command("ops")
        let service = try #require(demo.builder.store.service(demo.api))
        #expect(
            driver.text.contains("✓ done in 0.3 s  Force update of service shop_api  by r")
        )
        let line = "service shop_api · \(service.id.short) · v\(service.meta.version)"
        #expect(driver.text.contains(line))
        #expect(driver.text.contains("w1"))
    }

    @Test func `keys behind a box do nothing`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("update worker")
        driver.type("jqd:z")
        #expect(driver.box != nil)
        #expect(driver.model.pages.path.count == 1)
    }

    @Test func `a small screen scrolls what does not fit`() {
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 40, rows: 12))
        driver.command("drain node4")
        #expect(!driver.text.contains("volume shop_data"))
        driver.type("<down><down><down><down>")
        #expect(driver.text.contains("volume shop_data"))
        #expect(driver.text.contains("[ Cancel ]"))
    }

    @Test func `control-c with an operation in flight asks first`() {
        var driver = ConsoleDriver(demo.builder)
        driver.command("update worker")
        driver.type("<tab><enter>")
        _ = driver.takeEffects()
        driver.type("^c")
        #expect(driver.takeEffects() == [])
        #expect(driver.text.contains("1 operation in flight"))
        driver.type("^c")
        #expect(driver.takeEffects() == [.quit])
    }
}
