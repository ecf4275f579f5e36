import CPseudoTerminal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program that runs in a pseudo-terminal of its own.
///
/// The near side of the terminal stays open after the program's end, as a shell keeps it, so that
/// its settings can be looked at then. Whoever drops the object ends the program.
package final class PseudoTerminal {
    private static let chunk = 65_536

    package let processID: Int32
    /// The terminal's settings before the program began.
    package let attributesBefore: TerminalAttributes
    private let leader: Int32
    private let follower: Int32
    private var isLeaderOpen = true
    private var buffer = [UInt8](repeating: 0, count: chunk)
    /// How the program ended, once ``hasEnded()`` has seen it.
    package private(set) var ending: Ending?

    /// Starts a program.
    ///
    /// - Throws: ``TerminalFault/cannotStart(_:_:)``.
    package init(_ program: Program, columns: Int, rows: Int) throws(TerminalFault) {
        let input = try Self.openFile(program.input, O_RDONLY)
        let output = try Self.openFile(program.output, O_WRONLY | O_CREAT | O_TRUNC)
        defer { for end in [input, output] where end >= 0 { close(end) } }
        var child = cpt_child()
        let arguments = CStrings([program.path] + program.arguments)
        let environment = CStrings(program.environment.map { "\($0.key)=\($0.value)" }.sorted())
        let error = cpt_start(
            program.path,
            arguments.pointers,
            environment.pointers,
            program.directory,
            Int32(columns),
            Int32(rows),
            input,
            output,
            &child
        )
        guard error == 0 else { throw .cannotStart(program.path, Self.words(error)) }
        processID = child.pid
        attributesBefore = TerminalAttributes(child.before)
        leader = child.leader
        follower = child.follower
    }

    deinit {
        if ending == nil {
            kill(processID, SIGKILL)
            var status: Int32 = 0
            _ = cpt_wait(processID, 1, &status)
        }
        hangUp()
        close(follower)
    }

    private static func openFile(_ path: String?, _ flags: Int32) throws(TerminalFault) -> Int32 {
        guard let path else { return -1 }
        let descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotStart(path, words(errno)) }
        return descriptor
    }

    private static func words(_ error: Int32) -> String { String(cString: strerror(error)) }
}

// MARK: - Bytes

extension PseudoTerminal {
    /// Reads what the program wrote; waits for it no longer than told.
    ///
    /// - Returns: nothing if nothing came.
    package func read(within wait: Duration) -> ArraySlice<UInt8> {
        guard isReady(POLLIN, within: wait) else { return [] }
        let count = buffer.withUnsafeMutableBytes {
            isLeaderOpen ? readBytes(leader, $0.baseAddress, $0.count) : 0
        }
        return count > 0 ? buffer[..<count] : []
    }

    /// Writes keys; `received` gets what the program writes meanwhile, so that neither waits for
    /// the other.
    package func write(_ bytes: [UInt8], received: (ArraySlice<UInt8>) -> Void = { _ in }) {
        var rest = bytes[...]
        while !rest.isEmpty, isLeaderOpen, !hasEnded() {
            let count = rest.withUnsafeBytes { writeBytes(leader, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                received(read(within: .milliseconds(10)))
            }
        }
    }

    private func isReady(_ event: Int32, within wait: Duration) -> Bool {
        guard isLeaderOpen else { return false }
        var watched = pollfd(fd: leader, events: Int16(event), revents: 0)
        let milliseconds = wait / .milliseconds(1)
        let count = poll(&watched, 1, Int32(max(0, milliseconds.rounded(.up))))
        return count > 0 && watched.revents & Int16(event) != 0
    }
}

// MARK: - The terminal and the process

extension PseudoTerminal {
    /// How a program ended.
    package enum Ending: Hashable, Sendable {
        case exited(Int)
        case killed(signal: Int)
    }

    /// Gives the terminal another size; the kernel tells the program (SIGWINCH).
    package func resize(columns: Int, rows: Int) {
        _ = cpt_resize(leader, Int32(columns), Int32(rows))
    }

    /// Closes the terminal as a closed window does: the program gets SIGHUP.
    package func hangUp() {
        guard isLeaderOpen else { return }
        isLeaderOpen = false
        close(leader)
    }

    package func send(signal: Int32) { kill(processID, signal) }

    /// Whether the program has ended; never waits.
    package func hasEnded() -> Bool {
        guard ending == nil else { return true }
        var status: Int32 = 0
        guard cpt_wait(processID, 0, &status) != 0 else { return false }
        let number = Int(cpt_ending(status))
        ending = number >= 0 ? .exited(number) : .killed(signal: -number)
        return true
    }

    /// The terminal's settings now, also after the program's end.
    package var attributes: TerminalAttributes { TerminalAttributes(descriptor: follower) }
}

// The members of the same names hide the C functions.
private func readBytes(_ file: Int32, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(file, address, count)
}

private func writeBytes(_ file: Int32, _ address: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, address, count)
}
