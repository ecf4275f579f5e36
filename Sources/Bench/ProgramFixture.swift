import CPseudoTerminal
import Foundation
import TerminalKit

/// The real program in a pseudo-terminal of 200x50, on a cluster of its own.
final class ProgramFixture {
    private static let columns = 200
    private static let rows = 50

    let folder: URL
    private let program: String
    private(set) var session: TerminalSession?

    init(_ subject: Subject) throws {
        program = subject.program
        folder = FileManager.default.temporaryDirectory.appending(
            path: "skep-bench-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Starts the program on the fixture's own cluster.
    ///
    /// - Returns: the session; the time of its start in nanoseconds.
    @discardableResult
    func start(_ arguments: [String] = []) throws -> (session: TerminalSession, began: Int64) {
        let environment = [
            "HOME": folder.path, "PATH": "/usr/bin:/bin", "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        ]
        let state = folder.appending(path: "cluster").path
        let began = cpt_now()
        let session = try TerminalSession(
            PseudoTerminal.Program(
                path: program,
                arguments: arguments + ["--state", state],
                environment: environment,
                directory: folder.path
            ),
            columns: Self.columns,
            rows: Self.rows
        )
        self.session = session
        return (session, began)
    }

    /// Leaves the program as a user does.
    func leave() throws {
        try session?.type(":q<enter>")
        _ = try session?.waitForEnd()
        session = nil
    }

    /// Makes an empty cluster of so many nodes and leaves the program open on it.
    func startEmpty(nodes: Int, _ arguments: [String] = []) throws -> TerminalSession {
        let (session, _) = try start(arguments)
        try session.see("> The demo")
        try session.type("j<backspace>\(nodes)<enter>")
        try session.see("nodes \(nodes)/\(nodes) ready", within: .seconds(300))
        return session
    }
}
