import Basics

/// Chance that depends on who draws and what for, never on how many drew before.
///
/// So a container behaves the same whatever happens beside it, and what it wrote to its log can
/// be worked out again without having been kept.
enum Chance {
    enum Purpose: UInt64 {
        case container = 1
        case create, start, probe, stop, exit, process, log, hardware
    }

    static func generator(_ seed: UInt64, _ id: UInt64, _ purpose: Purpose) -> SeededGenerator {
        var first = SeededGenerator(seed: seed ^ (purpose.rawValue &* 0xD6E8_FEB8_6659_FD93))
        return SeededGenerator(seed: first.next() ^ id)
    }

    /// One draw from a range, in nanoseconds.
    static func duration(
        _ range: DurationRange,
        _ seed: UInt64,
        _ id: UInt64,
        _ purpose: Purpose
    ) -> Int64 {
        var generator = generator(seed, id, purpose)
        return range.draw(using: &generator)
    }
}
