package import Basics
import SwarmModel

/// The commands of a simulated container: few, and honest about what they are.
///
/// Decides what a command means; whoever runs it asks the cluster where that is needed.
package struct ContainerShell: Sendable {
    /// What the container looks like from inside.
    package struct Setting: Sendable {
        package var task: TaskID
        package var hostname: String
        /// In order; `PATH` and `HOSTNAME` are added.
        package var environment: [String]
        package var directory: String
        package var user: String
        /// The command of the container itself.
        package var command: String
        /// Files that are mounted, by path.
        package var files: [String: ShellFile]
        /// Addresses with the lengths of their prefixes.
        package var addresses: [String]
        package var now: WallTime

        package init(
            task: TaskID,
            hostname: String,
            environment: [String],
            directory: String,
            user: String,
            command: String,
            files: [String: ShellFile],
            addresses: [String],
            now: WallTime
        ) {
            self.task = task
            self.hostname = hostname
            self.environment = environment
            self.directory = directory.isEmpty ? "/" : directory
            self.user = user.isEmpty ? "root" : user
            self.command = command
            self.files = files
            self.addresses = addresses
            self.now = now
        }
    }

    /// What is to be done for a command.
    package indirect enum Deed: Hashable, Sendable {
        case output(ShellOutput)
        /// One after the other; it fails if one of them does.
        case all([Deed])
        /// Ask the embedded DNS, and print the answer.
        case lookUp(name: String)
        case ping(host: String, count: Int)
        case fetch(ShellFetch)
        /// Print what a secret holds.
        case show(SecretID)
        /// Send the container's own process a signal.
        case killContainer(signal: String)
        case sleep(Duration)
        case exit(Int32)
        /// Run another line, as `sh -c` does.
        case run(String)
        /// Go on with lines of the input.
        case interactive
        /// Copy the input to the output.
        case copyInput

        /// Whether it reads what is typed.
        package var readsInput: Bool {
            switch self {
            case .copyInput, .interactive: true
            case .all(let deeds): deeds.contains { $0.readsInput }
            default: false
            }
        }
    }

    package let setting: Setting

    package init(_ setting: Setting) { self.setting = setting }

    /// Names that `sh` and its like go by.
    private static let shells = ["sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash"]
    private static let names = [
        "cat", "curl", "date", "echo", "env", "exit", "false", "help", "hostname", "id", "ip",
        "kill", "ls", "nslookup", "ping", "printenv", "ps", "pwd", "sh", "sleep", "true", "uname",
        "wget", "whoami",
    ]

    /// Whether there is a command of that name.
    package static func knows(_ name: String) -> Bool {
        shells.contains(name) || names.contains(baseName(name))
    }

    private static func baseName(_ name: String) -> String {
        for folder in ["/bin/", "/usr/bin/", "/sbin/", "/usr/local/bin/"]
        where name.hasPrefix(folder) {
            return String(name.dropFirst(folder.count))
        }
        return name
    }

    /// The environment by name.
    package var variables: [String: String] {
        var variables = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOSTNAME": setting.hostname, "HOME": setting.user == "root" ? "/root" : "/",
        ]
        for entry in setting.environment {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            variables[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return variables
    }

    /// What a command asks for.
    package func deed(of words: [String]) -> Deed {
        guard let first = words.first else { return .output(ShellOutput()) }
        let arguments = Array(words.dropFirst())
        if Self.shells.contains(first) { return shell(arguments) }
        switch Self.baseName(first) {
        case "echo": return .output(.out(echo(arguments)))
        case "true": return .output(ShellOutput())
        case "false": return .output(ShellOutput(code: 1))
        case "pwd": return .output(.out(setting.directory + "\n"))
        case "hostname": return .output(.out(setting.hostname + "\n"))
        case "whoami": return .output(.out(setting.user + "\n"))
        case "id": return .output(.out("uid=0(\(setting.user)) gid=0(root) groups=0(root)\n"))
        case "uname":
            return .output(
                .out(arguments.isEmpty ? "Linux\n" : "Linux \(setting.hostname) simulated\n")
            )
        case "date": return .output(.out(setting.now.rfc3339 + "\n"))
        case "env", "printenv": return .output(environment(arguments))
        case "ps": return .output(.out(processes))
        case "ip": return .output(.out(interfaces))
        case "help": return .output(.out(help))
        case "ls": return .output(list(arguments))
        case "cat": return cat(arguments)
        case "sleep": return sleep(arguments)
        case "exit": return .exit(arguments.first.flatMap { Int32($0) } ?? 0)
        case "kill": return kill(arguments)
        case "nslookup": return lookUp(arguments)
        case "ping": return ping(arguments)
        case "wget", "curl": return fetch(Self.baseName(first), arguments)
        default: return .output(missing(first))
        }
    }

    private func missing(_ name: String) -> ShellOutput {
        .error(
            "sh: \(name): not found (this container is simulated: help lists what it has)\n",
            code: 127
        )
    }

    private func shell(_ arguments: [String]) -> Deed {
        if let mark = arguments.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }),
            mark + 1 < arguments.count
        {
            return .run(arguments[mark + 1])
        }
        if let script = arguments.first(where: { !$0.hasPrefix("-") }) {
            return .output(
                .error("sh: can't open '\(script)': No such file or directory\n", code: 2)
            )
        }
        return .interactive
    }

    private func echo(_ arguments: [String]) -> String {
        arguments.first == "-n"
            ? arguments.dropFirst().joined(separator: " ")
            : arguments.joined(separator: " ") + "\n"
    }

    private func environment(_ arguments: [String]) -> ShellOutput {
        let variables = variables
        guard let name = arguments.first else {
            let lines = variables.sorted { $0.key < $1.key }.map { "\($0)=\($1)\n" }
            return .out(lines.joined())
        }
        return variables[name].map { .out($0 + "\n") } ?? ShellOutput(code: 1)
    }

    private var processes: String {
        "PID   USER     TIME  COMMAND\n    1 \(setting.user)      0:00 "
            + (setting.command.isEmpty ? "(the image's own command)" : setting.command)
            + "\n   27 \(setting.user)      0:00 sh\n"
    }

    private var interfaces: String {
        setting.addresses.enumerated().map { index, address in
            "\(index + 2): eth\(index): <BROADCAST,MULTICAST,UP>\n    inet \(address)\n"
        }.joined()
    }

    private var help: String {
        """
        This container is simulated by skep: no program runs in it. These commands ask the
        simulated cluster what a program would see:
          nslookup NAME, ping HOST, wget -qO- URL, curl URL    names, addresses and services
          cat FILE..., ls DIR...                                mounted configs and secrets
          env, hostname, ip, ps, id, pwd, date                  what the container was given
          kill 1                                                end the container's process
          echo, sleep, true, false, sh -c, exit
        Lines may have quotes, $NAMES, * ? [a-z] for files, and ; && || between commands.

        """
    }

    // MARK: - Time, processes and networks

    private func sleep(_ arguments: [String]) -> Deed {
        guard let text = arguments.first, let seconds = Double(text), seconds >= 0, seconds < 1e6
        else {
            return .output(.error("sleep: invalid number '\(arguments.first ?? "")'\n", code: 1))
        }
        return .sleep(.milliseconds(Int64(seconds * 1_000)))
    }

    private func kill(_ arguments: [String]) -> Deed {
        var arguments = arguments
        var signal = "TERM"
        if arguments.first == "-s", arguments.count > 1 {
            signal = arguments[1]
            arguments.removeFirst(2)
        } else if let first = arguments.first, first.hasPrefix("-") {
            signal = String(first.dropFirst())
            arguments.removeFirst()
        }
        let numbers = arguments.filter { !$0.hasPrefix("-") }
        if numbers == ["1"] {
            // From inside nobody can kill the first process, only ask it.
            let isFutile = ["KILL", "SIGKILL", "9", "STOP", "SIGSTOP", "19", "0"].contains(signal)
            return isFutile ? .output(ShellOutput()) : .killContainer(signal: signal)
        }
        let number = numbers.first ?? ""
        return .output(.error("sh: can't kill pid \(number): No such process\n", code: 1))
    }

    private func lookUp(_ arguments: [String]) -> Deed {
        guard let name = arguments.first(where: { !$0.hasPrefix("-") }) else {
            return .output(.error("Usage: nslookup HOST\n", code: 1))
        }
        return .lookUp(name: name)
    }

    private func ping(_ arguments: [String]) -> Deed {
        var count = 4
        var host: String?
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            if word == "-c", index + 1 < arguments.count {
                count = Int(arguments[index + 1]) ?? count
                index += 1
            } else if word.hasPrefix("-c"), let number = Int(word.dropFirst(2)) {
                count = number
            } else if word == "-w" || word == "-W" || word == "-i" {
                index += 1
            } else if !word.hasPrefix("-") {
                host = word
            }
            index += 1
        }
        guard let host else { return .output(.error("ping: a host is missing\n", code: 2)) }
        return .ping(host: host, count: min(max(count, 1), 100))
    }

    private func fetch(_ tool: String, _ arguments: [String]) -> Deed {
        let takesValue: Set<String> = ["-O", "-o", "-T", "-t", "-m", "--max-time", "-H", "-X"]
        var address: String?
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            if takesValue.contains(word) {
                index += 1
            } else if !word.hasPrefix("-") {
                address = word
            }
            index += 1
        }
        guard let address, let fetch = ShellFetch(tool: tool, address: address, arguments) else {
            return .output(.error("\(tool): an address such as http://web/ is needed\n", code: 1))
        }
        return .fetch(fetch)
    }
}

/// A file that is mounted into a container.
package enum ShellFile: Hashable, Sendable {
    case config([UInt8])
    case secret(SecretID)
}

/// What a command printed, and how it ended.
package struct ShellOutput: Hashable, Sendable {
    package var out: [UInt8] = []
    package var error: [UInt8] = []
    package var code: Int32 = 0

    package init(code: Int32 = 0) { self.code = code }

    package static func out(_ text: String) -> ShellOutput { bytes(Array(text.utf8)) }

    package static func bytes(_ bytes: [UInt8]) -> ShellOutput {
        var output = ShellOutput()
        output.out = bytes
        return output
    }

    package static func error(_ text: String, code: Int32) -> ShellOutput {
        var output = ShellOutput(code: code)
        output.error = Array(text.utf8)
        return output
    }
}

/// A request that `wget` or `curl` makes.
package struct ShellFetch: Hashable, Sendable {
    package let tool: String
    package let host: String
    package let port: UInt32?
    package let path: String
    /// Whether only the answer's head is wanted.
    package let showsHead: Bool
    /// Whether a status of 400 and above is a failure.
    package let failsOnStatus: Bool

    /// Reads `[http://]HOST[:PORT][/PATH]`; `nil` for anything else.
    init?(tool: String, address: String, _ arguments: [String]) {
        var rest = address[...]
        if rest.hasPrefix("http://") { rest = rest.dropFirst(7) }
        guard !rest.contains("://") else { return nil }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let place = rest[..<slash].split(separator: ":", omittingEmptySubsequences: false)
        guard let host = place.first, !host.isEmpty, place.count <= 2 else { return nil }
        if place.count == 2 {
            guard let number = UInt32(place[1]), (1...65_535).contains(number) else { return nil }
            port = number
        } else {
            port = nil
        }
        self.tool = tool
        self.host = String(host)
        path = slash < rest.endIndex ? String(rest[slash...]) : "/"
        showsHead =
            tool == "curl" && arguments.contains { $0 == "-I" || $0 == "--head" || $0 == "-i" }
        failsOnStatus =
            tool == "wget"
            || arguments.contains {
                $0 == "--fail" || ($0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("f"))
            }
    }
}
