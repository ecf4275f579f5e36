import Agents
import Basics
import Foundation
import SwarmModel
import SwarmStore
import Testing

@Suite struct DeterminismTests {
    /// A story with a bit of everything; `midway` may look at the driver, or replace it.
    private func story(
        seed: UInt64,
        midway: (inout AgentsDriver) -> Void = { _ in }
    ) -> AgentsDriver {
        var driver = AgentsDriver(seed: seed, preloadsImages: false)
        let nodes = (1...5).map { driver.addNode("node\($0)", state: $0 < 4 ? .ready : .unknown) }
        let images = ["plain", "sick", "breaking", "crashing", "finishing", "polite", "plain:nope"]
        var tasks: [TaskID] = []
        for round in 0..<12 {
            let service = driver.service(images[round % images.count]) {
                $0.healthCheck = HealthConfig(
                    test: ["CMD", "x"],
                    interval: .seconds(2),
                    retries: 2
                )
            }
            for (slot, node) in nodes.enumerated() {
                tasks.append(driver.assign(service, to: node, slot: slot + 1))
            }
            driver.advance(.milliseconds(733))
        }
        driver.agents.powerOff(nodes[1], now: driver.now)
        for task in tasks.prefix(9) { driver.desire(.shutdown, of: task) }
        driver.advance(.milliseconds(1_050))
        _ = driver.agents.removeContainer(of: tasks[20], now: driver.now)
        _ = driver.agents.sendRequests(7, to: tasks[12], now: driver.now)
        driver.agents.disconnect(nodes[3], now: driver.now)
        driver.advance(.milliseconds(5_011))
        midway(&driver)
        driver.agents.powerOn(nodes[1], now: driver.now)
        driver.advance(.seconds(17))
        driver.agents.leaderChanged(&driver.store, now: driver.now)
        driver.agents.reconnect(nodes[3], now: driver.now)
        driver.advance(.seconds(60))
        return driver
    }

    private func transcript(_ driver: AgentsDriver) -> [String] {
        driver.steps.map { "\($0)" } + driver.nodeStates.map { "\($0)" }
    }

    @Test func `the same story gives the same reports, to the letter`() {
        let one = story(seed: 5)
        let other = story(seed: 5)
        #expect(transcript(one) == transcript(other))
        #expect(one.steps.count > 200)
        #expect(transcript(one) != transcript(story(seed: 6)))
    }

    private func saved(_ agents: Agents) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do { return try encoder.encode(agents) } catch {
            Issue.record(error)
            return Data()
        }
    }

    @Test func `equal machines are saved as equal bytes`() {
        var copies: [Data] = []
        for _ in 0..<2 { _ = story(seed: 8) { copies.append(saved($0.agents)) } }
        #expect(copies[0] == copies[1])
        #expect(copies[0].count > 10_000)
    }

    @Test func `a machine that was saved and loaded goes on as if nothing had happened`() {
        let untouched = story(seed: 9)
        let reloaded = story(seed: 9) { driver in
            do {
                driver.agents = try JSONDecoder().decode(Agents.self, from: saved(driver.agents))
            } catch { Issue.record(error) }
        }
        #expect(transcript(untouched) == transcript(reloaded))
    }

    @Test func `a copy goes its own way and leaves the original alone`() {
        var original = story(seed: 3)
        let before = transcript(original)
        var copy = original
        let node = copy.store.nodes[0].id
        _ = copy.run("plain", on: node)
        copy.advance(.seconds(5))
        #expect(transcript(original) == before)
        #expect(copy.steps.count > original.steps.count)
        original.advance(.seconds(5))
        #expect(original.store.taskCount == copy.store.taskCount - 1)
    }

    @Test(arguments: UInt64(1)...20)
    func `LIF-9 whatever happens, states only grow and every container ends up reported`(
        seed: UInt64
    ) {
        let driver = story(seed: seed)
        for task in driver.store.allTasks {
            let states = driver.states(of: task.id)
            #expect(states == states.sorted())
            let hasContainer = driver.agents.container(of: task.id, now: driver.now) != nil
            #expect(hasContainer == task.isLive)
        }
    }
}
