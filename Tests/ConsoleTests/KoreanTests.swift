import Basics
import Cells
import ClusterPorts
import Foundation
import SwarmModel
import Testing
import Wording

@testable import Console

/// The console in Korean.
///
/// That every text has Korean words is held by ``ConsoleDriver``.
struct KoreanTests {
    static let screens = [
        "deck", "deck-map", "nodes", "services", "tasks-of-service", "swarm", "rollout",
        "describe-service", "help", "menu", "box-drain", "box-scale", "box-rollback",
        "box-remove-stack", "training", "marks",
    ]

    @Test(arguments: screens)
    func `screens look as they did in Korean`(name: String) throws {
        let way = try #require(GoldenScreenTests.ways.first { $0.name == name }?.way)
        for (columns, rows) in [(80, 24), (120, 40)] {
            let driver = way.driver(columns, rows)
            try Golden.check(driver.koreanGrid(), "ko-\(name)")
        }
    }

    @Test func `every help page has Korean words`() {
        let gaps = Gaps()
        Wording.$language.withValue(.korean) {
            Wording.$gaps.withValue(gaps) {
                for surface in Surface.allCases {
                    _ = HelpText.lines(for: surface, commandsFirst: true, version: "0.1")
                }
            }
        }
        #expect(gaps.all == [])
    }

    @Test func `the language is changed on the screen that is seen`() {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("describe node node1")
        #expect(driver.text.contains("Availability"))
        driver.command("language ko")
        #expect(driver.text.contains("가용성"))
        #expect(!driver.text.contains("Availability"))
        driver.type("?")
        #expect(driver.text.contains("이 화면의 키: 상세"))
        driver.command("language en")
        #expect(driver.text.contains("Keys on this screen: describe"))
        driver.command("language fr")
        #expect(driver.prompt?.error == "usage: language en|ko")
    }

    @Test func `an image that is not pinned says so in Korean`() {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("language ko")
        driver.command("describe image postgres:16")
        #expect(driver.text.contains("다이제스트"))
        #expect(!driver.text.contains("not pinned"))
    }

    @Test func `what is found in Korean text is marked where it stands`() throws {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("language ko")
        driver.command("describe node node1")
        driver.type("/active<enter>")
        let grid = driver.grid()
        let row = try #require(
            driver.text.split(separator: "\n").firstIndex { $0.contains("가용성") }
        )
        #expect(grid.row(row).filter { $0.slot == .match }.count == "active".count)
    }

    @Test func `the order of a table is said by its column's title`() {
        var driver = ConsoleDriver(size: Size(columns: 120, rows: 40))
        driver.command("language ko")
        driver.command("services")
        driver.type("N")
        #expect(driver.text.contains("서비스 1/5 이름 순"))
        driver.type("<shift-right>O")
        #expect(driver.text.contains("레플리카 순"))
    }

    @Test func `a value that reads like a text stays as it is`() {
        var builder = ClusterBuilder()
        builder.node("nodes", role: .manager, leader: true)
        builder.service("services %@ {을}")
        var driver = ConsoleDriver(builder, size: Size(columns: 120, rows: 40))
        driver.command("language ko")
        driver.command("services")
        #expect(driver.text.contains("services %@ {을}"))
        driver.type("s")
        #expect(driver.text.contains("서비스 services %@ {을} 스케일"))
    }

    @Test func `a box asks in the language that was chosen, and acts the same`() throws {
        var driver = ConsoleDriver()
        driver.command("language ko")
        driver.command("drain node4")
        #expect(driver.text.contains("노드 node4 드레인"))
        #expect(driver.text.contains("[ 취소 ]  [ 드레인 ]"))
        driver.type("<tab><enter>")
        #expect(driver.takeCommands().count == 1)
    }

    /// Literals of the sources as keys, with `%@` for each value; pieces that a plus joins also
    /// together.
    private static func keys(in source: String) -> Set<String> {
        var keys: Set<String> = []
        var before: (key: String, end: String.Index)?
        var rest = source.startIndex
        while let start = source[rest...].firstIndex(where: { $0 == "\"" || $0 == "/" }) {
            if source[start...].hasPrefix("//") {
                rest = source[start...].firstIndex(of: "\n") ?? source.endIndex
                continue
            }
            guard source[start] == "\"" else {
                rest = source.index(after: start)
                continue
            }
            let (key, end) = literal(in: source, at: start, into: &keys)
            keys.insert(key)
            if let last = before {
                let between = source[last.end..<start].filter { !$0.isWhitespace }
                if between == "+" {
                    keys.insert(last.key + key)
                    before = (last.key + key, end)
                } else {
                    before = (key, end)
                }
            } else {
                before = (key, end)
            }
            rest = end
        }
        return keys
    }

    /// One literal, and where it ends; those inside its values are noted as well.
    private static func literal(
        in source: String,
        at start: String.Index,
        into keys: inout Set<String>
    ) -> (key: String, end: String.Index) {
        var key = ""
        var index = source.index(after: start)
        while index < source.endIndex, source[index] != "\"" {
            guard source[index] == "\\" else {
                key.append(source[index])
                index = source.index(after: index)
                continue
            }
            index = source.index(after: index)
            guard source[index] == "(" else {
                key.append(source[index])
                index = source.index(after: index)
                continue
            }
            key += "%@"
            var depth = 0
            repeat {
                if source[index] == "(" { depth += 1 }
                if source[index] == ")" { depth -= 1 }
                if source[index] == "\"" {
                    let inner = literal(in: source, at: index, into: &keys)
                    keys.insert(inner.key)
                    index = inner.end
                } else {
                    index = source.index(after: index)
                }
            } while depth > 0 && index < source.endIndex
        }
        return (key, index < source.endIndex ? source.index(after: index) : index)
    }

    @Test func `no entry is left that nothing says`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var used: Set<String> = []
        for target in ["Console", "ConsoleLoop", "StackDeployment", "skep"] {
            let folder = root.appending(path: "Sources/\(target)")
            let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            for case let file as URL in try #require(walk) where file.pathExtension == "swift" {
                let source = try String(contentsOf: file, encoding: .utf8)
                used.formUnion(Self.keys(in: source).map { $0.trimming(" ") })
            }
        }
        let unused = Catalogue.korean.keys.filter { key in
            // An amount is counted by its noun: `%@ task` by "task".
            !used.contains(key)
                && !(key.hasPrefix("%@ ") && used.contains(String(key.dropFirst(3))))
        }
        #expect(unused == [])
    }
}

extension String {
    fileprivate func trimming(_ character: Character) -> String {
        var rest = self[...]
        while rest.first == character { rest.removeFirst() }
        while rest.last == character { rest.removeLast() }
        return String(rest)
    }
}
