import Agents
import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@Suite struct LogTests {
    private func driver(
        _ rules: [LogRule],
        change: (inout ImageProfile) -> Void = { _ in }
    ) -> (AgentsDriver, TaskID, Node) {
        var profile = ImageProfile()
        profile.logs = rules
        profile.environment = ["GREETING=hello"]
        change(&profile)
        let catalog = ImageCatalog(entries: [
            ImageEntry(
                repository: "tested",
                tags: [TaggedImage(pattern: "*", profile: profile)]
            )
        ])
        var driver = AgentsDriver(catalog)
        let id = driver.addNode("node7")
        let service = driver.service("tested:v2") { $0.environment = ["COLOR=blue"] }
        let task = driver.assign(service, to: id, slot: 3)
        driver.advance(.seconds(2))
        return (driver, task, driver.store.node(id) ?? Node(id: id, spec: NodeSpec()))
    }

    private func lines(
        _ driver: AgentsDriver,
        _ task: TaskID,
        _ node: Node,
        from: Moment? = nil,
        to: Moment? = nil,
        limit: Int? = nil
    ) -> [LogLine] {
        guard let task = driver.task(task) else { return [] }
        return driver.agents.logLines(
            of: task,
            node: node,
            from: from ?? Moment(nanoseconds: .min),
            to: to ?? driver.now,
            limit: limit
        )
    }

    @Test func `a line names its task, node, environment and image`() {
        let line: LogTemplate =
            "{{.Task.Slot}} on {{.Node.Hostname}}: {{.Env.GREETING}} {{.Env.COLOR}} {{.Env.X|none}} {{tag}}"
        let (driver, task, node) = driver([LogRule(trigger: .start(after: .zero), lines: [line])])
        let found = lines(driver, task, node)
        #expect(found.map(\.text) == ["3 on node7: hello blue none v2"])
        #expect(found.first?.task == task && found.first?.node == node.id)
        #expect(found.first?.moment == driver.task(task)?.milestones.running)
    }

    @Test func `times are told by the wall, in UTC`() {
        var (driver, task, node) = driver([
            LogRule(trigger: .start(after: .zero), lines: ["{{time dd/MMM/yyyy HH:mm.ss}}"])
        ])
        driver.agents.epoch = WallTime(nanoseconds: 1_763_863_811_000_000_000)
        #expect(lines(driver, task, node).map(\.text) == ["23/Nov/2025 02:10.11"])
    }

    @Test func `periodic lines keep to their range, for ever`() {
        let rule = LogRule(
            trigger: .every(DurationRange(.seconds(5), .seconds(7)), after: .zero),
            lines: ["tick"]
        )
        let (driver, task, node) = driver([rule])
        let found = lines(driver, task, node, to: .zero + .seconds(100_000))
        #expect((14_285...20_000).contains(found.count))
        let gaps = zip(found, found.dropFirst()).map { $1.moment - $0.moment }
        #expect(gaps.allSatisfy { $0 >= .seconds(5) && $0 <= .seconds(7) })
        #expect(Set(gaps).count > 100)
    }

    @Test func `pieces put together are the whole, wherever they are cut`() {
        let rules = [
            LogRule(trigger: .start(after: .seconds(1)), lines: ["a", "b"], burst: 3),
            LogRule(
                trigger: .every(DurationRange(.seconds(1), .seconds(2)), after: .zero),
                lines: ["{{counter}} {{number 1-99}}", "second"],
                gap: .milliseconds(300)
            ),
            LogRule(trigger: .request(paths: []), lines: ["{{.Request.Path}} {{.Request.Number}}"]),
        ]
        let (driver, task, node) = driver(rules) {
            $0.requestsPerSecond = 3
            $0.healthCheck = ImageHealthCheck(test: ["CMD", "curl", "http://localhost/well"])
            $0.healthCheck?.interval = .seconds(3)
        }
        let end = Moment.zero + .seconds(60)
        let whole = lines(driver, task, node, to: end)
        #expect(whole.count > 250)
        #expect(whole.map(\.moment) == whole.map(\.moment).sorted())
        #expect(whole.contains { $0.text.hasPrefix("/well ") })
        var pieces: [LogLine] = []
        var chance = SeededGenerator(seed: 4)
        var cursor = Moment(nanoseconds: .min)
        var next = Moment.zero
        while cursor < end {
            next = min(end, next + .milliseconds(chance.next() % 2_000))
            pieces += lines(driver, task, node, from: cursor, to: next)
            cursor = next
        }
        #expect(pieces == whole)
        #expect(lines(driver, task, node, to: end, limit: 17) == Array(whole.suffix(17)))
        #expect(lines(driver, task, node, to: end, limit: 0).isEmpty)
    }

    @Test func `the next moment leads from line to line`() throws {
        let rules = [
            LogRule(trigger: .start(after: .zero), lines: ["a", "b"]),
            LogRule(
                trigger: .every(DurationRange(.seconds(1), .seconds(2)), after: .zero),
                lines: ["c"]
            ),
        ]
        let (driver, id, node) = driver(rules)
        let task = try #require(driver.task(id))
        let end = Moment.zero + .seconds(50)
        var moments: [Moment] = []
        var cursor = Moment(nanoseconds: .min)
        while let next = driver.agents.nextLogMoment(of: task, after: cursor), next <= end {
            moments.append(next)
            cursor = next
        }
        #expect(moments == lines(driver, id, node, to: end).map(\.moment))
        #expect(moments.count > 25)
    }

    @Test func `the newest thousand of a container that has run for years come at once`() {
        let rule = LogRule(
            trigger: .every(DurationRange(.milliseconds(5), .milliseconds(9)), after: .zero),
            lines: ["{{counter}} {{hex 16}}"]
        )
        let (driver, task, node) = driver([rule])
        let clock = ContinuousClock()
        let years = Moment.zero + .seconds(3 * 365 * 86_400)
        var found: [LogLine] = []
        let time = clock.measure { found = lines(driver, task, node, to: years, limit: 1_000) }
        #expect(found.count == 1_000)
        #expect(found.last.map { years - $0.moment < .milliseconds(10) } == true)
        #expect(time < .seconds(1))
    }

    @Test func `a burst is as many lines as it says`() {
        let rule = LogRule(
            trigger: .start(after: .zero),
            lines: ["line {{counter}}"],
            burst: 100_000,
            gap: .microseconds(10)
        )
        let (driver, task, node) = driver([rule])
        let found = lines(driver, task, node, to: .zero + .seconds(10))
        #expect(found.count == 100_000)
        #expect(found.last?.text == "line 100000")
    }

    @Test func `a process that is stopped says goodbye, one that is killed does not`() {
        let rules = [
            LogRule(
                trigger: .every(DurationRange(.seconds(1), .seconds(1)), after: .zero),
                lines: ["x"]
            ),
            LogRule(trigger: .stop, lines: ["bye"], isError: true),
        ]
        var (driver, id, node) = driver(rules)
        let other = driver.assign(driver.service("tested:v2"), to: node.id)
        driver.advance(.seconds(5))
        driver.desire(.shutdown, of: id)
        _ = driver.agents.removeContainer(of: other, now: driver.now)
        driver.advance(.seconds(9))
        let last = lines(driver, id, node).last
        #expect(last?.text == "bye" && last?.stream == .stderr)
        #expect(last?.moment == driver.task(id)?.milestones.ended)
        #expect(lines(driver, other, node).last?.text == "x")
        #expect(
            driver.task(id).map { driver.agents.nextLogMoment(of: $0, after: driver.now) }
                == .some(nil)
        )
    }

    @Test func `a process that ended out of sight writes no more`() throws {
        let rule = LogRule(
            trigger: .every(DurationRange(.seconds(1), .seconds(1)), after: .zero),
            lines: ["x"]
        )
        var (driver, id, node) = driver([rule])
        driver.advance(.seconds(3))
        driver.agents.disconnect(node.id, now: driver.now)
        _ = driver.agents.stopContainer(of: id, now: driver.now)
        driver.advance(.seconds(60))
        let task = try #require(driver.task(id))
        #expect(task.state == .running)
        #expect(lines(driver, id, node).count < 6)
        #expect(driver.agents.nextLogMoment(of: task, after: driver.now) == nil)
    }

    @Test func `nothing is written on a machine that is off`() {
        let rule = LogRule(
            trigger: .every(DurationRange(.seconds(1), .seconds(1)), after: .zero),
            lines: ["x"]
        )
        var (driver, id, node) = driver([rule])
        driver.advance(.seconds(5))
        let off = driver.now
        driver.agents.powerOff(node.id, now: off)
        driver.advance(.seconds(30))
        let silent = lines(driver, id, node)
        #expect(silent.count >= 4 && silent.allSatisfy { $0.moment <= off })
        driver.agents.powerOn(node.id, now: driver.now)
        driver.advance(.seconds(10))
        #expect(driver.state(id) == .failed)
        #expect(lines(driver, id, node) == silent)
    }

    @Test func `requests of an application that fails show it`() {
        let rule = LogRule(
            trigger: .request(paths: ["/health"]),
            lines: ["{{.Request.Path}} {{.Request.Status}}"]
        )
        let (driver, task, node) = driver([rule]) {
            $0.healthCheck = ImageHealthCheck(test: ["CMD", "curl http://localhost/health"])
            $0.healthCheck?.interval = .seconds(1)
            $0.health.failure = .afterRequests(2)
        }
        let found = lines(driver, task, node, to: .zero + .seconds(7))
        #expect(
            found.prefix(4).map(\.text)
                == ["/health 200", "/health 200", "/health 500", "/health 500"]
        )
    }

    @Test(arguments: [
        "{{nothing}}", "{{time}}", "{{number 9}}", "{{number 9-1}}", "{{hex 0}}", "{{.Env.}}", "{{",
        "{{}}", "{{.Task.Color}}",
    ])
    func `a template that means nothing is refused`(source: String) {
        #expect(throws: LogTemplateError.self) { try LogTemplate(source) }
    }
}
