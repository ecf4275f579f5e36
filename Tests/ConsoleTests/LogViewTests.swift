import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

struct LogFilterTests {
    let demo = DemoCluster()

    private func keeps(_ filter: String, _ text: String, stream: LogLine.Stream = .stdout) -> Bool {
        let task = demo.builder.store.tasks(of: demo.web)[1]
        let line = LogLine(
            moment: .zero,
            task: task.id,
            node: demo.nodes[1],
            stream: stream,
            text: text
        )
        let cluster = ClusterState(demo.builder.snapshot, receivedAt: demo.builder.wall)
        return LogFilter(filter).keeps(line, words: text, names: LogNames(cluster: cluster))
    }

    @Test(arguments: [
        ("error", true), ("Error|warn", true), ("nothing|warn", false), ("!error", false),
        ("!warn", true), ("error !500", false), ("-r ^GET", false), ("-r 'in [0-9]+ms$'", true),
        ("!-r 'in [0-9]+ms$'", false), ("node:node2", true), ("node:node1", false),
        ("!node:node1", true), ("task:2", true), ("task:web.2", true), ("task:shop_web.2", true),
        ("task:1", false), ("stderr", false), ("stdout", true), ("", true),
    ])
    func `a line stays when every term holds`(filter: String, stays: Bool) {
        #expect(keeps(filter, "an ERROR 500 in 12ms") == stays)
    }

    @Test func `a pattern that is no pattern is said, and keeps everything`() {
        #expect(LogFilter("-r [a").problem?.isEmpty == false)
        #expect(keeps("-r [a", "anything"))
    }
}

struct LogScanTests {
    let task = TaskID(digits: DemoCluster().web.digits)

    private func line(_ number: Int) -> LogLine {
        let text = number % 1_000 == 7 ? "needle \(number)" : "line \(number) of many"
        return LogLine(
            moment: .zero + .milliseconds(number),
            task: task,
            node: nil,
            text: text
        )
    }

    private func buffer(_ count: Int, capacity: Int = LogBuffer.capacity) -> LogBuffer {
        var buffer = LogBuffer(merges: false, capacity: capacity)
        for start in stride(from: 0, to: count, by: 10_000) {
            let lines = (start..<min(count, start + 10_000)).map(line)
            buffer.add(lines, ended: false, at: WallTime(nanoseconds: 0))
        }
        return buffer
    }

    @Test func `a million lines are searched in pieces, the newest first, and none is missed`() {
        var buffer = buffer(1_000_000)
        buffer.find(TextSearch(words: "needle"))
        #expect(buffer.isScanning)
        #expect(buffer.matches.last == 999_007)
        #expect(buffer.matches.count < 100)
        var pieces = 1
        while buffer.isScanning, pieces < 1_000 {
            buffer.goOn(names: .none)
            pieces += 1
        }
        #expect(pieces > 10)
        #expect(buffer.matches == (0..<1_000).map { $0 * 1_000 + 7 })
        #expect(buffer.scannedShare == 100)
    }

    @Test func `places of what a filter keeps stay while older lines are still looked through`() {
        var buffer = buffer(100_000)
        buffer.keep(LogFilter("needle"), names: .none)
        let place = buffer.places.upperBound - 1
        #expect(buffer.entry(at: place).line.text == "needle 99007")
        while buffer.isScanning { buffer.goOn(names: .none) }
        #expect(buffer.entry(at: place).line.text == "needle 99007")
        #expect(buffer.places.count == 100)
        buffer.add([line(100_007), line(100_008)], ended: false, at: WallTime(nanoseconds: 0))
        #expect(buffer.places.count == 101)
        #expect(buffer.entry(at: place + 1).line.text == "needle 100007")
        buffer.find(TextSearch(words: "9"))
        while buffer.isScanning { buffer.goOn(names: .none) }
        #expect(buffer.matches.allSatisfy { buffer.entry(at: $0).line.text.contains("9") })
        buffer.keep(.none, names: .none)
        #expect(buffer.places == buffer.numbers)
    }

    @Test func `lines that are dropped are dropped from what was found as well`() {
        var buffer = buffer(20_000, capacity: 20_000)
        buffer.keep(LogFilter("needle"), names: .none)
        buffer.find(TextSearch(words: "needle"))
        while buffer.isScanning { buffer.goOn(names: .none) }
        let place = buffer.places.upperBound - 1
        let text = buffer.entry(at: place).line.text
        buffer.add((20_000..<30_000).map(line), ended: false, at: WallTime(nanoseconds: 0))
        #expect(buffer.dropped == 10_000)
        #expect(buffer.entry(at: place).line.text == text)
        #expect(buffer.places.count == 20)
        #expect(buffer.matches == Array(buffer.places))
    }
}

struct JSONTextTests {
    @Test func `an object is written a member a line, and one in one a step to the right`() throws {
        let line = #"{"level":"info","n":-1.5e3,"req":{"path":"/a\"b","ok":true},"tags":["a",1]}"#
        let object = try #require(JSONText(object: line))
        #expect(
            object.lines().map(\.text.string) == [
                "level: info", "n: -1.5e3", "req: ", "  path: /a\"b", "  ok: true", "tags: [a, 1]",
            ]
        )
        #expect(object.value(at: "req.path")?.brief == "/a\"b")
        #expect(object.value(at: "nothing") == nil)
    }

    @Test(arguments: [
        "", "plain", "{", "{}x", #"{"a":}"#, #"{"a" 1}"#, "[1,2]", #"{"a":tru}"#, #"{"a":"b}"#,
        #"{"a":1,}"#, #"{'a':1}"#,
    ])
    func `what only looks like it stays a line`(line: String) {
        #expect(JSONText(object: line) == nil)
    }

    @Test func `an object that is too deep stays a line`() {
        let deep = String(repeating: #"{"a":"#, count: 10_000)
        #expect(JSONText(object: deep + "1" + String(repeating: "}", count: 10_000)) == nil)
    }

    @Test func `control characters in it stay written out`() throws {
        let object = try #require(JSONText(object: #"{"a":"x\u001b[2Jy\n"}"#))
        #expect(object.lines()[0].text.string == #"a: x\u001b[2Jy\n"#)
    }
}

struct LogViewTests {
    private func open(_ command: String = "logs shop_web") -> (ConsoleDriver, LogStreamID) {
        let size = Size(columns: 110, rows: 20)
        var driver = ConsoleDriver(DemoCluster().builder, size: size)
        driver.command(command)
        let stream = Self.stream(of: &driver)
        return (driver, stream)
    }

    private static func stream(of driver: inout ConsoleDriver) -> LogStreamID {
        var stream = LogStreamID(number: 0)
        for case .openLogs(_, let id) in driver.takeAllEffects() { stream = id }
        return stream
    }

    private func lines(_ texts: [String]) -> [LogLine] {
        let demo = DemoCluster()
        let tasks = demo.builder.store.tasks(of: demo.web)
        return texts.enumerated().map { index, text in
            let task = tasks[index % tasks.count]
            return LogLine(
                moment: demo.builder.now - .seconds(Int64(90 - index)),
                task: task.id,
                node: task.nodeID,
                text: text
            )
        }
    }

    @Test func `only the lines that a filter keeps are shown, and esc from an empty one shows all`()
    {
        var (driver, stream) = open()
        let all = lines((1...30).map { $0 % 3 == 0 ? "GET /\($0)" : "health \($0)" })
        driver.send(.logLines(stream, all, ended: true))
        driver.type("f!health<enter>")
        #expect(driver.text.contains("10 of 30 lines only !health"))
        #expect(!driver.text.contains("health 1 "))
        #expect(driver.text.contains("GET /30"))
        driver.type("/GET<enter>")
        #expect(driver.text.contains("10 of 10 matches"))
        driver.type("N")
        #expect(driver.text.contains("9 of 10 matches"))
        driver.type("^s")
        guard case .save(let saved, _)? = driver.takeEffects().last else {
            Issue.record("nothing was saved")
            return
        }
        let text = saved.string
        #expect(text.split(separator: "\n").count == 10)
        #expect(text.hasPrefix("2026-01-31 12:58:32.000Z shop_web.3 GET /3"))
        driver.type("f^u<enter>")
        #expect(driver.text.contains(" 30 lines"))
        driver.type("fno such line<enter>")
        #expect(driver.text.contains("f changes it"))
    }

    /// The rows of the log that are seen.
    private func body(_ driver: ConsoleDriver) -> [String] {
        driver.text.split(separator: "\n").filter { $0.hasPrefix("│") }.map(String.init)
            .filter { $0.contains("web.") }
    }

    @Test func `without its filter a log stays at the line that was looked at`() {
        var (driver, stream) = open()
        let all = lines((1...200).map { $0 % 10 == 0 ? "error \($0)," : "line \($0)," })
        driver.send(.logLines(stream, all, ended: true))
        driver.type("ferror<enter>gj")
        #expect(body(driver).first?.contains("error 20,") == true)
        driver.type("f^u<enter>")
        #expect(body(driver).first?.contains("error 20,") == true)
        #expect(body(driver).dropFirst().first?.contains("line 21,") == true)
        #expect(driver.text.contains("not following"))
        driver.type("sferror<enter>f^u<enter>")
        #expect(body(driver).last?.contains("error 200,") == true)
        driver.type("ferror<enter>/error 120<enter>f^u<enter>")
        #expect(body(driver).contains { $0.contains("error 120,") })
        #expect(body(driver).contains { $0.contains("line 121,") })
    }

    @Test func `a held view of a filtered log ends where it was held`() {
        var (driver, stream) = open()
        let all = lines(["error 1", "b", "error 2", "error 3", "c"])
        driver.send(.logLines(stream, Array(all.prefix(3)), ended: false))
        driver.pass(.seconds(1))
        driver.type("ferror<enter><space>")
        driver.send(.logLines(stream, Array(all.suffix(2)), ended: true))
        #expect(driver.text.contains("error 2") && !driver.text.contains("error 3"))
        #expect(driver.text.contains("HELD, 2 newer"))
        driver.type("<space>")
        #expect(driver.text.contains("error 3"))
    }

    @Test func `nodes are gone through by turns`() {
        var (driver, stream) = open()
        driver.send(.logLines(stream, lines((1...12).map { "line \($0)" }), ended: true))
        driver.type("o")
        #expect(driver.text.contains("only node:node1"))
        driver.type("o")
        #expect(driver.text.contains("only node:node2"))
        for _ in 0..<5 { driver.type("o") }
        #expect(
            driver.model.logBuffer?.scan.filter.isEmpty == (driver.text.contains(" only ") == false)
        )
    }

    @Test func `the times are local, in UTC, or ages`() {
        var settings = ConsoleSettings()
        settings.secondsFromGMT = 9 * 3_600
        let size = Size(columns: 110, rows: 20)
        var driver = ConsoleDriver(DemoCluster().builder, size: size, settings: settings)
        driver.command("logs shop_web")
        let stream = Self.stream(of: &driver)
        driver.send(.logLines(stream, lines(["one"]), ended: true))
        driver.type("t")
        #expect(driver.text.contains("21:58:30.000 web.1"))
        driver.type("t")
        #expect(driver.text.contains("12:58:30.000 web.1"))
        driver.type("t")
        #expect(driver.text.contains("  1m web.1"))
        driver.type("t")
        #expect(driver.text.contains("│web.1"))
    }

    @Test func `JSON is written a member a line, by fields, or as it came`() {
        var (driver, stream) = open("logs worker.1")
        let texts = [#"{"level":"warn","msg":"slow","req":{"ms":12}}"#, "plain {", "end"]
        driver.send(.logLines(stream, lines(texts), ended: true))
        driver.type("x")
        #expect(driver.text.contains("level: warn"))
        #expect(driver.text.contains("plain {"))
        driver.command("fields level req.ms")
        #expect(driver.text.contains("level=warn  req.ms=12"))
        driver.type("x")
        #expect(driver.text.contains(texts[0]))
        driver.type("xgjjk")
        #expect(driver.text.contains("JSON"))
    }

    @Test func `how far back lines are asked for is chosen by a digit`() throws {
        var (driver, stream) = open()
        driver.type("3")
        let effects = driver.takeAllEffects()
        #expect(effects.contains(.closeLogs(stream)))
        let requests = effects.compactMap { effect -> LogRequest? in
            if case .openLogs(let request, _) = effect { return request }
            return nil
        }
        let request = try #require(requests.first)
        #expect(request.since == driver.model.clusterNow - .seconds(300))
        #expect(request.tail == nil)
        #expect(driver.text.contains("the last 5 minutes"))
        driver.type("3")
        #expect(driver.takeAllEffects().isEmpty)
        driver.type("0")
        #expect(!driver.takeAllEffects().isEmpty)
    }

    @Test func `a filter stays when other lines are asked for, and by node its words stay whole`() {
        var (driver, stream) = open()
        driver.send(.logLines(stream, lines((1...12).map { "line no \($0)" }), ended: true))
        driver.type("f'line no'<enter>o")
        #expect(driver.model.logBuffer?.scan.filter.text == "\"line no\" node:node1")
        #expect(driver.model.logBuffer?.places.isEmpty == false)
        driver.type("4")
        let reopened = Self.stream(of: &driver)
        driver.send(.logLines(reopened, lines(["line no 1", "other"]), ended: true))
        #expect(driver.text.contains("1 of 2 lines only"))
    }

    @Test func `a log that does not follow stays where it was`() {
        var (driver, stream) = open("logs worker.1")
        driver.send(.logLines(stream, lines((1...40).map { "line \($0) ." }), ended: false))
        driver.type("s")
        driver.send(.logLines(stream, lines((41...60).map { "line \($0) ." }), ended: true))
        #expect(driver.text.contains("line 40 ."))
        #expect(!driver.text.contains("line 41 ."))
        driver.type("s")
        #expect(driver.text.contains("line 60 ."))
    }
}
