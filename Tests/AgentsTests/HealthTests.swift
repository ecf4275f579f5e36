import Agents
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct HealthTests {
    private func check(
        interval: Duration = .seconds(2),
        timeout: Duration = .seconds(3),
        retries: Int = 2,
        startPeriod: Duration = .seconds(5)
    ) -> HealthConfig {
        HealthConfig(
            test: ["CMD", "check"],
            interval: interval,
            timeout: timeout,
            retries: retries,
            startPeriod: startPeriod
        )
    }

    @Test func `AGT-26 a task stays in starting until the first healthy probe`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let config = check()
        let service = driver.service("plain") { $0.healthCheck = config }
        let quick = driver.assign(service, to: node)
        let slow = driver.run("checked", on: node)
        let none = driver.service("checked") { $0.healthCheck = HealthConfig(test: ["NONE"]) }
        let unchecked = driver.assign(none, to: node)
        driver.advance(.seconds(40))
        #expect((2.6...4).contains(driver.seconds(from: .zero, to: .running, of: quick) ?? 0))
        #expect((30...32).contains(driver.seconds(from: .zero, to: .running, of: slow) ?? 0))
        #expect((driver.seconds(from: .zero, to: .running, of: unchecked) ?? 9) < 1.5)
        #expect(driver.states(of: quick).suffix(2) == [.starting, .running])
    }

    @Test func `AGT-26 one that is never healthy fails 9 to 10 s after it was assigned`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let config = check()
        let service = driver.service("sick") { $0.healthCheck = config }
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(20))
        let task = driver.task(id)
        #expect(task?.state == .failed)
        #expect(
            task?.status.error == "task: non-zero exit (143): dockerexec: unhealthy container"
        )
        #expect(task?.status.message == "starting")
        #expect((9...10).contains(driver.seconds(from: .zero, to: .failed, of: id) ?? 0))
        #expect(!driver.states(of: id).contains(.running))
    }

    @Test func `two good probes, then failure: unhealthy after two more`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let config = check()
        let service = driver.service("breaking") { $0.healthCheck = config }
        let id = driver.assign(service, to: node)
        let kept = driver.service("breaking") {
            $0.healthCheck = config
            $0.environment = ["Broken=False"]
        }
        let well = driver.assign(kept, to: node)
        driver.advance(.seconds(60))
        #expect((2.6...4).contains(driver.seconds(from: .zero, to: .running, of: id) ?? 0))
        #expect((8.8...10.2).contains(driver.seconds(from: .zero, to: .failed, of: id) ?? 0))
        #expect(driver.task(id)?.status.message == "started")
        #expect(driver.state(well) == .running)
    }

    @Test func `one that ends with 0 when it is stopped as unhealthy is complete, without error`() {
        var profile = ImageProfile()
        profile.stopExitCode = 0
        profile.health.isNeverHealthy = true
        profile.healthCheck = ImageHealthCheck(test: ["CMD", "check"])
        profile.healthCheck?.interval = .seconds(1)
        var driver = AgentsDriver(catalog(profile))
        let node = driver.addNode()
        let id = driver.run("tested", on: node)
        driver.advance(.seconds(20))
        #expect(driver.state(id) == .complete)
        #expect(driver.task(id)?.status.message == "finished")
        #expect(driver.task(id)?.status.error == "")
    }

    @Test func `requests that are sent wear an application out`() throws {
        var profile = ImageProfile()
        profile.health.failure = .afterRequests(100)
        profile.healthCheck = ImageHealthCheck(test: ["CMD", "check"])
        profile.healthCheck?.interval = .seconds(1)
        profile.healthCheck?.retries = 1
        var driver = AgentsDriver(catalog(profile))
        let node = driver.addNode()
        let id = driver.run("tested", on: node)
        driver.advance(.seconds(20))
        #expect(driver.state(id) == .running)
        let before = try #require(driver.agents.container(of: id, now: driver.now))
        #expect((10...20).contains(before.requestsServed) && before.health == .healthy)
        let took = driver.agents.sendRequests(90, to: id, now: driver.now)
        #expect(took)
        #expect(
            driver.agents.container(of: id, now: driver.now)?.requestsServed
                == before.requestsServed + 90
        )
        driver.advance(.seconds(3))
        #expect(driver.state(id) == .failed)
    }

    @Test func `what nobody in particular asks counts too`() {
        var profile = ImageProfile()
        profile.requestsPerSecond = 10
        profile.health.failure = .afterRequests(200)
        profile.healthCheck = ImageHealthCheck(test: ["CMD", "check"])
        profile.healthCheck?.interval = .seconds(1)
        var driver = AgentsDriver(catalog(profile))
        let node = driver.addNode()
        let id = driver.run("tested", on: node)
        driver.advance(.seconds(60))
        #expect((18...24).contains(driver.seconds(from: .zero, to: .failed, of: id) ?? 0))
    }

    @Test func `a healthy container costs nothing: no deadline waits for it`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        _ = driver.run("checked", on: node)
        _ = driver.run("plain", on: node)
        driver.advance(.seconds(60))
        #expect(driver.agents.nextDeadline == nil)
    }

    /// The engine's own loop, probe by probe.
    private func oracle(
        _ config: HealthConfig,
        _ behavior: HealthBehavior,
        probe: Int64
    ) -> (healthy: Int64?, unhealthy: Int64?) {
        var time: Int64 = 0
        var streak = 0
        var healthyAt: Int64?
        let length = min(probe, config.timeout.nanoseconds)
        for number in 1...10_000 {
            let inStartPeriod = time < config.startPeriod.nanoseconds
            let usesStartInterval =
                inStartPeriod && healthyAt == nil && config.startInterval > .zero
            time += (usesStartInterval ? config.startInterval : config.interval).nanoseconds
            let start = time
            time += length
            var isWell = !behavior.isNeverHealthy && probe < config.timeout.nanoseconds
            if start < behavior.healthyAfter.nanoseconds { isWell = false }
            switch behavior.failure {
            case .afterRequests(let limit): if Int64(number) > limit { isWell = false }
            case .afterTime(let limit): if start >= limit.nanoseconds { isWell = false }
            case nil: break
            }
            if isWell {
                streak = 0
                healthyAt = healthyAt ?? time
            } else if healthyAt != nil || start >= config.startPeriod.nanoseconds {
                streak += 1
                if streak >= config.retries { return (healthyAt, time) }
            }
        }
        return (healthyAt, nil)
    }

    @Test(arguments: UInt64(1)...150)
    func `AGT-26 what is worked out is what the engine's loop would find`(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        func pick(_ range: ClosedRange<Int>) -> Int {
            range.lowerBound + Int(chance.next() % UInt64(range.count))
        }
        var config = check(
            interval: .milliseconds(pick(500...4_000)),
            timeout: .milliseconds(pick(100...900)),
            retries: pick(1...4),
            startPeriod: .milliseconds(pick(0...2) * 3_700)
        )
        if pick(0...2) == 0 { config.startInterval = .milliseconds(pick(200...1_000)) }
        let probe = Int64(pick(50...300)) * 1_000_000
        var profile = ImageProfile()
        profile.health.probeTime = DurationRange(.nanoseconds(probe))
        profile.health.isNeverHealthy = pick(0...7) == 0
        if pick(0...1) == 0 { profile.health.healthyAfter = .milliseconds(pick(0...9_000)) }
        switch pick(0...2) {
        case 0: profile.health.failure = .afterRequests(Int64(pick(0...9)))
        case 1: profile.health.failure = .afterTime(.milliseconds(pick(0...20_000)))
        default: break
        }
        var driver = AgentsDriver(catalog(profile), seed: seed)
        let node = driver.addNode()
        let service = driver.service("tested") { $0.healthCheck = config }
        let id = driver.assign(service, to: node)
        driver.advance(.milliseconds(1_000))
        let started = try #require(driver.agents.container(of: id, now: driver.now)?.startedAt)
        let expected = oracle(config, profile.health, probe: probe)
        driver.advance(.seconds(100))
        let milestones = try #require(driver.task(id)?.milestones)
        #expect(milestones.running == expected.healthy.map { started + .nanoseconds($0) })
        let stopped = milestones.ended.map { ($0 - started).nanoseconds }
        if let unhealthy = expected.unhealthy, unhealthy < 90_000_000_000 {
            let time = try #require(stopped)
            #expect((unhealthy...unhealthy + 400_000_000).contains(time))
        } else if expected.unhealthy == nil {
            #expect(stopped == nil)
        }
    }

    private func catalog(_ profile: ImageProfile) -> ImageCatalog {
        ImageCatalog(entries: [
            ImageEntry(
                repository: "tested",
                tags: [TaggedImage(pattern: "latest", profile: profile)]
            )
        ])
    }
}
