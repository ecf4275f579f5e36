import Basics
import ClusterPorts
import EngineAPI
import SwarmModel
import Testing

@Suite struct StreamTests {
    private let task = TaskID("40cwry5hrqshbzuuhruc5i856")
    private let node = NodeID("dxejbanocfdxxti1h3x074rt8")
    private let service = ServiceID("beswzkvj52qfzd86raaxntitm")

    private func line(_ stream: LogLine.Stream = .stdout) throws -> LogLine {
        let epoch = try #require(WallTime(rfc3339: "2026-11-23T04:26:00Z"))
        let time = try #require(WallTime(rfc3339: "2026-11-23T04:26:04.422391182Z"))
        return LogLine(
            moment: .zero + (time - epoch),
            task: try #require(task),
            node: node,
            stream: stream,
            text: "out-74"
        )
    }

    private func framing(_ items: [String: String], terminal: Bool = false) throws -> LogFraming {
        let epoch = try #require(WallTime(rfc3339: "2026-11-23T04:26:00Z"))
        return LogFraming(
            query: try LogQuery(QueryItems(items), epoch: epoch),
            source: .service(try #require(service)),
            isTerminal: terminal,
            epoch: epoch
        )
    }

    @Test func `API-6 a service's line has the recorded bytes`() throws {
        let framing = try framing(["stdout": "1", "timestamps": "1", "details": "1"])
        let bytes = framing.bytes(of: [try line()])
        #expect(Array(bytes.prefix(8)) == [1, 0, 0, 0, 0, 0, 0, 0xC2])
        #expect(
            String(decoding: bytes.dropFirst(8), as: UTF8.self)
                == "2026-11-23T04:26:04.422391182Z com.docker.swarm.node.id="
                + "dxejbanocfdxxti1h3x074rt8,com.docker.swarm.service.id="
                + "beswzkvj52qfzd86raaxntitm,com.docker.swarm.task.id="
                + "40cwry5hrqshbzuuhruc5i856 out-74\n"
        )
    }

    @Test func `API-6 only the streams asked for are sent, terminals have no frames`() throws {
        let both = [try line(.stdout), try line(.stderr)]
        let errors = try framing(["stderr": "True", "stdout": "False"]).bytes(of: both)
        #expect(errors.first == 2)
        #expect(errors.count == 8 + 7)
        let raw = try framing(["stdout": "1"], terminal: true).bytes(of: both)
        #expect(String(decoding: raw, as: UTF8.self) == "out-74\n")
    }

    @Test func `API-6 a query without a stream is refused`() {
        let error = #expect(throws: EngineError.self) {
            try LogQuery(QueryItems(["tail": "all"]), epoch: WallTime(nanoseconds: 0))
        }
        #expect(error?.status == 400)
    }

    @Test(arguments: [
        ("1.5", Int64(1_500_000_000)), ("1795407963", 1_795_407_963_000_000_000),
        ("1767225600.000000001", 1_767_225_600_000_000_001),
    ])
    func `API-6 times are Unix seconds with nanoseconds`(text: String, time: Int64) throws {
        let query = QueryItems(["since": text, "stdout": "1"])
        let wanted = try LogQuery(query, epoch: WallTime(nanoseconds: 0))
        #expect(wanted.since == Moment(nanoseconds: time))
    }

    // MARK: - The shell

    @Test func `API-9 a line is taken apart as a shell does`() {
        let parsed = ShellWords.parse(
            #"echo "a  $X" 'b $X' c\ d; false || echo ${X}e && true"#,
            environment: ["X": "1"]
        )
        #expect(
            parsed
                == .commands([
                    .init(link: .always, words: ["echo", "a  1", "b $X", "c d"]),
                    .init(link: .always, words: ["false"]),
                    .init(link: .ifFailed, words: ["echo", "1e"]),
                    .init(link: .ifSucceeded, words: ["true"]),
                ])
        )
    }

    private static func drawn<ID: ObjectIdentity>() -> ID {
        var random = SeededGenerator(seed: 5)
        return ID(using: &random)
    }

    private static let secret: SecretID = drawn()
    private static let shell = ContainerShell(
        .init(
            task: drawn(),
            hostname: "h",
            environment: ["LIST=a  b", "EMPTY=", "STAR=*.conf"],
            directory: "/etc",
            user: "",
            command: "",
            files: [
                "/etc/a.conf": .config(Array("A\n".utf8)),
                "/etc/b.conf": .config(Array("B\n".utf8)),
                "/etc/.hidden.conf": .config([]),
                "/etc/app/c.conf": .config(Array("C\n".utf8)),
                "/run/secrets/key": .secret(secret),
                "/run/secrets/[x]": .config(Array("X\n".utf8)),
            ],
            addresses: [],
            now: WallTime(nanoseconds: 0)
        )
    )

    @Test(arguments: [
        ("/etc/*.conf", ["/etc/a.conf", "/etc/b.conf"]), ("*.conf", ["a.conf", "b.conf"]),
        ("?.c*f", ["a.conf", "b.conf"]), ("[b-z].conf", ["b.conf"]), ("[!b].conf", ["a.conf"]),
        ("/run/secrets/*", ["/run/secrets/[x]", "/run/secrets/key"]),
        ("/*/a.conf", ["/etc/a.conf"]),
        ("*/", ["app/"]), ("*/c.conf", ["app/c.conf"]), ("/*/*/*.conf", ["/etc/app/c.conf"]),
        (".h*", [".hidden.conf"]), ("*", ["a.conf", "app", "b.conf"]),
        ("**a**", ["a.conf", "app"]),
        ("'*.conf'", ["*.conf"]), (#""*".conf"#, ["*.conf"]), (#"\*.conf"#, ["*.conf"]),
        ("*.none", ["*.none"]), ("/nosuch/*", ["/nosuch/*"]), ("[x", ["[x"]),
        ("/run/secrets/'[x]'", ["/run/secrets/[x]"]), ("a.conf", ["a.conf"]),
        ("*a*a*a*a*a*a*a*a*a*a*a*a*a*z", ["*a*a*a*a*a*a*a*a*a*a*a*a*a*z"]),
        ("*.*f", ["a.conf", "b.conf"]),
        ("$STAR", ["a.conf", "b.conf"]), (#""$STAR""#, ["*.conf"]), ("x$LIST", ["xa", "b"]),
        (#""$LIST""#, ["a  b"]), ("$EMPTY", []), (#""$EMPTY""#, [""]), ("$EMPTY''x", ["x"]),
    ])
    func `API-9 a word with stars means the files that are so called`(
        _ word: String,
        _ meant: [String]
    ) {
        let parsed = ShellWords.parse(
            "ls " + word,
            environment: Self.shell.variables,
            entries: Self.shell.entries
        )
        #expect(parsed == .commands([.init(link: .always, words: ["ls"] + meant)]))
    }

    @Test func `API-9 cat prints files one after the other, and goes on after one that is none`() {
        let deed = Self.shell.deed(of: ["cat", "a.conf", "none", "/run/secrets/key", "b.conf"])
        guard case .all(let deeds) = deed else {
            Issue.record("\(deed)")
            return
        }
        #expect(deeds.count == 4)
        #expect(deeds[0] == .output(.out("A\n")))
        if case .output(let refused) = deeds[1] {
            #expect(refused.code == 1)
            #expect(
                String(decoding: refused.error, as: UTF8.self).hasPrefix("cat: can't open 'none'")
            )
        }
        #expect(deeds[2] == .show(Self.secret))
        #expect(deeds[3] == .output(.out("B\n")))
        #expect(!deed.readsInput)
        #expect(Self.shell.deed(of: ["cat", "a.conf", "-"]).readsInput)
        #expect(Self.shell.deed(of: ["cat"]) == .copyInput)
        #expect(Self.shell.deed(of: ["cat", "b.conf"]) == .output(.out("B\n")))
    }

    @Test func `API-9 ls names files first, then folders with what is in them`() {
        func listed(_ words: String...) -> ContainerShell.Deed { Self.shell.deed(of: words) }
        #expect(listed("ls", "a.conf", "b.conf") == .output(.out("a.conf\nb.conf\n")))
        #expect(listed("ls", "-l", "app") == .output(.out("c.conf\n")))
        #expect(
            listed("ls", "app", "a.conf", "/run")
                == .output(
                    .out("a.conf\n\napp:\nc.conf\n\n/run:\nsecrets\n")
                )
        )
        guard case .output(let output) = listed("ls", "none", "a.conf") else { return }
        #expect(output.code == 1)
        #expect(output.out == Array("a.conf\n".utf8))
        #expect(String(decoding: output.error, as: UTF8.self).hasPrefix("ls: none: No such file"))
    }

    @Test(arguments: ["a | b", "a > b", "a &", "echo $(date)", "echo `date`", "echo 'a"])
    func `API-9 what the shell cannot do it says`(line: String) {
        guard case .unsupported = ShellWords.parse(line, environment: [:]) else {
            Issue.record("\(line) was taken for something else")
            return
        }
    }

    @Test func `API-9 typed lines are echoed and can be corrected`() {
        var terminal = TerminalLine()
        let events = terminal.take(Array("lx\u{7F}s\u{1B}[A\r\n".utf8))
        #expect(events.contains(.line("ls")))
        #expect(events.contains(.echo(Array("\u{8} \u{8}".utf8))))
        #expect(events.count { if case .line = $0 { true } else { false } } == 1)
        #expect(terminal.take([0x04]) == [.end])
        #expect(terminal.take([0x61, 0x03]).contains(.interrupt))
    }

    @Test(arguments: [
        ("ac\u{1B}[Db\r", "abc"), ("bc\u{1}a\r", "abc"), ("abx\u{1B}[D\u{1B}[3~c\r", "abc"),
        ("one two three\u{17}\u{17}x\r", "one x"), ("abc\u{1}\u{B}d\r", "d"), ("xyz\u{15}a\r", "a"),
        ("a\u{1B}OD\u{1B}[H\u{1B}[Fé\r", "aé"), ("aé\u{7F}b\r", "ab"),
    ])
    func `API-9 a typed line can be changed anywhere`(keys: String, line: String) {
        var terminal = TerminalLine()
        #expect(terminal.take(Array(keys.utf8)).last == .line(line))
    }

    @Test func `API-9 earlier lines are called up, and the screen shows what is in the line`() {
        var terminal = TerminalLine()
        _ = terminal.take(Array("first\rsecond\r".utf8))
        let up = Array("\u{1B}[A".utf8)
        #expect(terminal.take(up) == [.echo(Array("second".utf8))])
        #expect(
            terminal.take(up)
                == [.echo(Array("\u{8}\u{8}\u{8}\u{8}\u{8}\u{8}first \u{8}".utf8))]
        )
        #expect(terminal.take(up) == [], "there is nothing before the first")
        #expect(terminal.take(Array("!\r".utf8)).last == .line("first!"))
        #expect(terminal.take([0x0C]) == [.redraw("")])
    }
}
