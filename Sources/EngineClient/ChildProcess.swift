import Glibc

/// A program that was started and is waited for.
struct ChildProcess: Sendable {
    /// `POSIX_SPAWN_SETSID`, which the headers show to GNU programs only.
    private static let setsID: Int16 = 0x80

    let id: pid_t

    /// Starts a program in a session of its own, so that the terminal's signals do not reach it.
    ///
    /// - Parameters:
    ///   - path: the program.
    ///   - arguments: without the program's own name.
    ///   - environment: all of it.
    ///   - files: what are to be its input, output and errors.
    /// - Returns: the program; `nil` and `errno` when it cannot be started.
    static func start(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        files: (input: Int32, output: Int32, errors: Int32)
    ) -> ChildProcess? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, files.input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, files.output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, files.errors, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setflags(
            &attributes,
            Self.setsID | Int16(POSIX_SPAWN_SETSIGMASK)
        )
        let words = CStringList([path] + arguments)
        let pairs = CStringList(environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
        var id = pid_t()
        let failure = posix_spawn(&id, path, &actions, &attributes, words.pointers, pairs.pointers)
        guard failure == 0 else {
            errno = failure
            return nil
        }
        return ChildProcess(id: id)
    }

    /// Whether it has ended; it is gone for good then, and must not be asked again.
    func hasEnded() -> Bool {
        var status: Int32 = 0
        return waitpid(id, &status, WNOHANG) != 0
    }

    func end() { kill(id, SIGTERM) }

    /// Where a program is on a path such as `$PATH`; `nil` when it is nowhere.
    static func find(_ name: String, on path: String) -> String? {
        path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}

/// Strings as C wants them: a list that ends with a null pointer.
private final class CStringList {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() {
            pointers.advanced(by: index).initialize(to: strdup(string))
        }
        pointers.advanced(by: count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deinitialize(count: count + 1)
        pointers.deallocate()
    }
}
