import Cells
import Console
import Curses
import Theming

/// What a frame costs at 200x50 with 1,000 nodes and 100,000 tasks.
extension Measurement {
    static let frames: [Measurement] = [
        Measurement("view") { _ in try viewFigures() },
        Measurement("frame") { _ in try frameFigures() },
    ]

    private static let rounds = 200

    /// The pure part: messages and drawing into a grid.
    private static func viewFigures() throws -> [Figure] {
        var figures: [Figure] = []
        for screen in ["deck", "nodes", "tasks"] {
            var console = try ConsoleFixture(screen: screen)
            let draw = microseconds { _ = console.draw() }
            let key = microseconds {
                console.press(.down)
                _ = console.draw()
            }
            let (cells, least) = changedCells(&console) { $0.press(.down) }
            var changes: [Double] = []
            for _ in 0..<rounds / 10 {
                try console.toggleNode()
                changes.append(cpuSeconds(of: { console.takeSnapshot() }) * 1e6)
            }
            figures += [
                Figure("view-\(screen)", draw, "us"),
                Figure("view-\(screen)-key", key, "us"),
                Figure("view-\(screen)-snapshot", changes.median, "us"),
                // What the bytes of a frame are to be held against.
                Figure("view-\(screen)-key-cells", Double(cells), "cells"),
                Figure("view-\(screen)-key-least", Double(least), "B"),
            ]
        }
        return figures
    }

    /// How many cells of the picture a change changes, and the bytes that they need at least.
    private static func changedCells(
        _ console: inout ConsoleFixture,
        _ change: (inout ConsoleFixture) -> Void
    ) -> (cells: Int, least: Int) {
        let before = console.draw()
        change(&console)
        let after = console.draw()
        let cells = GridDiff(from: before, to: after).runs.reduce(0) { $0 + $1.columns.count }
        return (cells, leastBytes(from: before, to: after))
    }

    /// The median of the CPU time that `body` takes.
    private static func microseconds(_ body: () -> Void) -> Double {
        (0..<rounds).map { _ in cpuSeconds(of: body) * 1e6 }.median
    }

    /// With the real screen: from a changed model to bytes on the terminal.
    private static func frameFigures() throws -> [Figure] {
        var nodes = try ConsoleFixture(screen: "nodes")
        var tasks = try ConsoleFixture(screen: "tasks")
        let terminal = try TerminalStandIn(
            columns: ConsoleFixture.size.columns,
            rows: ConsoleFixture.size.rows
        )
        let theme = try ThemeLibrary(folders: []).theme(named: "dark")
        let screen = try CursesScreen.open(theme: theme)
        let stage = Stage(terminal: terminal, screen: screen)
        defer {
            screen.close()
            terminal.giveBack()
        }
        screen.show(nodes.draw())
        let idle = try stage.measure(rounds) {}
        var figures = try stage.figures("frame-unchanged", rounds, above: idle) {
            screen.show(nodes.draw())
        }
        let before = nodes.draw()
        try nodes.toggleNode()
        nodes.takeSnapshot()
        let row = leastBytes(from: before, to: nodes.draw())
        screen.show(nodes.draw())
        figures += try stage.figures("frame-row-changed", rounds, least: row, above: idle) {
            try nodes.toggleNode()
            nodes.takeSnapshot()
            screen.show(nodes.draw())
        }
        screen.show(tasks.draw())
        let (_, line) = changedCells(&tasks) { $0.press(.down) }
        screen.show(tasks.draw())
        figures += try stage.figures("frame-line-down", rounds, least: line, above: idle) {
            tasks.press(.down)
            screen.show(tasks.draw())
        }
        let (_, page) = changedCells(&tasks) { $0.press(.pageDown) }
        screen.show(tasks.draw())
        figures += try stage.figures("frame-page-down", rounds, least: page, above: idle) {
            tasks.press(.pageDown)
            screen.show(tasks.draw())
        }
        let blank = Grid(size: ConsoleFixture.size)
        let all = leastBytes(from: blank, to: tasks.draw())
        figures += try stage.figures("frame-repaint", rounds, least: all, above: idle) {
            screen.show(tasks.draw())
            screen.repaint()
        }
        return figures
    }
}

/// A screen on a stand-in for the terminal, and what frames on it cost.
private struct Stage {
    let terminal: TerminalStandIn
    let screen: CursesScreen

    /// Medians per round: CPU microseconds and bytes.
    func measure(_ rounds: Int, _ body: () throws -> Void) throws -> (cpu: Double, bytes: Double) {
        terminal.settle()
        var cpu: [Double] = []
        var bytes: [Double] = []
        for _ in 0..<rounds {
            let cpuBefore = terminal.cpu
            let bytesBefore = terminal.written
            try body()
            terminal.settle()
            cpu.append((terminal.cpu - cpuBefore) * 1e6)
            bytes.append(Double(terminal.written - bytesBefore))
        }
        return (cpu.median, bytes.median)
    }

    /// The same as figures, without what waiting alone costs, and held against the least bytes.
    func figures(
        _ name: String,
        _ rounds: Int,
        least: Int = 0,
        above idle: (cpu: Double, bytes: Double),
        _ body: () throws -> Void
    ) throws -> [Figure] {
        let measured = try measure(rounds, body)
        return [
            Figure("\(name)-cpu", max(0, measured.cpu - idle.cpu), "us"),
            Figure("\(name)-bytes", measured.bytes, "B"),
        ] + (least == 0 ? [] : [Figure("\(name)-least", Double(least), "B")])
    }
}
