import Testing

/// What is taken out of answers, and what stays.
@Suite struct NormalizerTests {
    @Test(arguments: [
        ("a0257a7063ed   web.1.q1w2e3r4t5y6u7i8o9p0a1s2d", "<short>  web.1.<id>"),
        (
            "Swarm initialized: current node (elnog2lap61inp64vkqe9sx7g) is",
            "Swarm initialized: current node (<id>) is"
        ),
        ("timecheck.1.0xp2v3yqx2se@node1    | up", "timecheck.1.<short>@node1  | up"),
        (
            "join --token SWMTKN-1-3g7jm9-12lkyz 192.168.77.1:2377",
            "join --token <token> <address>:2377"
        ),
        ("Running 3 seconds ago", "Running <age>"),
        ("Up About a minute (healthy)", "Up <age> (healthy)"),
        ("Running less than a second ago", "Running <age>"),
        (#""CreatedAt": "2026-11-23T04:10:33.582263068Z","#, #""CreatedAt": "<time>","#),
        (#"        "Index": 520"#, #"        "Index": <n>"#),
        (#""Addr": "10.0.1.17/24""#, #""Addr": "10.0.1.<n>/24""#),
        ("sleep 1000000000000 nanoseconds", "sleep 1000000000000 nanoseconds"),
        (" Replicas:\t2  ", " Replicas:\t2"),
        ("image-gallery accesslog-net", "image-gallery accesslog-net"),
        ("1/1 2/3 80->8010", "1/1 2/3 80->8010"),
    ])
    func `API-12 what differs by nature is taken out`(line: String, left: String) {
        #expect(Normalizer.line(line) == left)
    }

    @Test func `API-12 of a progress display the end counts`() throws {
        let text = """
            5nm64ikkgnn16x3t4ghy6s2p3
            job progress: waiting for tasks
            overall progress: 0 out of 2 tasks
            1/2:
            2/2:
            overall progress: 1 out of 2 tasks
            overall progress: 2 out of 2 tasks
            verify: Waiting 1 seconds to verify that tasks are stable...
            verify: Service converged
            """
        let script = try ContractScript(name: "a", "progress: $ docker x")
        guard case .command(let command) = script.steps.first else {
            Issue.record("no command")
            return
        }
        #expect(
            Normalizer.lines(text, for: command) == [
                "<id>", "overall progress: 2 out of 2 tasks", "1/2", "2/2", "verify: converged",
            ]
        )
    }

    @Test func `API-12 a sorted answer is compared without its order`() throws {
        let script = try ContractScript(name: "a", "sorted: $ docker x")
        guard case .command(let command) = script.steps.first else {
            Issue.record("no command")
            return
        }
        #expect(Normalizer.lines("b\na\n\n", for: command) == ["a", "b"])
    }
}

/// The format of the scripts.
@Suite struct ContractScriptTests {
    @Test func `API-12 a script has commands, machines and words about both`() throws {
        let script = try ContractScript(
            name: "a",
            """
            # A comment.
            nodes: 3
            set TOKEN: $ docker swarm join-token -q worker
            sorted: eventually: node2$ docker node ls
            until "1/1": $ docker service ls
            power off node3
            """
        )
        #expect(script.nodes == 3)
        #expect(
            script.steps == [
                .command(
                    .init(
                        text: "docker swarm join-token -q worker",
                        line: 3,
                        variable: "TOKEN"
                    )
                ),
                .command(
                    .init(
                        node: 2,
                        text: "docker node ls",
                        line: 4,
                        isEventual: true,
                        isSorted: true
                    )
                ),
                .command(.init(text: "docker service ls", line: 5, awaited: "1/1")),
                .power(node: 3, isOn: false, line: 6),
            ]
        )
    }

    @Test(arguments: ["docker ps", "often: $ docker ps", "set: $ docker ps", "power up node1"])
    func `API-12 a script with a mistake is refused with its line`(text: String) {
        #expect(throws: ContractScript.Mistake.self) {
            try ContractScript(name: "a", "\n" + text)
        }
    }
}

/// How known differences are taken out, and what becomes of those that are gone.
@Suite struct KnownDifferencesTests {
    private static let page = """
        ### Held by the contract suite

        | difference | scripts | a real engine | skep | why |
        |---|---|---|---|---|
        | version | a, b | `20.10.*` | `simulated` | It is skep. |
        | noise | a | `^WARNING: **` | — | None here. |

        ### Another
        | x | a | `1` | `2` | Not of this table. |
        """

    @Test func `API-12 the register is read`() {
        let rows = KnownDifferences(page: Self.page).of("a")
        #expect(rows.map(\.name) == ["version", "noise"])
        #expect(KnownDifferences(page: Self.page).of("b").map(\.skep) == ["simulated"])
    }

    @Test func `API-12 a known difference is taken out and noted`() {
        let rows = KnownDifferences(page: Self.page).of("a")
        let found = Comparison(
            real: ["node1 Ready 20.10.24+dfsg1", "WARNING: no swap"],
            skep: ["node1 Ready simulated"],
            known: rows
        )
        #expect(found.isSame)
        #expect(found.met == ["version", "noise"])
    }

    @Test func `API-12 another difference beside a known one is seen`() {
        let rows = KnownDifferences(page: Self.page).of("a")
        let found = Comparison(
            real: ["node1 Ready 20.10.24+dfsg1"],
            skep: ["node1 Down simulated"],
            known: rows
        )
        #expect(!found.isSame)
        #expect(found.report.contains("- node1 Ready"))
    }

    @Test func `API-12 a difference that only one side shows is another one`() {
        let rows = KnownDifferences(page: Self.page).of("a")
        let found = Comparison(real: ["20.10.24"], skep: ["20.10.25"], known: rows)
        #expect(!found.isSame)
        #expect(found.met.isEmpty)
    }
}

@Suite struct FindingsTests {
    private static func found(_ places: Findings.Place...) -> Findings {
        Findings(all: places.map { .init(place: $0, text: "\($0)") })
    }

    @Test func `API-12 only what differs again fails`() {
        let verdict = Self.found(.line(3), .row("x"), .line(7))
            .weighed(against: Self.found(.line(2), .line(3), .row("x")))
        #expect(verdict.repeated.map(\.place) == [.line(3), .row("x")])
        #expect(verdict.single.map(\.place) == [.line(2), .line(7)])
        #expect(Self.found().weighed(against: Self.found(.line(2))).repeated.isEmpty)
    }

    @Test func `API-12 a telling that broke off excuses nothing`() {
        let brokeOff = Self.found(.line(2), .machines)
        let after = Self.found(.line(5)).weighed(against: brokeOff)
        #expect(after.repeated.map(\.place) == [.line(5)])
        #expect(after.single.map(\.place) == [.line(2), .machines])
        let before = brokeOff.weighed(against: Self.found(.line(2), .line(5)))
        #expect(before.repeated.map(\.place) == [.line(5), .line(2), .machines])
        #expect(before.single.isEmpty)
        #expect(Self.found().weighed(against: brokeOff).repeated.isEmpty)
    }

    @Test func `API-12 what could not be told a second time is no failure`() {
        let first = Self.found(.line(2), .line(5))
        var second = Self.found(.line(2))
        second.stop = .timeIsUp(told: 2, steps: 9)
        let verdict = second.weighed(against: first)
        #expect(verdict.repeated.map(\.place) == [.line(2)])
        #expect(verdict.single.map(\.place) == [.line(5)])
        #expect(!Findings(stop: .noRealMachines("no namespaces")).isClean)
        #expect(Findings().isClean)
    }
}
