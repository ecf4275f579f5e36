import Foundation
import JourneyKit
import TerminalKit
import Testing

/// The program, as users get it.
enum Skep {
    /// `SKEP_BINARY`, else the one that was built together with these tests.
    static let binary: String = {
        if let path = ProcessInfo.processInfo.environment["SKEP_BINARY"] { return path }
        let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let beside = products.appending(path: "skep").path
        if FileManager.default.isExecutableFile(atPath: beside) { return beside }
        return URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../.build/debug/skep").standardized.path
    }()

    /// Starts the program in a terminal.
    ///
    /// - Parameters:
    ///   - arguments: the command line.
    ///   - home: whose settings and clusters it uses.
    ///   - size: the terminal's.
    ///   - changes: variables to set, or to unset with `nil`.
    ///   - input: a file instead of the terminal as standard input.
    /// - Returns: the program, started, and its terminal.
    /// - Throws: what kept it from starting.
    static func start(
        _ arguments: [String] = [],
        in home: Home,
        size: TerminalSize = .ordinary,
        changes: [String: String?] = [:],
        input: String? = nil
    ) throws -> TerminalSession {
        var environment = home.environment
        for (name, value) in changes { environment[name] = value }
        let program = PseudoTerminal.Program(
            path: binary,
            arguments: arguments,
            environment: environment,
            directory: home.folder.path,
            input: input
        )
        return try TerminalSession(program, columns: size.columns, rows: size.rows)
    }

    /// Opens a new demo and waits for its first picture.
    static func demo(
        _ arguments: [String] = [],
        in home: Home,
        size: TerminalSize = .ordinary
    ) throws -> TerminalSession {
        let session = try start(
            ["demo", "--seed", "7", "--state", home.state] + arguments,
            in: home,
            size: size
        )
        try session.see("node1")
        return session
    }

    /// Opens a copy of the demo's cluster in which nothing happens by itself.
    static func quietCluster(
        _ arguments: [String] = [],
        in home: Home,
        size: TerminalSize = .ordinary,
        changes: [String: String?] = [:]
    ) throws -> TerminalSession {
        if !FileManager.default.fileExists(atPath: home.state) {
            try copyQuietCluster(to: home.state)
        }
        let session = try start(
            ["--state", home.state] + arguments,
            in: home,
            size: size,
            changes: changes
        )
        try session.see("node1")
        return session
    }

    /// Copies the demo's cluster, in which nothing happens by itself.
    static func copyQuietCluster(to path: String) throws {
        try FileManager.default.copyItem(atPath: template.get().state, toPath: path)
        // Nobody has asked anything of it yet, as far as its operation log goes.
        try FileManager.default.removeItem(atPath: path + "/deeds.json")
    }

    /// A demo that was left before its update began; made once.
    private static let template: Result<Home, any Error> = Result {
        let home = try Home()
        let session = try demo(in: home)
        try session.leave()
        atexit { Skep.discardTemplate() }
        return home
    }

    /// Statics are never released, so their home must be removed by hand.
    private static func discardTemplate() {
        try? FileManager.default.removeItem(at: template.get().folder)
    }

    /// What the program prints without a screen of its own, and how it ends.
    static func output(
        _ arguments: [String],
        in home: Home,
        changes: [String: String?] = [:]
    ) throws -> (text: String, ending: PseudoTerminal.Ending) {
        let size = TerminalSize(columns: 200, rows: 60)
        let session = try start(arguments, in: home, size: size, changes: changes)
        let ending = try session.waitForEnd()
        return (session.picture.lines.joined(separator: "\n"), ending)
    }
}

/// How large the terminal is.
struct TerminalSize: CustomTestStringConvertible, Sendable {
    let columns: Int
    let rows: Int

    static let small = TerminalSize(columns: 80, rows: 24)
    static let ordinary = TerminalSize(columns: 120, rows: 40)
    static let large = TerminalSize(columns: 200, rows: 50)

    var testDescription: String { "\(columns)x\(rows)" }
}

/// Everything that runs the real program: one at a time, since it shares the processors.
@Suite(.serialized) struct EndToEndTests {}
