import Allocation
import Basics
import SwarmModel
import SwarmStore
import Testing

@Suite struct NetworkTests {
    @Test func `ALC-20 the first networks get 10.0.0.0 and 10.0.1.0 with 24 bits`() throws {
        var stage = Stage(withIngress: true)
        let ids = ["a", "b"].map { stage.addNetwork($0) }
        stage.settle()
        let ingress = try #require(stage.store.ingressNetwork)
        #expect(ingress.subnets == [Subnet(subnet: "10.0.0.0/24", gateway: "10.0.0.1")])
        let subnets = ids.compactMap { stage.store.network($0)?.subnets.first }
        #expect(subnets.map(\.subnet) == ["10.0.1.0/24", "10.0.2.0/24"])
        #expect(subnets.map(\.gateway) == ["10.0.1.1", "10.0.2.1"])
    }

    @Test func `ALC-20 a subnet that came back is not given out again at once`() throws {
        var stage = Stage()
        let first = stage.addNetwork("a")
        stage.settle()
        stage.store.remove(first)
        let second = stage.addNetwork("b")
        stage.settle()
        #expect(stage.store.network(second)?.subnets.first?.subnet == "10.0.1.0/24")
    }

    @Test func `ALC-20 the cluster's own pool and size are used`() throws {
        var stage = Stage()
        var cluster = stage.store.cluster
        cluster.spec.defaultAddressPool = ["172.30.0.0/25", "192.168.8.0/24"]
        cluster.spec.subnetSize = 26
        stage.store.update(cluster)
        let ids = (1...7).map { stage.addNetwork("n\($0)") }
        stage.settle()
        let subnets = ids.map { stage.store.network($0)?.subnets.first?.subnet }
        #expect(
            subnets == [
                "172.30.0.0/26", "172.30.0.64/26", "192.168.8.0/26", "192.168.8.64/26",
                "192.168.8.128/26", "192.168.8.192/26", nil,
            ]
        )
        // ALC-27: what is exhausted is tried again when something comes back.
        stage.store.remove(ids[2])
        stage.settle()
        #expect(stage.store.network(ids[6])?.subnets.first?.subnet == "192.168.8.0/26")
    }

    @Test func `ALC-21 a user's subnet, range and gateway are kept, and others keep clear of it`() {
        var stage = Stage()
        let own = stage.addNetwork("own") {
            $0.subnets = [Subnet(subnet: "10.0.0.0/23", range: "10.0.1.0/28", gateway: "10.0.1.7")]
        }
        let other = stage.addNetwork("other")
        let clash = stage.addNetwork("clash") { $0.subnets = [Subnet(subnet: "10.0.1.0/24")] }
        let service = stage.addService(networks: [own])
        stage.settle()
        #expect(
            stage.store.network(own)?.subnets
                == [Subnet(subnet: "10.0.0.0/23", range: "10.0.1.0/28", gateway: "10.0.1.7")]
        )
        #expect(stage.store.network(other)?.subnets.first?.subnet == "10.0.2.0/24")
        #expect(stage.store.network(clash)?.subnets.isEmpty == true)
        #expect(stage.virtualIPs(of: service) == ["10.0.1.0/23"])
    }

    @Test func `ALC-21 addresses go out one after the other in CIDR form`() throws {
        var stage = Stage()
        let network = stage.addNetwork("a")
        let service = stage.addService(networks: [network])
        let tasks = stage.addTasks(3, of: service)
        stage.settle()
        #expect(stage.virtualIPs(of: service) == ["10.0.0.2/24"])
        let addresses = tasks.flatMap { stage.addresses(of: $0) }
        #expect(addresses == ["10.0.0.3/24", "10.0.0.4/24", "10.0.0.5/24"])
        stage.end(tasks[0])
        let next = stage.addTask(of: service, slot: 1)
        stage.settle()
        #expect(stage.addresses(of: next) == ["10.0.0.6/24"])
    }

    @Test func `ALC-22 VXLAN ids count from 4096, or are as the driver's option says`() {
        var stage = Stage()
        let first = stage.addNetwork("a")
        let fixed = stage.addNetwork("b") {
            $0.driver.options = ["com.docker.network.driver.overlay.vxlanid_list": "4097"]
        }
        let third = stage.addNetwork("c")
        stage.settle()
        #expect(
            [first, fixed, third].map { stage.store.network($0)?.vxlanID } == [4096, 4097, 4098]
        )
    }

    @Test(arguments: ["bridge", "host", "macvlan", "ipvlan"])
    func `ALC-23 node-local networks have no addresses, only attachments`(driver: String) {
        var stage = Stage()
        let network = stage.addNetwork("local") { $0.driver = DriverSpec(name: driver) }
        let service = stage.addService(networks: [network])
        let task = stage.addTask(of: service)
        stage.settle()
        #expect(stage.store.network(network)?.subnets.isEmpty == true)
        #expect(stage.store.network(network)?.vxlanID == nil)
        #expect(stage.virtualIPs(of: service) == [""])
        #expect(stage.state(of: task) == .pending)
        #expect(
            stage.store.task(task)?.networks
                == [NetworkAttachment(network: network, addresses: [])]
        )
    }

    @Test func `ALC-24 every node has a load balancer on ingress, and where its tasks are`() throws
    {
        var stage = Stage(withIngress: true)
        let nodes = [stage.addNode(), stage.addNode()]
        let network = stage.addNetwork("a")
        let service = stage.addService(networks: [network])
        stage.settle()
        let ingress = try #require(stage.store.ingressNetwork?.id)
        // Those that are there when the network is allocated come by id.
        #expect(
            nodes.sorted().map { stage.allocator.loadBalancer(of: $0, on: ingress) }
                == ["10.0.0.2/24", "10.0.0.3/24"]
        )
        let tasks = stage.addTasks(2, of: service)
        stage.settle()
        #expect(stage.allocator.loadBalancer(of: nodes[0], on: network) == nil)
        for task in tasks { stage.assign(task, to: nodes[0]) }
        stage.settle()
        #expect(stage.allocator.loadBalancer(of: nodes[0], on: network) == "10.0.1.5/24")
        #expect(stage.allocator.loadBalancer(of: nodes[1], on: network) == nil)
        stage.end(tasks[0])
        stage.settle()
        #expect(stage.allocator.loadBalancer(of: nodes[0], on: network) == "10.0.1.5/24")
        stage.store.remove(tasks[1])
        stage.settle()
        #expect(stage.allocator.loadBalancer(of: nodes[0], on: network) == nil)
        stage.store.remove(nodes[0])
        stage.settle()
        #expect(stage.allocator.loadBalancer(of: nodes[0], on: ingress) == nil)
        let joined = stage.addNode()
        stage.settle()
        #expect(stage.allocator.loadBalancer(of: joined, on: ingress) == "10.0.0.4/24")
    }

    @Test func `ALC-25 there is one ingress network, and a new one after it is gone`() throws {
        var stage = Stage(withIngress: true)
        let node = stage.addNode()
        stage.settle()
        let second = stage.addNetwork("other") { $0.ingress = true }
        stage.settle()
        #expect(stage.store.network(second)?.subnets.isEmpty == true)
        let first = try #require(stage.store.networks.first { $0.name == "ingress" })
        stage.store.remove(first.id)
        stage.settle()
        #expect(stage.store.network(second)?.subnets.isEmpty == false)
        #expect(stage.allocator.loadBalancer(of: node, on: first.id) == nil)
        #expect(stage.allocator.loadBalancer(of: node, on: second) != nil)
    }

    @Test func `ALC-27 tasks without an address stay new until one comes back`() {
        var stage = Stage()
        let network = stage.addNetwork("tiny") { $0.subnets = [Subnet(subnet: "10.9.0.0/29")] }
        let service = stage.addService(networks: [network])
        let tasks = stage.addTasks(6, of: service)
        stage.settle()
        // Eight addresses less network, broadcast, gateway and the service's own.
        #expect(
            tasks.map { stage.state(of: $0) } == [
                .pending, .pending, .pending, .pending, .new, .new,
            ]
        )
        #expect(tasks.last.flatMap { stage.store.task($0) }?.status.error == "")
        stage.end(tasks[1])
        stage.settle()
        #expect(stage.state(of: tasks[4]) == .pending)
        #expect(stage.addresses(of: tasks[4]) == ["10.9.0.4/29"])
        #expect(stage.state(of: tasks[5]) == .new)
        stage.store.remove(tasks[1])
        stage.settle()
        #expect(stage.state(of: tasks[5]) == .new)
    }

    @Test func `ALC-7 what failed is tried again every five minutes`() {
        var stage = Stage()
        #expect(stage.allocator.nextDeadline == nil)
        let network = stage.addNetwork("tiny") { $0.subnets = [Subnet(subnet: "10.9.0.0/29")] }
        let service = stage.addService(networks: [network])
        stage.now = .zero + .seconds(10)
        _ = stage.addTasks(6, of: service)
        stage.settle()
        #expect(stage.allocator.nextDeadline == .zero + .seconds(310))
        stage.passDeadline()
        #expect(stage.allocator.nextDeadline == .zero + .seconds(610))
    }
}
