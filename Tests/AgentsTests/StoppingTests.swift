import Agents
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct StoppingTests {
    private func running(_ image: String, count: Int = 1) -> (AgentsDriver, [TaskID], Moment) {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service(image)
        let ids = (1...count).map { driver.assign(service, to: node, slot: $0) }
        driver.advance(.seconds(30))
        return (driver, ids, driver.now)
    }

    @Test func `AGT-29 desired shutdown takes 1.1 to 1.7 s for an application that ends at once`() {
        var (driver, ids, asked) = running("plain", count: 20)
        for id in ids {
            driver.desire(.shutdown, of: id)
            driver.advance(.milliseconds(130))
        }
        driver.advance(.seconds(5))
        for (index, id) in ids.enumerated() {
            let start = asked + .milliseconds(130 * index)
            let seconds = driver.seconds(from: start, to: .shutdown, of: id) ?? 99
            #expect((1.1...1.7).contains(seconds))
            #expect(driver.task(id)?.status.message == "shutdown")
            #expect(driver.task(id)?.status.error == "")
            #expect(driver.task(id)?.status.container?.exitCode == 143)
        }
    }

    @Test func `while it stops it is running still, with exit code -1`() throws {
        var (driver, ids, asked) = running("plain")
        driver.desire(.shutdown, of: ids[0])
        driver.advance(.seconds(3))
        let steps = driver.steps.filter { $0.moment > asked }
        #expect(steps.map(\.status.state) == [.running, .shutdown])
        let between = try #require(steps.first)
        #expect(between.status.container?.exitCode == -1)
        #expect(between.status.message == "started")
        #expect(between.moment <= asked + .milliseconds(300))
    }

    @Test func `AGT-29 a process that does not end is killed after the grace period`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("stubborn") { $0.stopGracePeriod = .seconds(4) }
        let id = driver.assign(service, to: node)
        let patient = driver.run("stubborn", on: node)
        driver.advance(.seconds(5))
        let asked = driver.now
        driver.desire(.shutdown, of: id)
        driver.desire(.shutdown, of: patient)
        driver.advance(.seconds(20))
        #expect((5...5.6).contains(driver.seconds(from: asked, to: .shutdown, of: id) ?? 0))
        #expect((11...11.6).contains(driver.seconds(from: asked, to: .shutdown, of: patient) ?? 0))
        #expect(driver.task(id)?.status.container?.exitCode == 137)
    }

    @Test func `LIF-8 for desired remove the last report is shutdown`() {
        var (driver, ids, asked) = running("plain")
        driver.desire(.remove, of: ids[0])
        driver.advance(.seconds(3))
        #expect(driver.state(ids[0]) == .shutdown)
        #expect((driver.seconds(from: asked, to: .shutdown, of: ids[0]) ?? 9) < 1.7)
    }

    @Test func `AGT-21 what never ran is shut down at once`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain")
        let held = driver.assign(service, to: node, desired: .ready)
        driver.advance(.seconds(5))
        let asked = driver.now
        let unwanted = driver.assign(service, to: node, slot: 2, desired: .shutdown)
        driver.desire(.shutdown, of: held)
        driver.advance(.seconds(2))
        #expect((driver.seconds(from: asked, to: .shutdown, of: held) ?? 9) <= 0.4)
        #expect((driver.seconds(from: asked, to: .shutdown, of: unwanted) ?? 9) <= 0.4)
        #expect(driver.task(unwanted)?.status.container == nil)
        #expect(!driver.states(of: unwanted).contains(.preparing))
    }

    @Test func `LIF-3 AGT-22 an agent ignores a desired state that is not higher`() {
        var (driver, ids, _) = running("plain")
        driver.desire(.shutdown, of: ids[0])
        driver.advance(.milliseconds(500))
        driver.desire(.remove, of: ids[0])
        driver.advance(.seconds(4))
        let shutdowns = driver.steps.filter { $0.status.state == .shutdown }
        #expect(shutdowns.count == 1)
    }

    @Test func `DIS-37 a deleted task's container goes without a report`() {
        var (driver, ids, _) = running("plain")
        driver.store.beginTransaction()
        driver.store.remove(ids[0])
        driver.advance(.seconds(1))
        #expect(driver.agents.container(of: ids[0], now: driver.now) == nil)
    }

    @Test func `a container removed by hand fails its task with 137 within 0.2 s`() {
        var (driver, ids, asked) = running("plain")
        let wasThere = driver.agents.removeContainer(of: ids[0], now: driver.now)
        #expect(wasThere)
        driver.advance(.seconds(2))
        let task = driver.task(ids[0])
        #expect(task?.state == .failed)
        #expect(task?.status.error == "task: non-zero exit (137)")
        #expect(task?.status.message == "started")
        #expect(task?.status.container?.exitCode == 137)
        #expect((driver.seconds(from: asked, to: .failed, of: ids[0]) ?? 9) <= 0.2)
        let isThere = driver.agents.removeContainer(of: ids[0], now: driver.now)
        #expect(!isThere)
    }

    @Test func `a container stopped by hand fails with the application's code, or completes`() {
        var (driver, ids, _) = running("plain")
        let node = driver.task(ids[0])?.nodeID
        let polite = driver.run("polite", on: node ?? driver.addNode())
        driver.advance(.seconds(5))
        let stopped = [ids[0], polite].map { driver.agents.stopContainer(of: $0, now: driver.now) }
        #expect(stopped == [true, true])
        driver.advance(.seconds(2))
        #expect(driver.task(ids[0])?.status.error == "task: non-zero exit (143)")
        #expect(driver.state(polite) == .complete)
    }

    @Test func `LIF-10 a report for a task that is dead already is dropped`() throws {
        var (driver, ids, _) = running("plain")
        var task = try #require(driver.task(ids[0]))
        _ = task.observe(
            TaskStatus(state: .rejected, timestamp: driver.now, message: "rejected by enforcer")
        )
        driver.store.beginTransaction()
        driver.store.update(task)
        driver.desire(.shutdown, of: ids[0])
        driver.advance(.seconds(5))
        #expect(driver.state(ids[0]) == .rejected)
        #expect(driver.agents.container(of: ids[0], now: driver.now) == nil)
    }
}
