import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// What must hold whatever comes from outside, whatever is typed, and however big the cluster is.
struct HostileTextTests {
    static let evil =
        "\u{1B}]0;owned\u{07}\u{1B}[2J\u{202E}txet\u{200B}\r\n\u{9B}31m\u{0}日本👩‍👩‍👧"

    func hostile() -> ClusterBuilder {
        var builder = ClusterBuilder()
        let node = builder.node(
            Self.evil,
            role: .manager,
            leader: true,
            labels: [Self.evil: Self.evil]
        )
        let service = builder.service(Self.evil, replicas: 2, image: Self.evil, stack: Self.evil) {
            $0.task.container.environment = ["A=" + Self.evil]
            $0.labels[Self.evil] = Self.evil
        }
        builder.task(service, slot: 1, on: node)
        builder.task(service, slot: 2, on: node, .failed, desired: .shutdown, error: Self.evil)
        builder.config(Self.evil, Self.evil, stack: Self.evil)
        builder.secret(Self.evil, stack: Self.evil)
        builder.network(Self.evil, stack: Self.evil)
        builder.volume(Self.evil, on: node)
        return builder
    }

    func isClean(_ grid: Grid) -> Bool {
        (0..<grid.rows).allSatisfy { row in
            grid.row(row).compactMap(\.character).allSatisfy { character in
                character.unicodeScalars.allSatisfy { scalar in
                    switch scalar.properties.generalCategory {
                    case .control: false
                    case .format: scalar.value == 0x200D
                    default: true
                    }
                }
            }
        }
    }

    @Test(arguments: [
        "deck", "nodes", "services", "tasks", "stacks", "networks", "configs", "secrets", "volumes",
        "ops", "help",
    ])
    func `names from outside reach no screen as they are`(command: String) {
        var driver = ConsoleDriver(hostile())
        driver.command(command)
        #expect(isClean(driver.grid()))
        for keys in ["d", "<esc>^d", "<esc>r", "<esc>i", "<esc>L", "<esc>l", "<esc>z", "<esc>u"] {
            driver.type(keys)
            #expect(isClean(driver.grid()), "\(command) \(keys)")
        }
    }

    @Test func `log lines, errors, plans and JSON reach no screen as they are`() {
        var driver = ConsoleDriver(hostile())
        driver.command("tasks")
        driver.type("l")
        guard let stream = driver.model.logs.keys.max(),
            let task = driver.model.cluster?.store.allTasks.first
        else {
            Issue.record("no log")
            return
        }
        let line = LogLine(moment: .zero, task: task.id, node: nil, text: Self.evil)
        driver.send(.logLines(stream, [line], ended: true))
        #expect(isClean(driver.grid()))
        driver.type("w")
        #expect(isClean(driver.grid()))
        driver.type("<esc>y")
        driver.send(.json(.task(task.id), "{\"a\": \"\(Self.evil)\"}"))
        #expect(isClean(driver.grid()))
        driver.command("deploy a.yml b")
        let error = EngineError(status: 500, message: Self.evil)
        driver.send(.stackPlan(OperationID(number: 1), .failure(error)))
        driver.send(.notice(SafeText(sanitizing: Self.evil), .failure))
        #expect(isClean(driver.grid()))
    }
}

struct FuzzTests {
    static let keys: [Key] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/?-[] .,!=".map {
            .character($0)
        } + "abdefglnprstuwz".map { .control($0) } + [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right,
            .shiftUp,
            .shiftDown, .shiftLeft, .shiftRight, .home, .end, .pageUp, .pageDown, .function(1),
            .function(5), .enter, .escape, .down, .tab,
        ]

    static let lines = [
        "nodes", "services", "tasks", "stacks", "rollout shop_web", "logs shop_web", "ops", "help",
        "scale shop_web 3", "drain node4", "deck", "describe node node1", "volumes",
        "label node4 a=b",
    ]

    /// Something that happens, drawn from the seed.
    func step(
        _ driver: inout ConsoleDriver,
        _ demo: inout DemoCluster,
        _ random: inout SeededGenerator
    ) {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: driver.command(Self.lines.randomElement(using: &random) ?? "deck")
        case 1:
            change(&demo, &random)
            driver.show(demo.builder)
        case 2:
            let size = Size(
                columns: Int.random(in: 0...220, using: &random),
                rows: Int.random(in: 0...60, using: &random)
            )
            driver.send(.input(.resize(size)))
        case 3: driver.send(.input(.paste(SafeText(sanitizing: "日本 x=1"))))
        case 4: driver.pass(.milliseconds(Int64.random(in: 0...3_000, using: &random)))
        case 5:
            guard let stream = driver.model.logs.keys.max(),
                let task = demo.builder.store.allTasks.randomElement(using: &random)
            else { return }
            let line = LogLine(
                moment: demo.builder.now,
                task: task.id,
                node: nil,
                text: "line 日本 \u{1B}[1mx"
            )
            driver.send(.logLines(stream, [line, line], ended: Bool.random(using: &random)))
        case 6:
            let id = OperationID(number: Int.random(in: 1...9, using: &random))
            let isGood = Bool.random(using: &random)
            driver.send(
                .outcome(id, isGood ? .success(CommandOutcome()) : .failure(.outOfSequence))
            )
        default:
            driver.send(.input(.key(Self.keys.randomElement(using: &random) ?? .enter)))
        }
    }

    func change(_ demo: inout DemoCluster, _ random: inout SeededGenerator) {
        demo.builder.pass(.milliseconds(Int64.random(in: 0...5_000, using: &random)))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: demo.beginUpdate()
        case 1: demo.pauseUpdate()
        case 2: demo.builder.remove(demo.worker)
        case 3:
            let node = demo.nodes.randomElement(using: &random)
            node.map { demo.builder.change($0) { $0.status.state = .down } }
        case 4:
            let state = TaskState.allCases.randomElement(using: &random) ?? .running
            demo.builder.task(
                demo.api,
                slot: Int.random(in: 1...40, using: &random),
                on: demo.nodes.randomElement(using: &random),
                state,
                ago: .seconds(3)
            )
        case 5:
            guard let task = demo.builder.store.allTasks.randomElement(using: &random) else {
                return
            }
            demo.builder.store.beginTransaction()
            demo.builder.store.remove(task.id)
        case 6: demo.builder.service("s\(Int.random(in: 0...9, using: &random))")
        default: demo.builder.node("n\(Int.random(in: 0...99, using: &random))")
        }
    }

    @Test(arguments: UInt64(1)...40)
    func `random keys, snapshots and sizes never crash, and stay on the screen`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var demo = DemoCluster()
        var driver = ConsoleDriver(demo.builder)
        for _ in 0..<150 {
            step(&driver, &demo, &random)
            let grid = driver.grid()
            #expect(grid.size == driver.model.size, "seed \(seed)")
            if let cursor = grid.cursor {
                #expect(
                    grid.bounds.contains(row: cursor.row, column: cursor.column),
                    "seed \(seed)"
                )
            }
        }
    }

    @Test func `every size down to nothing is drawn`() {
        var demo = DemoCluster()
        demo.beginUpdate()
        var driver = ConsoleDriver(demo.builder)
        for line in Self.lines {
            driver.command(line)
            for columns in [0, 1, 2, 5, 10, 15, 16, 20, 39, 79, 99, 100, 240] {
                for rows in [0, 1, 2, 3, 4, 5, 8, 15, 16, 23] {
                    let grid = driver.grid(columns, rows)
                    #expect(grid.size == Size(columns: columns, rows: rows))
                }
            }
            driver.type("<esc>")
        }
    }

    @Test func `at ten by three the most important thing is still there`() {
        var driver = ConsoleDriver(DemoCluster().builder, size: Size(columns: 10, rows: 3))
        driver.command("services")
        #expect(driver.text.contains("shop_api"))
        driver.type(":q")
        #expect(driver.text.contains(":q"))
    }
}

struct CostTests {
    @Test func `drawing makes the rows that are seen, whatever the cluster's size`() {
        var driver = ConsoleDriver(
            hugeCluster(nodes: 200, tasksPerNode: 20),
            size: Size(columns: 200, rows: 50)
        )
        for line in ["tasks", "nodes", "services", "tasks svc7", "deck", "rollout svc7"] {
            driver.command(line)
            var painter = Painter(model: driver.model, size: driver.model.size)
            painter.draw()
            #expect(painter.rowsBuilt <= 50, "\(line)")
            #expect(painter.rowsBuilt > 0, "\(line)")
        }
    }

    @Test func `a change that moves no row lists nothing anew`() throws {
        var builder = hugeCluster(nodes: 200, tasksPerNode: 20)
        var driver = ConsoleDriver(builder)
        driver.command("tasks")
        let before = driver.model.statistics
        for _ in 0..<50 {
            builder.pass(.seconds(1))
            let task = try #require(builder.store.allTasks.last)
            builder.change(task.id) { $0.status.message += "." }
            driver.show(builder)
        }
        #expect(driver.model.statistics == before)
    }

    @Test func `a huge table is listed once a second at most`() throws {
        var builder = hugeCluster(nodes: 250, tasksPerNode: 100)
        var driver = ConsoleDriver(builder)
        driver.command("tasks")
        let before = driver.model.statistics.listBuilds
        let service = try #require(builder.store.service(named: "svc1")).id
        for step in 0..<60 {
            builder.pass(.milliseconds(33))
            builder.task(service, slot: 1_000 + step, on: nil, .pending, ago: .zero)
            driver.show(builder)
        }
        let builds = driver.model.statistics.listBuilds - before
        #expect((1...2).contains(builds))
        #expect(driver.model.nextWake != nil)
    }

    @Test func `moving the cursor lists nothing anew`() {
        var driver = ConsoleDriver(hugeCluster(nodes: 50, tasksPerNode: 20))
        driver.command("tasks")
        let before = driver.model.statistics
        driver.type("jjjjGgkk<pgdn><pgup>")
        #expect(driver.model.statistics == before)
    }

    @Test func `a snapshot without differences changes nothing`() {
        let builder = DemoCluster().builder
        var driver = ConsoleDriver(builder)
        driver.command("services")
        let before = driver.model.statistics
        driver.show(builder)
        #expect(driver.model.statistics == before)
        #expect(driver.model.events.events.isEmpty)
    }
}

struct WakeTests {
    @Test func `an idle console with nothing that ages sleeps for ever`() {
        let builder = DemoCluster().builder
        var driver = ConsoleDriver(builder)
        driver.pass(.seconds(10))
        #expect(driver.model.nextWake == nil)
    }

    @Test func `ages wake it when they turn, not before`() throws {
        let builder = DemoCluster().builder
        var driver = ConsoleDriver(builder)
        driver.command("services")
        // The services are 50 minutes old to the second.
        let wake = try #require(driver.model.nextWake)
        #expect(wake - driver.model.now == .seconds(60))
        #expect(driver.text.contains("50m"))
        driver.send(.time(wake))
        #expect(driver.text.contains("51m"))
    }

    @Test func `ages that turn at any time of a second wake it once a second`() throws {
        var builder = DemoCluster().builder
        let service = try #require(builder.store.service(named: "shop_web")).id
        for slot in 0..<20 {
            let age = Duration.milliseconds(3_000 + 47 * slot)
            builder.task(service, slot: 100 + slot, on: nil, .pending, ago: age)
        }
        var driver = ConsoleDriver(builder)
        driver.command("tasks")
        driver.pass(.milliseconds(137))
        for _ in 0..<3 {
            let before = driver.model.now
            let wake = try #require(driver.model.nextWake)
            #expect(wake.nanoseconds % 1_000_000_000 == 0)
            #expect(wake - before <= .seconds(1))
            driver.send(.time(wake + .milliseconds(2)))
        }
    }

    @Test func `a toast goes away by itself`() throws {
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.send(.notice("hello there", .information))
        #expect(driver.text.contains("hello there"))
        let wake = try #require(driver.model.nextWake)
        driver.send(.time(wake))
        #expect(!driver.text.contains("hello there"))
        #expect(driver.model.nextWake == nil)
    }

    @Test func `a message behind a box waits until it can be seen`() throws {
        var driver = ConsoleDriver(DemoCluster().builder)
        driver.send(.notice("hello there", .information))
        let first = try #require(driver.model.nextWake)
        driver.command("drain node4")
        #expect(driver.box != nil)
        #expect(driver.model.nextWake == nil)
        driver.send(.time(first + .seconds(60)))
        driver.type("<esc>")
        #expect(driver.text.contains("hello there"))
        driver.send(.time(try #require(driver.model.nextWake)))
        #expect(!driver.text.contains("hello there"))
    }

    @Test func `a running update ticks by the second`() throws {
        var demo = DemoCluster()
        demo.beginUpdate()
        var driver = ConsoleDriver(demo.builder)
        driver.command("rollout shop_web")
        let wake = try #require(driver.model.nextWake)
        #expect(wake - driver.model.now == .seconds(1))
    }

    @Test func `a paused clock does not tick`() {
        var builder = DemoCluster().builder
        builder.clock.isPaused = true
        var driver = ConsoleDriver(builder)
        driver.command("services")
        driver.pass(.seconds(100))
        #expect(driver.model.nextWake == nil)
        #expect(driver.text.contains("clock PAUSED"))
        #expect(driver.text.contains("50m"))
    }
}
