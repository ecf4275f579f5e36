import ClusterPorts
import Glibc

/// Joins the user's terminal to one in a container: keys go there, what comes back is written.
struct Passage {
    private let terminal: any ContainerTerminal
    private let size: TerminalExtent

    init(to terminal: any ContainerTerminal, size: TerminalExtent) {
        self.terminal = terminal
        self.size = size
    }

    /// Blocks until the command ends, or the user's terminal goes away.
    func run() {
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        var raw = settings
        cfmakeraw(&raw)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        defer { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        let (keys, typed) = AsyncStream.makeStream(of: Piece.self)
        let end = ends[1]
        let writing = Task { [terminal] in
            for await bytes in terminal.output { Self.write(bytes) }
            close(end)
        }
        let typing = Task { [terminal] in
            for await piece in keys {
                switch piece {
                case .keys(let bytes): await terminal.type(bytes)
                case .size(let size): await terminal.resize(to: size)
                }
            }
        }
        carry(typed, until: ends[0])
        typed.finish()
        typing.cancel()
        // Whoever writes may still hold the other end: it is closed by then, or the command is gone.
        writing.cancel()
        close(ends[0])
    }

    private enum Piece: Sendable {
        case keys([UInt8])
        case size(TerminalExtent)
    }

    private func carry(_ typed: AsyncStream<Piece>.Continuation, until end: Int32) {
        var known = size
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            var watched = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: end, events: Int16(POLLIN), revents: 0),
            ]
            // The size is looked at now and then: signals are the console's own.
            let found = poll(&watched, 2, 300)
            if let now = Self.extent, now != known {
                known = now
                typed.yield(.size(now))
            }
            guard found > 0 else { continue }
            if watched[1].revents != 0 { return }
            guard watched[0].revents != 0 else { continue }
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else { return }
            typed.yield(.keys(Array(buffer[..<count])))
        }
    }

    private static var extent: TerminalExtent? {
        var size = winsize()
        guard ioctl(STDIN_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return TerminalExtent(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    private static func write(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return }
            start += count
        }
    }
}
