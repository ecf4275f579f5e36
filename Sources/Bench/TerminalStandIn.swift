import CMeasure
import Foundation
import Synchronization

/// A pseudo-terminal in place of this process's standard input and output, emptied by a thread.
///
/// So the real screen code can be measured in this process: what it costs and what it writes.
final class TerminalStandIn: Sendable {
    private let leader: Int32
    private let standardOutput: Int32
    private let bytes = Atomic<Int>(0)
    /// CPU nanoseconds of the thread that empties it.
    private let drainCPU = Atomic<Int>(0)

    /// Takes standard input and output over; ``giveBack()`` ends it.
    init(columns: Int, rows: Int) throws(Unmeasurable) {
        var kept: Int32 = -1
        leader = cm_take_terminal(Int32(columns), Int32(rows), &kept)
        standardOutput = kept
        guard leader >= 0 else { throw Unmeasurable("there is no pseudo-terminal") }
        setenv("TERM", "xterm-256color", 1)
        setenv("LANG", "C.UTF-8", 1)
        Thread.detachNewThread { [self] in drain() }
    }

    private func drain() {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = read(leader, &buffer, buffer.count), count > 0 {
            bytes.add(count, ordering: .relaxed)
            drainCPU.store(Int(cm_thread_cpu()), ordering: .relaxed)
        }
    }

    /// Bytes written so far.
    var written: Int { bytes.load(ordering: .relaxed) }

    /// CPU seconds of this process without the thread that empties the terminal.
    var cpu: Double { ProcessUsage.cpu - Double(drainCPU.load(ordering: .relaxed)) / 1e9 }

    /// Waits until nothing has been written for a while.
    func settle() {
        var before = -1
        repeat {
            before = written
            usleep(3_000)
        } while written != before
    }

    /// Standard output is the real one again.
    func giveBack() {
        fflush(nil)
        dup2(standardOutput, STDOUT_FILENO)
    }
}
