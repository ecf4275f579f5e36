import Basics
import Cells
import ClusterPorts
import Foundation
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct ActionRegistryTests {
    @Test func `no two actions want one key on one screen`() {
        #expect(Keymap.standard.conflicts == [])
    }

    @Test func `every id is there once`() {
        let ids = ActionRegistry.all.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func `every action can be reached by each of its keys on each of its screens`() {
        for action in ActionRegistry.all {
            let surfaces = Surface.allCases.filter { surface in
                action.contexts.contains { surface.contexts.contains($0) }
            }
            #expect(!surfaces.isEmpty, "\(action.id) is on no screen")
            #expect(!action.keys.isEmpty, "\(action.id) has no key")
            for surface in surfaces {
                for key in action.keys {
                    #expect(Keymap.standard.action(for: key, on: surface)?.id == action.id)
                }
            }
        }
    }

    @Test func `every action that changes the cluster has a docker equivalent`() {
        for action in ActionRegistry.all where action.risk != .none {
            #expect(action.docker.hasPrefix("docker "), "\(action.id)")
        }
        let changing = ActionRegistry.all.filter { $0.risk != .none }.map(\.id)
        #expect(changing.contains("node.drain") && changing.contains("stack.remove"))
    }

    @Test func `help goes on below where a line is too long, on every size`() {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("nodes")
        driver.type("?")
        func widest() -> Int {
            guard case .text(let page) = driver.model.pages.top.body else { return .max }
            return page.lines.map(\.width).max() ?? .max
        }
        #expect(widest() <= 118)
        driver.send(.input(.resize(Size(columns: 60, rows: 20))))
        #expect(widest() <= 58)
        driver.type("<esc>^a")
        driver.send(.input(.resize(Size(columns: 80, rows: 24))))
        #expect(driver.text.contains("Commands after :"))
    }

    @Test func `a line is cut between words, and its parts keep their meanings`() {
        let line: Line = [
            Span("  update none → ", .text), Span("1 at a time on", .accent), Span("e", .bad),
        ]
        let lines = line.wrapped(toWidth: 20)
        #expect(lines.map(\.text.string) == ["  update none → 1 at", "  a time one"])
        #expect(lines.last?.spans.map(\.slot).contains(.bad) == true)
        #expect(lines.flatMap(\.spans).filter { $0.slot == .accent }.count > 1)
        let long = Line("abcdefghij klm").wrapped(toWidth: 4)
        #expect(long.map(\.text.string) == ["abcd", "efgh", "ij", "klm"])
        #expect(line.wrapped(toWidth: 40) == [line])
    }

    @Test(arguments: Surface.allCases)
    func `the help of a screen names all of its actions`(surface: Surface) {
        let help = HelpText.lines(for: surface, commandsFirst: false, version: "0.1")
            .map(\.text.string)
        for action in Keymap.standard.actions(on: surface) {
            #expect(help.contains { $0.contains(action.title.english) }, "\(action.id)")
        }
        for command in CommandRegistry.all {
            #expect(help.contains { $0.contains(command.usage) }, "\(command.name)")
        }
    }

    @Test func `keys of the peers keep their meaning`() throws {
        let expected: [(Surface, String, String)] = [
            (.nodes, "r", "node.drain"), (.nodes, "c", "node.pause"),
            (.nodes, "u", "node.activate"),
            (.nodes, "M", "node.role"), (.nodes, "L", "node.labels"), (.nodes, "^d", "node.remove"),
            (.services, "enter", "service.tasks"), (.services, "z", "service.rollout"),
            (.services, "s", "service.scale"), (.services, "i", "service.image"),
            (.services, "r", "service.force"), (.services, "^l", "service.rollback"),
            (.services, "l", "service.logs"), (.services, "^d", "service.remove"),
            (.services, "Z", "service.resume"), (.tasks, "l", "task.logs"),
            (.tasks, "p", "task.previousLogs"), (.tasks, "o", "task.node"),
            (.tasks, "J", "task.service"), (.stacks, "^d", "stack.remove"),
            (.services, "^r", "refresh"), (.logs, "s", "logs.follow"), (.logs, "w", "logs.wrap"),
            (.logs, "t", "logs.times"), (.logs, "n", "logs.next"), (.nodes, "N", "sort.name"),
            (.nodes, "A", "sort.age"), (.nodes, "S", "sort.status"), (.nodes, "P", "sort.stack"),
            (.nodes, "O", "sort.chosen"), (.nodes, "shift-left", "column.left"),
            (.nodes, "^w", "wide"), (.nodes, "^z", "faulty"), (.nodes, "-", "page.toggle"),
            (.nodes, "[", "page.older"), (.nodes, "]", "page.newer"), (.nodes, "F1", "help"),
            (.nodes, "d", "describe"), (.nodes, "y", "json"), (.nodes, "g", "top"),
            (.nodes, "G", "bottom"), (.nodes, "^f", "page.down"), (.nodes, "^b", "page.up"),
            (.nodes, "esc", "back"), (.nodes, "q", "back"),
        ]
        for (surface, name, id) in expected {
            let key = try #require(Key(named: name))
            #expect(Keymap.standard.action(for: key, on: surface)?.id == id, "\(surface) \(name)")
        }
        #expect(Keymap.standard.action(for: .control("k"), on: .tasks) == nil)
    }

    @Test func `the page about keys is current`() throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = root.appendingPathComponent("docs/keys.md")
        if ProcessInfo.processInfo.environment["SKEP_GOLDEN"] == "write" {
            try KeyDocs.markdown.write(to: page, atomically: true, encoding: .utf8)
        }
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(text == KeyDocs.markdown, "write it anew with SKEP_GOLDEN=write")
    }
}
