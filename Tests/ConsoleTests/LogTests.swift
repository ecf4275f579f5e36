import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct LogBufferTests {
    let task = TaskID(digits: DemoCluster().web.digits)

    func line(_ second: Int64, _ text: String = "x") -> LogLine {
        LogLine(moment: .zero + .seconds(second), task: task, node: nil, text: text)
    }

    func texts(_ buffer: LogBuffer) -> [String] { buffer.numbers.map { buffer[$0].line.text } }

    let start = WallTime(nanoseconds: 0)

    @Test func `one task's lines are shown at once, in the order they come`() {
        var buffer = LogBuffer(merges: false)
        buffer.add([line(5, "a"), line(3, "b")], ended: false, at: start)
        #expect(texts(buffer) == ["a", "b"])
        #expect(buffer.nextRelease == nil)
    }

    @Test func `several tasks' lines are held for a moment and released in order of time`() {
        var buffer = LogBuffer(merges: true)
        buffer.add([line(2, "b"), line(4, "d")], ended: false, at: start)
        #expect(texts(buffer) == [])
        #expect(buffer.nextRelease == start + .milliseconds(400))
        buffer.add([line(1, "a"), line(3, "c")], ended: false, at: start + .milliseconds(200))
        buffer.release(at: start + .milliseconds(400))
        #expect(texts(buffer) == ["a", "b", "c", "d"])
        #expect(buffer.nextRelease == nil)
    }

    @Test func `lines that are newer than those due are held on`() {
        var buffer = LogBuffer(merges: true)
        buffer.add([line(2, "b")], ended: false, at: start)
        buffer.add([line(1, "a"), line(9, "z")], ended: false, at: start + .milliseconds(300))
        buffer.release(at: start + .milliseconds(400))
        #expect(texts(buffer) == ["a", "b"])
        #expect(buffer.nextRelease == start + .milliseconds(700))
    }

    @Test func `a line that comes too late is put at the end and marked`() {
        var buffer = LogBuffer(merges: true)
        buffer.add([line(5, "new")], ended: false, at: start)
        buffer.release(at: start + .seconds(1))
        buffer.add([line(1, "old"), line(6, "newer")], ended: false, at: start + .seconds(2))
        buffer.release(at: start + .seconds(3))
        #expect(texts(buffer) == ["new", "old", "newer"])
        #expect(buffer.numbers.map { buffer[$0].isLate } == [false, true, false])
    }

    @Test func `the end of a stream releases everything`() {
        var buffer = LogBuffer(merges: true)
        buffer.add([line(2, "b"), line(1, "a")], ended: true, at: start)
        #expect(texts(buffer) == ["a", "b"])
    }

    @Test func `the oldest lines are dropped and counted`() {
        let capacity = 100_000
        var buffer = LogBuffer(merges: false, capacity: capacity)
        for batch in 0..<13 {
            let lines = (0..<10_000).map {
                line(Int64(batch * 10_000 + $0), "\(batch * 10_000 + $0)")
            }
            buffer.add(lines, ended: false, at: start)
        }
        #expect(buffer.count == capacity)
        #expect(buffer.dropped == 30_000)
        #expect(buffer[30_000].line.text == "30000")
        #expect(buffer[129_999].line.text == "129999")
    }

    @Test func `matches are found in old lines and in those that come`() {
        var buffer = LogBuffer(merges: false)
        buffer.add([line(1, "an Error"), line(2, "fine")], ended: false, at: start)
        buffer.find(TextSearch(words: "error"))
        #expect(buffer.matches == [0])
        buffer.add([line(3, "\u{1B}[31mer\u{1B}[0mror again")], ended: false, at: start)
        #expect(buffer.matches == [0, 2])
    }
}

struct LogScreenTests {
    /// A driver with the log of the web service open, and the stream's name.
    func open(_ size: Size = Size(columns: 60, rows: 16), command: String = "logs shop_web") -> (
        ConsoleDriver, LogStreamID
    ) {
        var driver = ConsoleDriver(DemoCluster().builder, size: size)
        driver.command(command)
        var stream = LogStreamID(number: 0)
        for case .openLogs(_, let id) in driver.takeAllEffects() { stream = id }
        return (driver, stream)
    }

    func lines(_ texts: [String], from second: Int64 = 0) throws -> [LogLine] {
        let demo = DemoCluster()
        let tasks = demo.builder.store.tasks(of: demo.web)
        return texts.enumerated().map { index, text in
            LogLine(
                moment: demo.builder.now + .seconds(second + Int64(index)),
                task: tasks[index % tasks.count].id,
                node: nil,
                text: text
            )
        }
    }

    func body(_ driver: ConsoleDriver) -> [String] {
        driver.text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("│") }
            .map { line in
                var text = String(line.dropFirst().dropLast())
                while text.last == " " { text.removeLast() }
                return text
            }
    }

    @Test func `a service's log opens a stream with old lines and follows`() {
        let demo = DemoCluster()
        let (driver, _) = open()
        var other = driver
        other.type("<esc>")
        let closed = other.takeAllEffects().contains {
            if case .closeLogs = $0 { return true }
            return false
        }
        #expect(closed)
        guard case .logs(let page) = driver.model.pages.top.body else {
            Issue.record("no log page")
            return
        }
        #expect(page.target == .service(demo.web))
        #expect(page.view.follows)
    }

    @Test func `each line has its task's name, merged in order of time`() throws {
        var (driver, stream) = open()
        let all = try lines(["one", "two", "three"])
        driver.send(.logLines(stream, [all[2], all[0]], ended: false))
        driver.send(.logLines(stream, [all[1]], ended: false))
        driver.pass(.milliseconds(450))
        #expect(
            Array(body(driver).prefix(3)) == [
                "web.1  one", "web.2  two", "web.3  three",
            ]
        )
    }

    @Test func `it follows the end until the user scrolls, and again on request`() throws {
        var (driver, stream) = open()
        driver.send(.logLines(stream, try lines((1...40).map { "line \($0)" }), ended: true))
        #expect(body(driver).last?.contains("line 40") == true)
        driver.type("kk")
        #expect(body(driver).last?.contains("line 38") == true)
        #expect(driver.text.contains("not following"))
        driver.type("g")
        #expect(body(driver).first?.contains("line 1") == true)
        driver.type("s")
        #expect(body(driver).last?.contains("line 40") == true)
        driver.type("gG")
        #expect(body(driver).last?.contains("line 40") == true)
    }

    @Test func `a held view counts what it does not show`() throws {
        var (driver, stream) = open(command: "logs worker.1")
        driver.send(.logLines(stream, try lines((1...20).map { "line \($0)" }), ended: false))
        driver.type("<space>")
        driver.send(.logLines(stream, try lines(["more"], from: 30), ended: false))
        #expect(body(driver).last?.contains("line 20") == true)
        #expect(driver.text.contains("HELD, 1 newer"))
        driver.type("<space>")
        #expect(body(driver).last?.contains("more") == true)
    }

    @Test func `long lines are wrapped or shifted`() throws {
        var (driver, stream) = open(command: "logs worker.1")
        let long = String(repeating: "0123456789", count: 12)
        driver.send(.logLines(stream, try lines([long, "end"]), ended: true))
        #expect(body(driver)[1].hasSuffix("end"))
        driver.type("w")
        #expect(body(driver)[3].hasSuffix("end"))
        let joined = body(driver).prefix(3).map { $0.dropFirst() }.joined()
        #expect(joined == long)
        driver.type("w<right><right>")
        #expect(body(driver)[0].hasPrefix(" 0123456789"))
        driver.type("<left><left>")
        #expect(driver.model.layout.logArea.columns == 58)
    }

    @Test func `wide characters are not lost where a line wraps`() throws {
        var (driver, stream) = open(command: "logs worker.1")
        let long = String(repeating: "日本語テキスト", count: 12)
        driver.send(.logLines(stream, try lines([long]), ended: true))
        driver.type("w")
        let joined = body(driver).prefix(4).map { $0.filter { $0 != " " } }.joined()
        #expect(joined == long)
    }

    @Test func `timestamps are shown on request`() throws {
        var (driver, stream) = open()
        driver.send(.logLines(stream, try lines(["one"]), ended: true))
        driver.type("t")
        #expect(body(driver)[0].hasPrefix("13:00:00.000 web.1"))
    }

    @Test func `a search counts, goes to matches, and highlights them`() throws {
        var (driver, stream) = open()
        let texts = (1...60).map { $0 % 20 == 0 ? "an ERROR here" : "line \($0)" }
        driver.send(.logLines(stream, try lines(texts), ended: true))
        driver.type("/error<enter>")
        #expect(driver.text.contains("/error 3 of 3 matches"))
        #expect(body(driver).contains { $0.contains("an ERROR here") })
        let slots = (0..<driver.grid().rows).flatMap { row in driver.grid().row(row).map(\.slot) }
        #expect(slots.filter { $0 == .match }.count >= 5)
        driver.type("N")
        guard case .logs(let page) = driver.model.pages.top.body else { return }
        #expect(page.view.found == 39)
        driver.type("nn")
        guard case .logs(let next) = driver.model.pages.top.body else { return }
        #expect(next.view.found == 19)
        driver.type("/nothing<enter>")
        #expect(driver.text.contains("not found"))
    }

    @Test func `colours of a line are kept, and harmless`() throws {
        var (driver, stream) = open(command: "logs worker.1")
        driver.send(
            .logLines(
                stream,
                try lines(["\u{1B}[31mred\u{1B}[0m [brackets] \u{1B}[2Jclear"]),
                ended: true
            )
        )
        #expect(body(driver)[0].contains("red [brackets] ·[2Jclear"))
        let cell = driver.grid().row(4).first { $0.character == "r" }
        #expect(cell?.foreground == 1)
    }

    @Test func `late and error lines are marked`() throws {
        var (driver, stream) = open()
        let all = try lines(["one", "two"])
        driver.send(.logLines(stream, [all[1]], ended: false))
        driver.pass(.seconds(1))
        driver.send(.logLines(stream, [all[0]], ended: true))
        #expect(body(driver)[1].contains("~one"))
    }

    @Test func `the deck shows the selected service's lines once the selection rests`() throws {
        let demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder, size: Size(columns: 120, rows: 40))
        #expect(driver.model.deckStream?.service == demo.api)
        driver.type("jjj")
        #expect(driver.model.deckStream?.service == demo.api)
        #expect(driver.model.nextWake != nil)
        driver.pass(.milliseconds(350))
        #expect(driver.model.deckStream?.service == demo.web)
        let effects = driver.takeAllEffects()
        #expect(effects.count == 2)
    }
}
