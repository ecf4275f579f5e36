import TerminalKit
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Real programs in a real pseudo-terminal.
@Suite(.serialized) struct TerminalSessionTests {
    private static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8",
        "PS1": "ready> ", "HOME": "/",
    ]

    private func shell(
        _ script: String,
        columns: Int = 80,
        rows: Int = 24
    ) throws -> TerminalSession {
        let program = PseudoTerminal.Program(
            path: "/bin/sh",
            arguments: ["-c", script],
            environment: Self.environment
        )
        return try TerminalSession(program, columns: columns, rows: rows)
    }

    @Test func `a program's words are seen and its exit code is kept`() throws {
        let session = try shell("echo hello; exit 7")
        try session.see("hello")
        #expect(try session.waitForEnd() == .exited(7))
    }

    @Test func `a program is told its size, also a new one`() throws {
        let session = try shell(
            "trap 'stty size' WINCH; stty size; while :; do read -r line; done",
            columns: 33,
            rows: 11
        )
        try session.see("11 33")
        session.resize(columns: 51, rows: 12)
        try session.see("12 51")
    }

    @Test func `keys arrive`() throws {
        let session = try shell("read -r line; echo got $line")
        try session.type("abc<enter>")
        try session.see("got abc")
    }

    @Test func `more keys than the terminal holds neither block nor get lost`() throws {
        let session = try shell("stty raw -echo; echo go; head -c 300000 | wc -c")
        try session.see("go")
        session.send(Array(repeating: UInt8(ascii: "x"), count: 300_000))
        try session.see("300000")
    }

    @Test func `a wait that is in vain shows the last screen`() throws {
        let session = try shell("echo something else; sleep 600")
        try session.see("something")
        let fault = #expect(throws: TerminalFault.self) {
            try session.see("nothing", within: .milliseconds(100))
        }
        let words = try #require(fault).description
        #expect(words.contains("nothing"))
        #expect(words.contains("something else"))
    }

    @Test func `a wait ends with the program`() throws {
        let session = try shell("exit 3")
        let fault = #expect(throws: TerminalFault.self) { try session.see("never") }
        #expect(try #require(fault).description.contains("exit code 3"))
    }

    @Test func `signals arrive and the ending names them`() throws {
        let session = try shell("echo up; exec sleep 600")
        try session.see("up")
        session.terminal.send(signal: SIGTERM)
        #expect(try session.waitForEnd() == .killed(signal: Int(SIGTERM)))
    }

    @Test func `closing the terminal hangs the program up`() throws {
        let session = try shell("echo up; exec sleep 600")
        try session.see("up")
        session.terminal.hangUp()
        #expect(try session.waitForEnd() == .killed(signal: Int(SIGHUP)))
    }

    @Test func `the terminal's settings are seen before, during and after`() throws {
        let session = try shell(
            "before=$(stty -g); stty raw -echo; echo raw; read -r x; stty $before"
        )
        try session.see("raw")
        #expect(session.terminal.attributesBefore.echoes)
        #expect(!session.terminal.attributes.echoes)
        #expect(!session.terminal.attributes.isCanonical)
        session.send(Array("\n".utf8))
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.terminal.attributes == session.terminal.attributesBefore)
    }

    @Test func `a broken terminal is seen to be broken`() throws {
        let session = try shell("stty -echo")
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.terminal.attributes != session.terminal.attributesBefore)
    }

    @Test func `a program that is not there is named`() {
        let fault = #expect(throws: TerminalFault.self) {
            try TerminalSession(PseudoTerminal.Program(path: "/no/such/program"))
        }
        #expect(fault?.description.contains("/no/such/program: No such file") == true)
    }

    @Test func `standard input can be a file`() throws {
        let program = PseudoTerminal.Program(
            path: "/bin/sh",
            arguments: ["-c", "test -t 0 && echo terminal || echo file"],
            environment: Self.environment,
            input: "/dev/null"
        )
        try TerminalSession(program).see("file")
    }

    @Test func `what tput draws stands where it drew it`() throws {
        let session = try shell(
            "tput clear; tput cup 3 5; printf here; tput sc; tput cup 0 0; tput smso; printf top; "
                + "tput rmso; tput rc; printf +; tput cup 3 7; tput dch 1; tput ich 2; tput el1"
        )
        // The "r" before it is there only until tput takes it away, which may come in the same read.
        try session.see("e+")
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.picture.lines[0] == "top")
        #expect(session.picture.lines[3] == "         e+")
        #expect(session.picture.cell(row: 0, column: 0)?.pen.isReversed == true)
        #expect(session.picture.unknown.isEmpty)
    }

    @Test func `less pages a file up and down`() throws {
        let session = try shell(
            "seq 1000 | less",
            rows: 10
        )
        try session.see("9")
        #expect(session.picture.lines[0] == "1")
        try session.type("j")
        try session.wait(for: "one line down") { $0.lines[0] == "2" && $0.lines[8] == "10" }
        try session.type(" ")
        try session.wait(for: "one page down") { $0.lines[0] == "11" && $0.lines[8] == "19" }
        try session.type("G")
        try session.wait(for: "the end") { $0.lines[8] == "1000" }
        try session.type("k")
        try session.wait(for: "one line up") { $0.lines[0] == "991" && $0.lines[8] == "999" }
        try session.type("/995<enter>")
        try session.wait(for: "the match on top") { $0.lines[0] == "995" }
        try session.type("q")
        #expect(try session.waitForEnd() == .exited(0))
        #expect(!session.picture.isAlternate)
        #expect(session.picture.unknown.isEmpty)
    }

    @Test func `a shell suspends and resumes a program`() throws {
        let program = PseudoTerminal.Program(
            path: "/bin/sh",
            arguments: ["-i"],
            environment: Self.environment
        )
        let session = try TerminalSession(program)
        try session.see("ready>")
        try session.type("less /etc/passwd<enter>")
        try session.see("root")
        try session.type("^z")
        try session.see("Stopped")
        #expect(!session.picture.isAlternate)
        try session.type("fg<enter>")
        try session.wait(for: "less again") { $0.isAlternate && $0.contains("root") }
    }
}
