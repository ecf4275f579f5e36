import Foundation

/// Says which seed was told when the process trapped, as a trap ends it without a word of the story.
enum TrapReport {
    /// What the process ends with.
    static let exitCode: Int32 = 3
    private static let mark: StaticString = ": the program trapped"

    /// The seed that a trapped process named.
    static func seed(in text: String) -> UInt64? {
        let mark = "\(mark)"
        for line in text.split(separator: "\n") where line.hasSuffix(mark) {
            return UInt64(line.dropFirst("seed ".count).dropLast(mark.count))
        }
        return nil
    }

    /// The seed that is told; written before each story, read by the signal handler only.
    ///
    /// Unsafe on purpose: a handler must take no lock, and the thread that trapped wrote it itself.
    nonisolated(unsafe) private static var seed: UInt64 = 0

    /// Has traps report the seed from now on.
    static func install() {
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            signal(number) { _ in TrapReport.say() }
        }
    }

    static func begin(_ seed: UInt64) { self.seed = seed }

    /// Writes without allocating, and ends the process.
    private static func say() {
        write("seed ")
        var digits: (UInt64, Int) = (seed, 1)
        while digits.0 / UInt64(digits.1) >= 10 { digits.1 *= 10 }
        while digits.1 > 0 {
            var byte = UInt8(48 + digits.0 / UInt64(digits.1) % 10)
            _ = Foundation.write(STDERR_FILENO, &byte, 1)
            digits.1 /= 10
        }
        write(mark)
        write("\n")
        _exit(exitCode)
    }

    private static func write(_ text: StaticString) {
        _ = Foundation.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}
