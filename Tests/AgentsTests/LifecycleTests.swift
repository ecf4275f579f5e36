import Agents
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct LifecycleTests {
    @Test func `AGT-20 a task goes from assigned to running by legal steps only`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        driver.advance(.seconds(5))
        let states = driver.states(of: id)
        #expect(states == states.sorted())
        #expect(states.first == .assigned)
        #expect(states.contains(.preparing) && states.contains(.starting))
        let task = try #require(driver.task(id))
        #expect(task.state == .running)
        #expect(task.status.message == "started" && task.status.error.isEmpty)
        #expect(task.status.container?.exitCode == 0)
        #expect((task.status.container?.pid ?? 0) > 0)
    }

    @Test func `DIS-31 create to running takes from 0.6 to 4.3 seconds, also for ten on a node`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain")
        let ids = (1...10).map { driver.assign(service, to: node, slot: $0) }
        driver.advance(.seconds(10))
        for id in ids {
            let seconds = driver.seconds(from: .zero, to: .running, of: id) ?? .infinity
            #expect((0.5...4.3).contains(seconds))
        }
    }

    @Test func `LIF-6 every state has its message`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("finishing")
        for slot in 1...40 {
            _ = driver.assign(service, to: node, slot: slot)
            driver.advance(.milliseconds(637))
        }
        driver.advance(.seconds(30))
        var messages: [TaskState: String] = [:]
        for step in driver.steps { messages[step.status.state] = step.status.message }
        #expect(
            messages == [
                .assigned: "scheduler assigned task to node", .accepted: "accepted",
                .preparing: "preparing", .ready: "prepared", .starting: "starting",
                .running: "started", .complete: "finished",
            ]
        )
    }

    @Test func `DIS-6 reports are written on a beat of 100 ms and stamped by the manager`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain", on: node)
        driver.advance(.seconds(5))
        for step in driver.steps where step.task == id && step.status.state > .assigned {
            #expect(step.moment.nanoseconds % 100_000_000 == 0)
            #expect(step.status.appliedAt == step.moment)
            #expect(step.status.timestamp <= step.moment)
        }
    }

    @Test func `LIF-9 a task wanted ready holds there, and goes on when it is wanted running`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain")
        let id = driver.assign(service, to: node, desired: .ready)
        driver.advance(.seconds(20))
        #expect(driver.state(id) == .ready)
        #expect(driver.task(id)?.status.message == "prepared")
        let asked = driver.now
        driver.desire(.running, of: id)
        driver.advance(.seconds(3))
        #expect(driver.state(id) == .running)
        #expect((driver.seconds(from: asked, to: .running, of: id) ?? 9) < 1)
    }

    @Test func `AGT-28 an image that does not exist is rejected in the engine's words`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let id = driver.run("plain:nope", on: node)
        let unnamed = driver.run("anything:bad", on: node)
        driver.advance(.seconds(2))
        let task = try #require(driver.task(id))
        #expect(task.state == .rejected)
        #expect(task.status.error == "No such image: plain:nope")
        #expect(task.status.message == "preparing")
        #expect(task.status.container == nil)
        #expect((driver.seconds(from: .zero, to: .rejected, of: id) ?? 9) <= 0.4)
        #expect(driver.task(unnamed)?.status.error == "No such image: anything:bad")
    }

    @Test func `AGT-27 a process that ends by itself is failed with its code, or complete`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let crashed = driver.run("crashing", on: node)
        let finished = driver.run("finishing", on: node)
        driver.advance(.seconds(10))
        #expect(driver.state(crashed) == .failed)
        #expect(driver.task(crashed)?.status.error == "task: non-zero exit (3)")
        #expect(driver.task(crashed)?.status.message == "started")
        #expect(driver.task(crashed)?.status.container?.exitCode == 3)
        #expect(driver.state(finished) == .complete)
        #expect(driver.task(finished)?.status.message == "finished")
        #expect(driver.task(finished)?.status.error == "")
    }

    @Test func `a command of waiting and exiting is understood`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain") { $0.command = ["sh", "-c", "sleep 1; exit 7"] }
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(5))
        #expect(driver.task(id)?.status.error == "task: non-zero exit (7)")
    }

    @Test func `milestones are kept though several steps are told at once`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain")
        let ids = (1...30).map { driver.assign(service, to: node, slot: $0) }
        driver.advance(.seconds(20))
        for id in ids {
            let milestones = try #require(driver.task(id)?.milestones)
            let preparing = try #require(milestones.preparing)
            let starting = try #require(milestones.starting)
            let running = try #require(milestones.running)
            #expect(preparing < starting && starting < running)
        }
    }

    @Test func `AGT-31 host-mode ports that are bound are reported, an open one is chosen`() throws
    {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let ports = [
            PortConfig(targetPort: 80, publishedPort: 8_080, publishMode: .host),
            PortConfig(targetPort: 81, publishMode: .host),
            PortConfig(targetPort: 82, publishedPort: 8_082, publishMode: .ingress),
        ]
        let service = driver.service("plain", ports: ports)
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(3))
        let bound = try #require(driver.task(id)?.status.hostPorts)
        #expect(bound.map(\.targetPort) == [80, 81])
        #expect(bound[0].publishedPort == 8_080)
        #expect((32_768..<60_768).contains(bound[1].publishedPort))
    }

    @Test func `DIS-35 a secret that is gone fails the start, with the engine's text`() throws {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let secret = SecretID(using: &driver.random)
        let service = driver.service("plain") {
            $0.secrets = [SecretReference(id: secret, name: "s1", file: nil)]
        }
        let id = driver.assign(service, to: node)
        driver.advance(.seconds(3))
        let status = try #require(driver.task(id)?.status)
        #expect(status.state == .failed && status.message == "starting")
        #expect(
            status.error == "starting container failed: unable to get secret from secret store: "
                + "secret \(secret) not found"
        )
        #expect(status.container?.exitCode == 128)
    }

    @Test func `AGT-30 a named volume comes into being on its node, once, and stays`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        let service = driver.service("plain") {
            $0.mounts = [Mount(source: "data", target: "/data"), Mount(target: "/anonymous")]
        }
        let id = driver.assign(service, to: node)
        let other = driver.assign(service, to: node, slot: 2)
        driver.advance(.seconds(3))
        #expect(driver.store.volumes.map(\.name) == ["data"])
        #expect(driver.store.volumes.first?.node == node)
        driver.desire(.remove, of: id)
        driver.desire(.remove, of: other)
        driver.advance(.seconds(3))
        #expect(driver.store.volumes.count == 1)
    }

    @Test func `an image is pulled once a node, and creation waits for it`() {
        var driver = AgentsDriver(preloadsImages: false)
        let node = driver.addNode()
        let first = driver.run("plain", on: node)
        driver.advance(.seconds(10))
        let start = driver.now
        let second = driver.run("plain", on: node)
        driver.advance(.seconds(10))
        let slow = driver.seconds(from: .zero, to: .running, of: first) ?? 0
        let quick = driver.seconds(from: start, to: .running, of: second) ?? 9
        #expect(slow > 1.1 && quick < 1.2)
    }

    @Test func `ten thousand reports at once are written on the beat, once each`() {
        var driver = AgentsDriver()
        let nodes = (1...200).map { driver.addNode("node\($0)") }
        let service = driver.service("plain")
        for slot in 1...12_000 { _ = driver.assign(service, to: nodes[slot % 200], slot: slot) }
        driver.advance(.milliseconds(200))
        let first = driver.steps.filter { $0.status.state > .assigned }
        #expect(first.count == 12_000)
        #expect(Set(first.map(\.moment)) == [.zero + .milliseconds(200)])
        driver.advance(.seconds(15))
        #expect(driver.store.taskTally.running == 12_000)
    }

    @Test func `deadlines are whole beats, and steps in between keep their own moments`() {
        var driver = AgentsDriver()
        let node = driver.addNode()
        driver.advance(.milliseconds(77))
        let id = driver.run("plain", on: node)
        driver.settle()
        while let due = driver.agents.nextDeadline {
            #expect(due.nanoseconds % 100_000_000 == 0)
            driver.advance(due - driver.now)
        }
        let running = driver.task(id)?.milestones.running
        #expect(driver.state(id) == .running)
        #expect(running.map { $0.nanoseconds % 100_000_000 != 0 } == true)
    }
}
