import Foundation
import ProgramKit

/// A real Docker Swarm of three managers and two workers, begun once for all tests.
///
/// Its names and its network come from this process, so that it stands beside a user's own lab.
final class Lab: Sendable {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardized
    private static let script = root.appending(path: "lab/lab.sh").path
    private static let number = Int(ProcessInfo.processInfo.processIdentifier) % 100

    let folder: String

    /// What this machine lacks; empty when a lab can be begun.
    static let lacks: String = {
        let told = run(script, ["need", "--tls"], within: environment(folder: "/nowhere"))
        guard told.code != 0 else { return "" }
        // Loud, since a test that is left out proves nothing.
        let words = "SKIPPED LabTests, a real swarm cannot be begun here:\n\(told.errors)\n"
        FileHandle.standardError.write(Data(words.utf8))
        return told.errors
    }()

    static let shared: Result<Lab, any Error> = Result {
        let lab = Lab(folder: "/tmp/skep-lab-\(ProcessInfo.processInfo.processIdentifier)")
        try lab.script("up", "--tls")
        atexit { _ = try? Lab.shared.get().script("down") }
        return lab
    }

    private init(folder: String) { self.folder = folder }

    private static func environment(folder: String) -> [String: String] {
        var own = ["LAB_SSHD", "LD_LIBRARY_PATH"].reduce(into: [String: String]()) {
            $0[$1] = ProcessInfo.processInfo.environment[$1]
        }
        own.merge([
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/nonexistent",
            "LAB_STATE": folder, "LAB_NAME": "skt\(number)", "LAB_NET": "192.168.\(100 + number)",
        ]) { $1 }
        return own
    }

    func socket(_ node: String) -> String { "unix://\(folder)/\(node)/docker.sock" }

    func tcp(_ node: String) -> String {
        let index = ["m1", "m2", "m3", "w1", "w2"].firstIndex(of: node) ?? 0
        return "tcp://192.168.\(100 + Self.number).\(index + 1):2376"
    }

    /// The folder with certificates that the engines take; also those of a `stranger`, whom they do
    /// not know, and of an `impostor`, who does not know them.
    func certificates(_ whose: String = "client") -> String { "\(folder)/tls/\(whose)" }

    /// What makes the docker command, and skep, prove who they are.
    func environment(_ whose: String = "client") -> [String: String] {
        ["DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": certificates(whose)]
    }

    /// What kept skep from opening its screen: it has no terminal here, and attaches first.
    func refusal(_ arguments: [String], _ environment: [String: String] = [:]) -> String {
        let base = Self.environment(folder: folder).merging(environment) { $1 }
        let told = Self.run(Console.binary, ["attach"] + arguments, within: base)
        return "\(told.code) \(told.errors)"
    }

    /// Whether there is an `sshd` to reach a node by.
    static let hasSSHD = FileManager.default.isExecutableFile(
        atPath: ProcessInfo.processInfo.environment["LAB_SSHD"] ?? "/usr/sbin/sshd"
    )

    /// Runs the lab's script.
    @discardableResult
    func script(_ words: String...) throws -> String {
        try Self.succeed(Self.script, words, within: Self.environment(folder: folder))
    }

    /// Runs the docker command on a node's engine.
    @discardableResult
    func docker(_ node: String, _ words: String...) throws -> String {
        try Self.succeed(
            "docker",
            ["-H", socket(node)] + words,
            within: Self.environment(folder: folder)
        )
    }

    /// Makes a docker context for an engine, with the certificates of somebody.
    ///
    /// - Returns: the folder for `DOCKER_CONFIG`.
    func makeContext(_ name: String, for node: String, as whose: String) throws -> String {
        let files = ["ca", "cert", "key"].map { "\($0)=\(certificates(whose))/\($0).pem" }
        let config = "\(folder)/docker-\(name)"
        _ = try Self.succeed(
            "docker",
            [
                "--config", config, "context", "create", name, "--docker",
                (["host=\(tcp(node))"] + files).joined(separator: ","),
            ],
            within: Self.environment(folder: folder)
        )
        return config
    }

    /// Lines that the docker command prints on a node, without those that are empty.
    func lines(_ node: String, _ words: String...) -> [String] {
        let told = Self.run(
            "docker",
            ["-H", socket(node)] + words,
            within: Self.environment(folder: folder)
        )
        return told.code == 0 ? told.output.split(separator: "\n").map(String.init) : []
    }

    /// The manager that leads, as a node sees it.
    func leader(seenBy node: String = "m1") -> String? {
        lines(node, "node", "ls", "--format", "{{.Hostname}} {{.ManagerStatus}}")
            .first { $0.hasSuffix(" Leader") }?.split(separator: " ").first.map(String.init)
    }

    // MARK: - Programs

    private struct Trouble: Error, CustomStringConvertible { let description: String }

    private static func succeed(
        _ program: String,
        _ words: [String],
        within environment: [String: String]
    ) throws -> String {
        let told = run(program, words, within: environment)
        guard told.code == 0 else {
            throw Trouble(
                description: "\(program) \(words.joined(separator: " ")): \(told.errors)"
            )
        }
        return told.output
    }

    private static func run(
        _ program: String,
        _ words: [String],
        within environment: [String: String]
    ) -> (code: Int32, output: String, errors: String) {
        // Some of what the lab's script waits for takes longer than a command should.
        let command = Command([program] + words, environment: environment, patience: 300)
        do {
            let answer = try command.runHere()
            return (answer.code, answer.output, answer.errors)
        } catch {
            return (127, "", "\(error)")
        }
    }
}
