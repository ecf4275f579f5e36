import Dispatch
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The wish of a user or a system that the program end.
enum Termination {
    /// Waits for an interrupt or a request to terminate.
    static func wait() async {
        for signal in [SIGINT, SIGTERM, SIGHUP] { ignore(signal) }
        let (wishes, sink) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { sink.yield() }
            source.resume()
            return source
        }
        for await _ in wishes { break }
        for source in sources { source.cancel() }
    }

    /// Takes the system's own reaction away: the process ends in its own time.
    private static func ignore(_ number: Int32) { _ = signal(number, SIG_IGN) }
}

/// What is printed without a screen.
enum StandardOutput {
    /// Sends what was printed on its way, also where a program reads it and no terminal.
    static func flush() { fflush(nil) }

    /// Says on the other output what has gone wrong.
    static func complain(_ words: String) {
        let line = Array("skep: \(words)\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    static var currentFolder: String { FileManager.default.currentDirectoryPath }
}
