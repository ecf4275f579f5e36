/// When a container writes, and what.
package struct LogRule: Hashable, Codable, Sendable {
    package enum Trigger: Hashable, Codable, Sendable {
        /// Once, this long after the process started.
        case start(after: Duration)
        /// Again and again; first one such stretch after the process started, plus `after`.
        case every(DurationRange, after: Duration)
        /// For each request of these paths; empty = all of them.
        case request(paths: [String])
        /// Once, when the process is stopped or ends by itself.
        case stop
    }

    package var trigger: Trigger
    /// All are written in this order each time; with ``picksOne`` one of them.
    package var lines: [LogTemplate]
    package var picksOne: Bool
    /// How often ``lines`` are written each time.
    package var burst: Int
    /// Between two lines of the same time.
    package var gap: Duration
    /// Whether the lines go to the container's standard error.
    package var isError: Bool

    package init(
        trigger: Trigger,
        lines: [LogTemplate],
        picksOne: Bool = false,
        burst: Int = 1,
        gap: Duration = .microseconds(50),
        isError: Bool = false
    ) {
        self.trigger = trigger
        self.lines = lines
        self.picksOne = picksOne
        self.burst = max(1, burst)
        self.gap = gap
        self.isError = isError
    }

    /// How many lines are written each time.
    package var linesEachTime: Int { (picksOne ? 1 : lines.count) * burst }

    /// From the first to the last line of one time.
    package var duration: Duration { gap * max(0, linesEachTime - 1) }
}
