import Basics
import Cells
import SwarmModel
import SwarmStore

/// How far a safe drain has come, in words.
struct DrainText {
    let drain: SafeDrain
    let width: Int

    func lines() -> [Line] {
        var text = Description()
        text.section("Safe drain of node \(drain.name)")
        text.field("State", state.words, state.slot)
        text.line(counter("Left the node", drain.moved))
        text.line(counter("Healthy elsewhere", drain.healthy))
        if let refusal = drain.lastRefusal, !drain.phase.isOver {
            text.field("Tried again", refusal, .warn)
        }
        text.section("Services, one after the other")
        if drain.items.isEmpty { text.line(Line("  none has to move", .dim)) }
        for item in drain.items {
            text.line(line(item))
            guard case .straggling(let reason) = item.state else { continue }
            for row in reason.safe.wrapped(toWidth: max(20, width - 8)) {
                text.line(Line("      " + row, .warn))
            }
        }
        if !drain.stopping.isEmpty {
            let names = Amount.list(drain.stopping)
            text.line(Line("  stop with the drain, not replaced: \(names)", .dim))
        }
        text.line(Line())
        for words in notes { text.line(Line("  " + words.safe, .dim)) }
        return text.lines(width: width)
    }

    private var state: (words: Phrase, slot: Slot) {
        switch drain.phase {
        case .pausing: ("pausing the node", .progress)
        case .moving: ("moving its tasks, each replacement runs first", .progress)
        case .held:
            ("▲ held: some could not move; r tries again, D drains anyway, x gives up", .warn)
        case .draining: ("draining what is left", .progress)
        case .canceling: ("putting everything back", .warn)
        case .done where drain.isLost:
            ("▲ the node is not ready: what ran there is replaced as after a loss", .warn)
        case .done where !drain.stragglers.isEmpty:
            ("✓ the node is drained; what could not move was stopped", .warn)
        case .done: ("✓ the node is drained", .ok)
        case .canceled: ("given up: specs and node are as they were, what has moved stays", .warn)
        case .failed(let reason): ("✗ \(reason.words)", .bad)
        }
    }

    private func counter(_ name: Phrase, _ count: Int) -> Line {
        let total = max(1, drain.total)
        let room = max(8, min(30, width - 40))
        let filled = drain.total == 0 ? room : count * room / total
        let bar = SafeText("█").repeated(filled) + SafeText("░").repeated(room - filled)
        return [
            Span("  " + name.safe.padded(toWidth: 18), .dim), Span(bar, .ok),
            Span(" \(count) of \(drain.total)", .text),
        ]
    }

    private func line(_ item: SafeDrain.Item) -> Line {
        let (sign, slot): (String, Slot) =
            switch item.state {
            case .waiting: ("· ", .dim)
            case .moving: ("… ", .progress)
            case .moved: ("✓ ", .ok)
            case .straggling: ("✗ ", .bad)
            }
        var line: Line = [
            Span("  " + sign, slot), Span(item.name.safe.padded(toWidth: 24), .text),
            Span("\(item.count - item.left) of \(item.count) left, \(item.healthy) healthy", .text),
        ]
        if case .straggling = item.state { line += Span("  cannot move:", .bad) }
        return line
    }

    private var notes: [Phrase] {
        [
            "Swarm has no such drain: skep pauses the node and changes each service's spec in turn "
                + "(a constraint against the node, start-first, \(drain.mark.parallelism) at a time), "
                + "and puts the spec back when its tasks have moved.",
            "The spec before it, to which a rollback returns, is then the one with that constraint.",
        ]
    }
}
