import Basics
import ClusterPorts
import Console
import ConsoleLoop
import Glibc

/// A run without a screen: what happens, line by line on standard output.
struct PlainRun {
    let session: any ClusterSession

    /// Writes until nobody reads any more, the cluster ends, or somebody wants it to stop.
    ///
    /// - Returns: why nothing can be written; `nil` after any other end.
    func run() async -> Failure? {
        await withTaskGroup(of: Failure?.self) { group in
            group.addTask { await tell() }
            group.addTask {
                await Termination.wait()
                return nil
            }
            let failure = await group.next() ?? nil
            group.cancelAll()
            return failure
        }
    }

    private func tell() async -> Failure? {
        // Whoever reads may go at any time; that is an end like any other.
        signal(SIGPIPE, SIG_IGN)
        var lines = EventLines()
        var error = Self.write(lines.take(await session.snapshot(), at: .current))
        guard error == 0 else { return Failure(writing: error) }
        for await snapshot in await session.snapshots() {
            error = Self.write(lines.take(snapshot, at: .current))
            guard error == 0 else { return Failure(writing: error) }
        }
        return nil
    }

    /// Why nobody takes it; 0 when it was taken.
    private static func write(_ lines: [SafeText]) -> Int32 {
        guard !lines.isEmpty else { return 0 }
        let bytes = Array(lines.map { $0.string + "\n" }.joined().utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno }
            sent += count
        }
        return 0
    }
}

extension Failure {
    /// A full disk, say; a reader who has gone is none.
    fileprivate init?(writing error: Int32) {
        guard error != EPIPE else { return nil }
        self.init("cannot write: \(String(cString: strerror(error)))")
    }
}
