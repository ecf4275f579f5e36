package import Glibc
import Synchronization

/// A program beside the tests, in a process group of its own.
///
/// It inherits its three streams and nothing else of ours. `Foundation.Process` is not used, since a
/// program that one thread starts can get there what another thread has just opened for its own:
/// whoever waits for the end of such a pipe then waits for a program that it does not know.
package struct ChildProcess: Sendable {
    package let id: pid_t

    /// A process has no more than so many files open, unless it asks for more.
    private static let mostDescriptors: Int32 = 1_024

    /// Held while a program starts, and while something is opened that none may inherit.
    private static let opening = Mutex(())

    /// What a program reads and writes.
    package struct Streams: Sendable {
        package var input: Int32
        package var output: Int32
        package var errors: Int32

        package init(input: Int32, output: Int32, errors: Int32) {
            self.input = input
            self.output = output
            self.errors = errors
        }
    }

    /// Starts a program that is looked for on the `PATH` of its own environment.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - environment: all of it.
    ///   - directory: where it runs; ours if `nil`.
    ///   - streams: stay open here.
    /// - Returns: the program, which must be waited for.
    /// - Throws: a ``ProgramFault`` when there is no process to be had. A program that is not there
    ///   ends with 127.
    package static func start(
        _ words: [String],
        environment: [String: String],
        directory: String? = nil,
        streams: Streams
    ) throws(ProgramFault) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, streams.input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, streams.output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, streams.errors, STDERR_FILENO)
        for descriptor in 3..<Self.mostDescriptors {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK)
        )
        let place = directory.map { ["-C", $0] } ?? []
        let texts = (["env"] + place + words).map { strdup($0) } + [nil]
        let pairs = environment.sorted { $0.key < $1.key }.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in texts + pairs { free(text) } }
        var id = pid_t()
        let error = Self.opening.withLock { _ in
            posix_spawn(&id, "/usr/bin/env", &actions, &attributes, texts, pairs)
        }
        guard error == 0 else {
            throw ProgramFault("\(words): \(String(cString: strerror(error)))")
        }
        return ChildProcess(id: id)
    }

    /// Opens what no program inherits unless it is given it.
    static func unshared(_ open: () -> [Int32]) -> [Int32] {
        opening.withLock { _ in
            let descriptors = open()
            for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            return descriptors
        }
    }

    /// A pipe's ends, which no program inherits unless it is given one.
    ///
    /// - Throws: a ``ProgramFault`` if there is none to be had.
    package static func pipe() throws(ProgramFault) -> (reading: Int32, writing: Int32) {
        let ends = unshared {
            var ends: [Int32] = [-1, -1]
            return Glibc.pipe(&ends) == 0 ? ends : []
        }
        guard ends.count == 2 else { throw ProgramFault("no pipe: \(errno)") }
        return (ends[0], ends[1])
    }

    /// Waits for its end; blocks, and is to be called once.
    ///
    /// - Returns: its exit code; 128 and the signal's number if one ended it.
    package func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        return Self.exitCode(status)
    }

    /// Ends it as if the power were cut, and waits for that; blocks.
    package func end() {
        kill(id, SIGKILL)
        _ = wait()
    }

    private static func exitCode(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}

/// Why a program was not run.
package struct ProgramFault: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
