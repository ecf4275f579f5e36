import Console
import FoundationEssentials
import Glibc

/// A plugin's shell, run beside the screen or on the user's terminal.
struct PluginProcess {
    let call: PluginCall

    /// How often a plugin at work is looked after.
    private static let pause = Duration.milliseconds(50)
    /// How often one that was asked to end is looked after, before it is ended.
    private static let patience = 20
    /// Output beyond this is not kept.
    private static let outputLimit = 4 << 20
    /// What a shell says of a command that could not be started.
    private static let notStarted: Int32 = 127

    /// Runs it on the terminal; blocks until it ends.
    func runOnTerminal() -> Int32 {
        guard let process = start(output: nil) else { return Self.notStarted }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return Self.exitCode(status)
    }

    /// Runs it with nothing to read; hands over what it writes as it comes.
    func runBeside(report: ([String]) -> Void) async -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return Self.notStarted }
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        let process = start(output: writing)
        close(writing)
        guard let process else { return Self.notStarted }
        var lines = LineSplitter(limit: Self.outputLimit)
        while true {
            Self.read(reading, into: &lines)
            report(lines.take())
            var status: Int32 = 0
            if waitpid(process, &status, WNOHANG) == process {
                Self.read(reading, into: &lines)
                report(lines.takeAll())
                return Self.exitCode(status)
            }
            guard (try? await Task.sleep(for: Self.pause)) != nil else {
                let status = await Self.end(process)
                Self.read(reading, into: &lines)
                report(lines.takeAll())
                return status
            }
        }
    }

    /// Asks a plugin and all that it has started to end, and ends them if they do not.
    private static func end(_ process: pid_t) async -> Int32 {
        kill(-process, SIGTERM)
        // A task of its own, since the one that asks is canceled and cannot wait.
        return await Task {
            var status: Int32 = 0
            for _ in 0..<patience {
                if waitpid(process, &status, WNOHANG) == process { break }
                try? await Task.sleep(for: pause)
            }
            // Those that it has left behind are not asked.
            kill(-process, SIGKILL)
            waitpid(process, &status, 0)
            return exitCode(status)
        }.value
    }

    /// Reads what there is; who writes without end is not read without end.
    private static func read(_ end: Int32, into lines: inout LineSplitter) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<64 {
            let count = Glibc.read(end, &bytes, bytes.count)
            guard count > 0 else { return }
            lines.add(bytes[..<count])
        }
    }

    private func start(output: Int32?) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let output {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The console keeps signals to itself that a command must get.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var flags = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        // Beside the screen it is a group of its own, so that all that it starts ends with it.
        if output != nil {
            flags |= Int16(POSIX_SPAWN_SETPGROUP)
            posix_spawnattr_setpgroup(&attributes, 0)
        }
        posix_spawnattr_setflags(&attributes, flags)
        var process = pid_t()
        let shell: [String] = ["/bin/sh", "-c", call.command]
        let words: [UnsafeMutablePointer<CChar>?] = shell.map { strdup($0) } + [nil]
        let variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        let error = posix_spawn(&process, "/bin/sh", &actions, &attributes, words, variables)
        return error == 0 ? process : nil
    }

    /// The program's own environment, with the object's fields over it.
    private var environment: [String] {
        var all = ProcessInfo.processInfo.environment
        for field in call.fields {
            // An end of text within a value would cut it short.
            all[field.name] = String(field.value.prefix { $0 != "\0" })
        }
        return all.keys.sorted().map { "\($0)=\(all[$0] ?? "")" }
    }

    private static func exitCode(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}

/// Cuts bytes that come in pieces into lines.
struct LineSplitter {
    /// What is longer is cut into several.
    private static let lineLimit = 4_096

    private var pending: [UInt8] = []
    private var lines: [String] = []
    private var left: Int

    init(limit: Int) { left = limit }

    mutating func add(_ bytes: some Collection<UInt8>) {
        for byte in bytes.prefix(left) {
            // A character that has begun goes to the next line as a whole.
            let isFull = pending.count >= Self.lineLimit && byte & 0xC0 != 0x80
            if byte == 0x0A || isFull {
                lines.append(String(decoding: pending, as: UTF8.self))
                pending = []
            }
            if byte != 0x0A { pending.append(byte) }
        }
        guard left > 0 else { return }
        left -= min(left, bytes.count)
        if left == 0 { lines += takeAll() + ["… what comes after that is not kept"] }
    }

    /// The lines that are complete.
    mutating func take() -> [String] {
        defer { lines = [] }
        return lines
    }

    /// The lines that are complete, and what is left.
    mutating func takeAll() -> [String] {
        let rest = pending.isEmpty ? [] : [String(decoding: pending, as: UTF8.self)]
        pending = []
        return take() + rest
    }
}
