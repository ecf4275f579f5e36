import Allocation
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct TaskAllocationTests {
    @Test func `ALC-4 a task that needs nothing goes to pending at once`() throws {
        var stage = Stage()
        stage.now = .zero + .seconds(3)
        let id = stage.addTask(of: stage.addService())
        stage.settle()
        let task = try #require(stage.store.task(id))
        #expect(task.state == .pending)
        #expect(task.status.message == "pending task scheduling")
        #expect(task.status.timestamp == .zero + .seconds(3))
        #expect(task.endpoint == nil)
        #expect(task.networks.isEmpty)
    }

    @Test func `ALC-2 the service's endpoint is copied into the task`() throws {
        var stage = Stage(withIngress: true)
        let service = stage.addService(ports: [.tcp(), .host(8080)])
        let id = stage.addTask(of: service)
        stage.settle()
        let endpoint = try #require(stage.store.service(service)?.endpoint)
        #expect(stage.store.task(id)?.endpoint == endpoint)
        #expect(endpoint.ports.map(\.publishedPort) == [30_000, 8080])
        #expect(endpoint.spec == stage.store.service(service)?.spec.endpoint)
    }

    @Test func `ALC-3 the ingress network comes first, then those of the spec`() throws {
        var stage = Stage(withIngress: true)
        let networks = ["a", "b"].map { stage.addNetwork($0) }
        let service = stage.addService(ports: [.tcp(80)], networks: networks)
        let id = stage.addTask(of: service)
        stage.settle()
        let ingress = try #require(stage.store.ingressNetwork?.id)
        let attachments = stage.store.task(id)?.networks ?? []
        #expect(attachments.map(\.network) == [ingress] + networks)
        #expect(attachments.map(\.addresses.count) == [1, 1, 1])
    }

    @Test func `ALC-5 a service with host-mode ports only does not use ingress`() throws {
        var stage = Stage(withIngress: true)
        let service = stage.addService(ports: [.host(8080)])
        let id = stage.addTask(of: service)
        stage.settle()
        #expect(stage.store.task(id)?.networks.isEmpty == true)
        #expect(stage.virtualIPs(of: service) == [])
        #expect(stage.ports(of: service) == [8080])
    }

    @Test func `ALC-1 tasks stay new while their service cannot be allocated`() throws {
        var stage = Stage(withIngress: true)
        let first = stage.addService("a", ports: [.tcp(80)])
        let second = stage.addService("b", ports: [.tcp(80)])
        let tasks = stage.addTasks(2, of: second)
        stage.settle()
        #expect(stage.ports(of: first) == [80])
        #expect(stage.store.service(second)?.endpoint == nil)
        #expect(tasks.map { stage.state(of: $0) } == [.new, .new])
        stage.store.remove(first)
        stage.settle()
        #expect(stage.ports(of: second) == [80])
        #expect(tasks.map { stage.state(of: $0) } == [.pending, .pending])
    }

    @Test func `ALC-1 tasks of a service that is gone are let go`() {
        var stage = Stage()
        let service = stage.addService()
        let task = stage.addTask(of: service)
        stage.store.remove(service)
        stage.settle()
        #expect(stage.state(of: task) == .new)
        #expect(stage.allocator.nextDeadline == nil)
    }

    @Test func `ALC-9 a task keeps its addresses while its service changes`() throws {
        var stage = Stage()
        let (a, b) = (stage.addNetwork("a"), stage.addNetwork("b"))
        let service = stage.addService(networks: [a])
        let task = stage.addTask(of: service)
        stage.settle()
        let before = stage.store.task(task)
        stage.change(service) { $0.task.networks.append(NetworkAttachmentSpec(target: b)) }
        stage.settle()
        #expect(stage.store.task(task) == before)
    }

    @Test func `ALC-1 a preassigned task is allocated like any other`() throws {
        var stage = Stage()
        let node = stage.addNode()
        let network = stage.addNetwork("a")
        let id = stage.addTask(of: stage.addService(networks: [network]), on: node)
        stage.settle()
        let task = try #require(stage.store.task(id))
        #expect(task.state == .pending)
        #expect(task.nodeID == node)
        #expect(stage.allocator.loadBalancer(of: node, on: network) != nil)
    }

    @Test func `ALC-8 an address comes back when a task dies or goes, but only once`() throws {
        var stage = Stage()
        let network = stage.addNetwork("tiny") { $0.subnets = [Subnet(subnet: "10.9.0.0/29")] }
        let service = stage.addService(networks: [network])
        let tasks = stage.addTasks(4, of: service)
        stage.settle()
        stage.end(tasks[0])
        stage.settle()
        let heir = stage.addTask(of: service)
        stage.settle()
        #expect(stage.addresses(of: heir) == stage.addresses(of: tasks[0]))
        // The dead task goes; its address is its heir's by now.
        stage.store.remove(tasks[0])
        let late = stage.addTask(of: service)
        stage.settle()
        #expect(stage.state(of: late) == .new)
    }
}
