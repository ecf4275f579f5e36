import Foundation
import TerminalKit
import Testing

/// The console on the lab, in a terminal of its own, and the docker command to compare it with.
final class Console {
    let lab: Lab
    let terminal: TerminalSession
    private let home: URL

    static let binary: String = {
        if let path = ProcessInfo.processInfo.environment["SKEP_BINARY"] { return path }
        return URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "skep").path
    }()

    /// Attaches to an engine and waits for the first picture.
    init(
        to address: String?,
        of lab: Lab,
        arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        self.lab = lab
        home = FileManager.default.temporaryDirectory
            .appending(path: "skep-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        let program = PseudoTerminal.Program(
            path: Self.binary,
            arguments: ["attach"] + (address.map { [$0] } ?? []) + arguments,
            environment: [
                "HOME": home.path, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
                "TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no",
                "EDITOR": "sed -i s,lab.web:1,lab/web:3,",
            ].merging(environment) { $1 },
            directory: home.path
        )
        terminal = try TerminalSession(program, columns: 150, rows: 45)
        try see("LIVE")
    }

    deinit { try? FileManager.default.removeItem(at: home) }

    func write(_ text: String, to name: String) throws {
        try text.write(to: home.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// Folder of its own files, which is its current one, too.
    var folder: String { home.path }

    // MARK: - Doing

    func see(_ words: String...) throws {
        let what = words.map { "\"\($0)\"" }.joined(separator: " beside ")
        try terminal.wait(for: what) { $0.row(with: words) != nil }
    }

    func seeNo(_ words: String) throws { try terminal.seeNo(words) }

    func command(_ line: String) throws { try terminal.type(":\(line)<enter>") }

    /// Opens a shell in a running task of `lab/web:1`, is answered there, and comes back.
    func useShell(in task: String) throws {
        try command("exec \(task)")
        try see("~ #")
        try terminal.type("echo $((6*7)) of $VERSION<enter>")
        try see("42 of 1")
        try terminal.type("exit<enter>")
        try see("│\(task)", "running")
    }

    /// Types a command and agrees to its box, by the name of the button.
    func agree(to line: String, _ button: String) throws {
        try command(line)
        try agree(button)
    }

    func agree(_ button: String) throws {
        try see("[ \(button) ]")
        // From Cancel or from the input, which asks for a name only where that was typed.
        for _ in 0..<4 {
            if terminal.picture.isLit("[ \(button) ]") { break }
            let before = terminal.picture.text
            try terminal.type("<tab>")
            try terminal.wait(for: "another focus") {
                $0.isLit("[ \(button) ]") || $0.text != before
            }
        }
        try terminal.type("<enter>")
        try terminal.seeNo("[ Cancel ]")
    }

    func leave() throws {
        try terminal.type(":q<enter>")
        #expect(try terminal.waitForEnd() == .exited(0))
    }

    // MARK: - Comparing

    /// Waits until the table of nodes says what `docker node ls` says, and that is as wanted.
    func nodesAgree(
        via manager: String = "m1",
        _ what: String,
        where isWanted: ([String]) -> Bool = { _ in true }
    ) throws {
        try command("nodes")
        try agree(what) {
            let format = "{{.Hostname}} {{.Status}} {{.Availability}} {{.ManagerStatus}}"
            return lab.lines(manager, "node", "ls", "--format", format)
                .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
                .map { $0.replacingOccurrences(of: " drain", with: " drained") }
        } where: {
            $0.count == 5 && isWanted($0)
        } isSeen: { line, picture in
            let words = line.split(separator: " ").map(String.init)
            guard let row = picture.lines.first(where: { $0.hasPrefix("│" + words[0]) }) else {
                return false
            }
            let roles = ["leader", "reachable", "unreachable"]
            let isRole = words.count > 3
            return words.allSatisfy { row.contains($0) }
                && (isRole || roles.allSatisfy { !row.contains($0) })
        }
    }

    /// Waits until the table of tasks says what `docker service ps` says of those wanted to run.
    func tasksAgree(
        of service: String,
        via manager: String = "m1",
        _ what: String,
        where isWanted: ([String]) -> Bool
    ) throws {
        // The console refuses names that it has not heard of yet.
        try command("services")
        try see("│\(service)")
        try command("tasks \(service)")
        try agree(what) {
            let format = "{{.Name}} {{.Node}} {{.Image}} {{.CurrentState}}"
            let running = ["--filter", "desired-state=running"]
            return lab.lines(
                manager,
                "service",
                "ps",
                running[0],
                running[1],
                "--format",
                format,
                service
            )
            // Running 5 seconds ago: the age is another clock's.
            .map { $0.split(separator: " ").prefix(4).joined(separator: " ").lowercased() }
        } where: {
            isWanted($0)
        } isSeen: { line, picture in
            let words = line.split(separator: " ").map(String.init)
            return picture.lines.contains { row in
                row.hasPrefix("│" + words[0]) && words.allSatisfy { row.contains($0) }
            }
        }
    }

    private func agree(
        _ what: String,
        told: () -> [String],
        where isWanted: ([String]) -> Bool,
        isSeen: (String, TerminalPicture) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(90)
        var lines: [String] = []
        while ContinuousClock.now < deadline {
            lines = told()
            terminal.look(within: .milliseconds(100))
            guard isWanted(lines) else { continue }
            // What docker says may be older than what the screen says: it is asked again.
            if lines.allSatisfy({ isSeen($0, terminal.picture) }), told() == lines { return }
        }
        throw TerminalFault.neverSeen(
            what: "\(what), on the screen as docker says it:\n\(lines.joined(separator: "\n"))",
            reason: "they do not agree",
            screen: terminal.picture.framed
        )
    }
}

extension TerminalPicture {
    var text: String { lines.joined(separator: "\n") }

    /// Whether a text is drawn unlike what stands before it, as focus is.
    func isLit(_ text: String) -> Bool {
        for row in 0..<rows {
            var line = ""
            var places: [Int] = []
            for column in 0..<columns {
                let cell = cell(row: row, column: column)?.text ?? ""
                line += cell
                for _ in cell { places.append(column) }
            }
            guard let range = line.firstRange(of: text) else { continue }
            let column = places[line.distance(from: line.startIndex, to: range.lowerBound)]
            guard column > 0, let first = self.cell(row: row, column: column),
                let before = self.cell(row: row, column: column - 1)
            else { continue }
            return first.pen.background != before.pen.background
                || first.pen.isReversed != before.pen.isReversed
        }
        return false
    }
}
