import Glibc

/// Runs this program again, for a measurement of its own.
enum FreshProcess {
    /// What it printed.
    ///
    /// Its standard error is ours.
    static func output(of arguments: [String]) throws(Unmeasurable) -> String {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Unmeasurable("no pipe") }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        let process = start(arguments, output: ends[1])
        close(ends[1])
        defer { close(ends[0]) }
        guard let process else { throw Unmeasurable("it cannot start itself again") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while case let count = read(ends[0], &chunk, chunk.count), count > 0 {
            bytes += chunk[..<count]
        }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        guard status & 0x7F == 0 else { throw Unmeasurable("ended by signal \(status & 0x7F)") }
        guard status == 0 else { throw Unmeasurable("exit code \(status >> 8)") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func start(_ arguments: [String], output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        var words = ([CommandLine.arguments[0]] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process = pid_t()
        let error = posix_spawn(&process, "/proc/self/exe", &actions, nil, words, environ)
        return error == 0 ? process : nil
    }
}
