/// What a piece of work took.
struct Cost: Sendable {
    /// CPU seconds of all threads.
    var cpu: Double
    /// Seconds that passed for everybody.
    var wall: Double

    /// Measures `body`.
    init(of body: () throws -> Void) rethrows {
        let began = nanosecondsNow()
        let start = ProcessUsage.cpu
        try body()
        cpu = ProcessUsage.cpu - start
        wall = Double(nanosecondsNow() - began) / 1e9
    }

    /// Both, how many of `count` were done in a second, and the peak of memory so far.
    func figures(_ name: String, count: Int, of unit: String = "tasks") -> [Figure] {
        [
            Figure("\(name)-rate", Double(count) / cpu, "\(unit)/cpu-s"),
            Figure("\(name)-cpu", cpu, "s"),
            Figure("\(name)-wall", wall, "s"),
            Figure("\(name)-wall-rate", Double(count) / wall, "\(unit)/s"),
            Figure("\(name)-peak", ProcessUsage.peakMegabytes, "MB"),
        ]
    }
}

/// A number as names of measurements have it: `500`, `10k`, `1m`.
func short(_ count: Int) -> String {
    if count >= 1_000_000, count.isMultiple(of: 1_000_000) { return "\(count / 1_000_000)m" }
    if count >= 1_000, count.isMultiple(of: 1_000) { return "\(count / 1_000)k" }
    return String(count)
}
