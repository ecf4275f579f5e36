package import Journeys
import TerminalKit

/// Who looks on while a script is played, to record it.
package protocol JourneyWatcher: AnyObject {
    func began(columns: Int, rows: Int)
    func wrote(_ bytes: ArraySlice<UInt8>)
    func said(_ caption: String)
    /// A key is about to be typed.
    func typed(_ key: [UInt8])
}

/// Plays a script: starts the program in a terminal, types, and looks.
package final class JourneyPlayer {
    private let journey: Journey
    private let stage: JourneyStage
    private weak var watcher: (any JourneyWatcher)?
    private var columns = 120
    private var rows = 40
    private var console: TerminalSession?
    /// The engines that are served, by name.
    private var servers: [String: TerminalSession] = [:]
    /// Where docker commands go.
    private var host: String?
    private var output = ""

    package init(_ journey: Journey, on stage: JourneyStage, watcher: (any JourneyWatcher)? = nil) {
        self.journey = journey
        self.stage = stage
        self.watcher = watcher
    }

    /// Plays from the first line to the last.
    ///
    /// - Throws: ``JourneyFault`` with the line, what was wanted, and what was on the screen.
    package func play() throws {
        for step in journey.steps {
            do {
                try carryOut(step.deed)
            } catch {
                throw JourneyFault("line \(step.line): \(error)")
            }
        }
        for name in servers.keys.sorted() { try stop(name) }
    }

    private func carryOut(_ deed: JourneyDeed) throws {
        switch deed {
        case .caption(let words): watcher?.said(words)
        case .size(let columns, let rows): resize(columns, rows)
        case .cluster(let path): try stage.putCluster(into: stage.resolved(path))
        case .file(let name, let text): try stage.write(stage.resolved(text), to: name)
        case .start(let words): try start(stage.resolved(words))
        case .serve(let name, let words): try serve(name, stage.resolved(words))
        case .stop(let name): try stop(name)
        case .keys(let keys): try type(stage.resolved(keys))
        case .select(let name): try open().select(name)
        case .fill(let text): try open().fill(text)
        case .agree(let button): try open().agree(to: button)
        case .wait(let words):
            let words = stage.resolved(words)
            try open().wait(for: Self.quoted(words)) { $0.row(with: words) != nil }
        case .waitNot(let words):
            let words = stage.resolved(words)
            try open().wait(for: "the end of \(Self.quoted(words))") { $0.row(with: words) == nil }
        case .expect(let words): try look(for: stage.resolved(words), isThere: true)
        case .expectNot(let words): try look(for: stage.resolved(words), isThere: false)
        case .docker(let words, let succeeds):
            try docker(stage.resolved(words), succeeds: succeeds)
        case .output(let words, let isThere):
            let words = stage.resolved(words)
            let lines = output.split(separator: "\n")
            guard
                lines.contains(where: { line in words.allSatisfy { line.contains($0) } }) == isThere
            else {
                throw JourneyFault("\(Self.quoted(words)), isThere \(isThere), in:\n\(output)")
            }
        case .quit: try open().leave()
        case .end(let code):
            let ending = try open().waitForEnd()
            guard ending == .exited(code) else { throw JourneyFault("it ended with \(ending)") }
        }
    }

    private func open() throws -> TerminalSession {
        guard let console else { throw JourneyFault("nothing was started") }
        return console
    }

    private func resize(_ columns: Int, _ rows: Int) {
        self.columns = columns
        self.rows = rows
        console?.resize(columns: columns, rows: rows)
        if console != nil { watcher?.began(columns: columns, rows: rows) }
    }

    private func start(_ words: [String]) throws {
        watcher?.began(columns: columns, rows: rows)
        let session = try TerminalSession(stage.program(words), columns: columns, rows: rows)
        session.listener = { [weak watcher] bytes in watcher?.wrote(bytes) }
        console = session
        if let index = words.firstIndex(of: "--listen"), index + 1 < words.count {
            host = words[index + 1]
        }
    }

    private func serve(_ name: String, _ words: [String]) throws {
        let address = "unix://\(stage.folder)/\(name).sock"
        let state = "\(stage.folder)/\(name)"
        let session = try TerminalSession(
            stage.program(["serve", "--listen", address, "--state", state] + words),
            columns: 200,
            rows: 50
        )
        try session.see("Ctrl-C ends it.")
        servers[name] = session
        host = address
    }

    private func stop(_ name: String) throws {
        guard let server = servers.removeValue(forKey: name) else {
            throw JourneyFault("no engine \(name) is served")
        }
        server.send([3])
        _ = try server.waitForEnd()
    }

    private func type(_ keys: String) throws {
        let session = try open()
        guard let watcher else { return try session.type(keys) }
        let all = try TypedKeys.bytes(
            keys,
            inApplicationMode: session.picture.hasApplicationCursor
        )
        for key in all {
            watcher.typed(key)
            session.send(key)
            // Each key is to be seen by itself in a recording.
            session.settle(quiet: .milliseconds(20), within: .milliseconds(200))
        }
    }

    private func look(for words: [String], isThere: Bool) throws {
        let picture = try open().picture
        guard (picture.row(with: words) != nil) != isThere else { return }
        let what = isThere ? "no row with" : "a row with"
        throw JourneyFault("there is \(what) \(Self.quoted(words)):\n\(picture.framed)")
    }

    private func docker(_ words: [String], succeeds: Bool) throws {
        guard let host else { throw JourneyFault("no engine is served") }
        let answer = try stage.docker(words, at: host)
        output = answer.text
        guard (answer.code == 0) == succeeds else {
            throw JourneyFault("docker ended with \(answer.code):\n\(answer.text)")
        }
    }

    private static func quoted(_ words: [String]) -> String {
        words.map { "\"\($0)\"" }.joined(separator: " beside ")
    }
}
