import Basics
import ClusterPorts
import SwarmModel

// A recording in the place of a cluster: the keys of the past go about in the whole of it.
extension ConsoleModel {
    /// Where in a recording the console is; `nil` on a cluster that there is.
    var replay: ReplayStatus? { cluster?.snapshot.replay }

    /// Lets a recording go on, or stops it.
    func togglePlaying() -> [ConsoleEffect] {
        guard let clock = cluster?.snapshot.clock, let replay else { return [] }
        return [.setClock(ClockState(isPaused: replay.isPlaying, speed: clock.speed))]
    }

    /// Reads where to go: `90s`, `1:30`, `+10s`, `-1m`, `50%`, `start`, `end`, or `12:03:05` as a
    /// time of the day when it was recorded.
    ///
    /// - Throws: what would do instead.
    func readSeek(_ word: String) throws(CommandRefusal) -> ReplaySeek {
        guard let replay else { throw CommandRefusal("this is no recording: skep replay FILE") }
        switch word {
        case "start": return .to(.zero)
        case "end": return .to(replay.length)
        default: break
        }
        if word.hasSuffix("%"), let part = Double(word.dropLast()) { return .part(part / 100) }
        let sign = word.first
        let rest = sign == "+" || sign == "-" ? String(word.dropFirst()) : word
        let fields = rest.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        if fields.count == 3, sign != "+", sign != "-",
            let time = Self.timeOfDay(fields, after: replay.startedAt)
        {
            return .wall(time)
        }
        guard let span = Self.span(rest) else {
            throw CommandRefusal("say when: 90s, 1:30, +10s, -1m, 50%, 12:03:05, start or end")
        }
        switch sign {
        case "+": return .by(span)
        case "-": return .by(.zero - span)
        default: return .to(span)
        }
    }

    /// `90`, `90s`, `2m`, `1h`, `1:30`.
    private static func span(_ word: String) -> Duration? {
        let fields = word.split(separator: ":", omittingEmptySubsequences: false)
        if fields.count == 2, let minutes = Int64(fields[0]), let seconds = Int64(fields[1]),
            (0..<60).contains(seconds), (0..<1_000_000).contains(minutes)
        {
            return .seconds(minutes * 60 + seconds)
        }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600]
        let unit = word.last.flatMap { units[$0] }
        let digits = unit == nil ? word[...] : word.dropLast()
        guard let number = Int64(digits), (0..<100_000_000).contains(number) else { return nil }
        return .seconds(number * (unit ?? 1))
    }

    /// A time of the day (UTC) on the day of another, or on the day after it.
    private static func timeOfDay(_ fields: [Int?], after start: WallTime) -> WallTime? {
        let limits = [24, 60, 60]
        let numbers = zip(fields, limits).compactMap { field, limit in
            field.flatMap { (0..<limit).contains($0) ? Int64($0) : nil }
        }
        guard numbers.count == 3 else { return nil }
        let day: Int64 = 86_400_000_000_000
        let time = ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1_000_000_000
        let today = start.nanoseconds / day * day + time
        return WallTime(
            nanoseconds: today + 1_000_000_000 < start.nanoseconds ? today + day : today
        )
    }
}
