import Basics
import Cells
import SwarmModel

/// The head of the rollout screen, in words.
struct RolloutSummary {
    private let reading: RolloutReading

    init(_ reading: RolloutReading) { self.reading = reading }

    private var tracker: RolloutTracker { reading.tracker }

    /// The most important lines first.
    func lines(width: Int) -> [Line] {
        [
            verdict + progress(width: max(8, min(40, width / 4))), watch, images, message,
            configuration,
        ]
        .filter { !$0.isEmpty }
    }

    /// What is going on.
    private var verdict: Line {
        let kind: Phrase =
            switch tracker.kind {
            case .update: "update"
            case .manualRollback: "rollback"
            case .automaticRollback: "AUTOMATIC ROLLBACK"
            }
        let (word, slot): (Phrase, Slot) =
            switch tracker.state {
            case .updating where reading.isHeld: ("HELD", .warn)
            case .updating: ("under way", .progress)
            case .rollbackStarted: ("under way", .warn)
            case .paused, .rollbackPaused: ("PAUSED", .bad)
            case .completed: ("complete", .ok)
            case .rollbackCompleted: ("complete", .ok)
            case nil: (reading.remaining == 0 ? "nothing to do" : "not begun", .dim)
            }
        var line: Line = [Span("\(kind) ", .text), Span(word, slot, .bold)]
        if let elapsed = reading.elapsed { line += Span(" \(Age.clock(elapsed))", .dim) }
        return line
    }

    private func progress(width: Int) -> Line {
        let total = max(1, reading.total)
        let up = reading.up * width / total
        let working = min(width - up, (reading.working * width + total - 1) / total)
        var line: Line = [Span("  ")]
        line += Span(SafeText("█").repeated(up), .ok)
        line += Span(SafeText("▒").repeated(working), .progress)
        line += Span(SafeText("·").repeated(max(0, width - up - working)), .dim)
        line += Span(" \(reading.up)/\(reading.total) new", .text)
        if reading.working > 0 { line += Span(", \(reading.working) at work", .progress) }
        if let batch = reading.batch {
            line += Span(", batch \(batch.current) of \(batch.count)", .dim)
        }
        return line
    }

    /// How long it will take, and how much may fail.
    private var watch: Line {
        var line = Line()
        if reading.isStuck {
            line += Span(
                "all are new; Swarm waits for a task that was lost, until the next update",
                .warn
            )
        } else if let end = reading.completesAt {
            let left = Age.tenths(max(.zero, end - reading.now))
            line += Span("complete in \(left) s if nothing fails", .ok)
        } else if let estimate = reading.estimate {
            line += Span("about \(Age.clock(estimate)) left", .text)
        } else if reading.isHeld {
            line += Span("resume goes on with it", .text)
        }
        let failures = tracker.failures.count
        if tracker.isOver {
            line += Span("\(failures) failed", failures > 0 ? .warn : .dim)
            return line
        }
        let countedSlot: Slot = failures > 0 ? .warn : .dim
        if !line.isEmpty { line += Span(" · ", countedSlot) }
        guard let limit = reading.failuresToAct else {
            line += Span("\(failures) failed, none counts", countedSlot)
            return line
        }
        let slot: Slot = failures == 0 ? .dim : (failures >= limit ? .bad : .warn)
        let action: Phrase =
            reading.config.failureAction == .rollback && tracker.kind == .update
            ? "roll back" : "pause"
        line += Span(
            "\(failures) failed, \(limit - 1) allowed, \(Self.ordinal(limit)) makes it \(action)",
            slot
        )
        return line
    }

    private static func ordinal(_ number: Int) -> Phrase {
        switch number {
        case 1: "the first"
        case 2: "the second"
        case 3: "the third"
        default: "the \(number)th"
        }
    }

    private var images: Line {
        let new = RowReader.shortImage(tracker.service.spec.task.container.image)
        var line = Line()
        if let failed = tracker.failed {
            line += Span("\(RowReader.shortImage(failed.image)) failed, back to ", .bad)
        } else if let old = tracker.oldImage, RowReader.shortImage(old) != new {
            line += Span("\(RowReader.shortImage(old)) → ", .dim)
        }
        line += Span(new, .accent)
        return line
    }

    private var message: Line {
        let words = tracker.service.updateStatus?.message ?? ""
        return Line(words, tracker.state?.isPaused == true ? .bad : .dim)
    }

    private var configuration: Line { Line(reading.config.words, .dim) }
}
