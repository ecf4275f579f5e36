import FoundationEssentials
import Glibc
import Synchronization

/// A number that another thread sets.
final class ExitStatus: Sendable {
    private let number = Mutex<Int32>(-1)
    var value: Int32 { number.withLock { $0 } }
    func set(_ new: Int32) { number.withLock { $0 = new } }
}

/// A program that has the terminal while it runs.
enum Foreground {
    /// Runs a line of the shell with one argument, and waits for its end.
    ///
    /// The keys that interrupt are the program's alone meanwhile.
    ///
    /// - Returns: its exit code; 127 when there is no shell.
    static func run(_ line: String, _ argument: String) -> Int32 {
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var ordinary = sigset_t()
        sigemptyset(&ordinary)
        posix_spawnattr_setsigmask(&attributes, &ordinary)
        for number in [SIGINT, SIGQUIT, SIGTSTP, SIGWINCH, SIGPIPE] { sigaddset(&ordinary, number) }
        posix_spawnattr_setsigdefault(&attributes, &ordinary)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
        )
        let call: [String] = ["/bin/sh", "-c", line, "sh", argument]
        var words = call.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let pairs = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        var environment = pairs.map { strdup($0) } + [nil]
        defer { for pair in environment { free(pair) } }
        var id = pid_t()
        guard posix_spawn(&id, "/bin/sh", nil, &attributes, &words, &environment) == 0 else {
            return 127
        }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}
