import Basics
import ClusterPorts
import Console
import ConsoleLoop
import Glibc

/// A run without a screen: what happens, line by line on standard output.
struct PlainRun {
    let session: any ClusterSession

    /// Writes until nobody reads any more, the cluster ends, or somebody wants it to stop.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await tell() }
            group.addTask { await Termination.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func tell() async {
        // Whoever reads may go at any time; that is an end like any other.
        signal(SIGPIPE, SIG_IGN)
        var lines = EventLines()
        guard Self.write(lines.take(await session.snapshot(), at: .current)) else { return }
        for await snapshot in await session.snapshots() {
            guard Self.write(lines.take(snapshot, at: .current)) else { return }
        }
    }

    /// False when nobody takes it.
    private static func write(_ lines: [SafeText]) -> Bool {
        guard !lines.isEmpty else { return true }
        let bytes = Array(lines.map { $0.string + "\n" }.joined().utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
