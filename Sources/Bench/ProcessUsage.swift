import CMeasure
import Glibc

/// What this process has used so far.
enum ProcessUsage {
    /// CPU seconds of all threads.
    static var cpu: Double { Double(cm_process_cpu()) / 1e9 }

    /// Bytes that are allocated and not freed.
    static var liveBytes: Double { Double(cm_live_bytes()) }

    /// The largest resident size so far, in MB of 1,000,000 bytes.
    static var peakMegabytes: Double { field("VmHWM:", of: "self") * 1_024 / 1e6 }

    /// The resident size of a process, in MB of 1,000,000 bytes.
    static func residentMegabytes(of process: Int32) -> Double {
        field("VmRSS:", of: String(process)) * 1_024 / 1e6
    }

    private static func field(_ name: String, of process: String) -> Double {
        for line in text(of: "/proc/\(process)/status").split(separator: "\n")
        where line.hasPrefix(name) {
            return line.split(whereSeparator: { $0 == " " || $0 == "\t" })
                .dropFirst().first.flatMap { Double($0) } ?? 0
        }
        return 0
    }

    /// CPU seconds of a process, to the nanosecond; threads that have ended count, too.
    static func cpu(of process: Int32) -> Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return 0
        }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func text(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// CPU seconds that `body` takes.
func cpuSeconds(of body: () throws -> Void) rethrows -> Double {
    let start = ProcessUsage.cpu
    try body()
    return ProcessUsage.cpu - start
}

/// A clock that never jumps, in nanoseconds.
func nanosecondsNow() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
