import Basics

/// When a rule writes: a row of moments that can be entered anywhere.
///
/// Times are nanoseconds since the process started. Every row can tell its n-th moment and how
/// many lie before a moment without walking through the others.
enum LogTicks: Sendable {
    case once(at: Int64)
    /// One every `mean`, each moved by up to `spread` either way.
    case periodic(after: Int64, mean: Int64, spread: Int64, seed: UInt64)
    case probes(ProbeSchedule)
    /// Requests of nobody in particular, so many a second.
    case background(perSecond: Double)

    /// The moment of tick `number`, counted from 0.
    func time(_ number: Int64) -> Int64 {
        switch self {
        case .once(let moment): return number == 0 ? moment : ProbeSchedule.never
        case .periodic(let after, let mean, let spread, let seed):
            let even = after + (number + 1) * mean
            guard spread > 0 else { return even }
            var chance = SeededGenerator(seed: seed &+ UInt64(number))
            return even - spread + Int64(chance.next() % UInt64(2 * spread + 1))
        case .probes(let schedule): return schedule.start(of: number + 1)
        case .background(let rate): return Int64(Double(number + 1) / rate * 1e9)
        }
    }

    /// How many ticks come before or at `time`.
    func count(by time: Int64) -> Int64 {
        switch self {
        case .once(let moment): return time >= moment ? 1 : 0
        case .periodic(let after, let mean, _, _):
            return exact(near: (time - after) / mean, by: time)
        case .probes(let schedule): return schedule.startedCount(by: time)
        case .background(let rate): return exact(near: HealthWatch.background(rate, time), by: time)
        }
    }

    /// Corrects a guess that is at most a few ticks off.
    private func exact(near guess: Int64, by moment: Int64) -> Int64 {
        var count = max(0, guess + 2)
        while count > 0, time(count - 1) > moment { count -= 1 }
        return count
    }
}

/// One rule's lines over the life of a container.
struct LogStream: Sendable {
    let rule: LogRule
    let ticks: LogTicks
    /// Seed of what is drawn for each line.
    let seed: UInt64
    /// The path of the requests; empty for rules about something else.
    var path = ""

    private var linesEachTime: Int64 { Int64(rule.linesEachTime) }

    /// The moment of line `number`, counted from 0.
    func time(_ number: Int64) -> Int64 {
        let tick = ticks.time(number / linesEachTime)
        return tick + (number % linesEachTime) * rule.gap.nanoseconds
    }

    /// How many lines are written before or at `time`.
    func count(by time: Int64) -> Int64 {
        let ticked = ticks.count(by: time)
        guard ticked > 0 else { return 0 }
        let gap = rule.gap.nanoseconds
        let since = time - ticks.time(ticked - 1)
        let newest = gap == 0 ? linesEachTime : min(linesEachTime, since / gap + 1)
        return (ticked - 1) * linesEachTime + newest
    }

    /// The template of line `number`.
    func template(_ number: Int64) -> LogTemplate {
        let choices = UInt64(rule.lines.count)
        guard rule.picksOne else { return rule.lines[Int(UInt64(number) % choices)] }
        var chance = SeededGenerator(seed: seed &+ UInt64(number))
        return rule.lines[Int(chance.next() % choices)]
    }
}
