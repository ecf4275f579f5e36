import Basics
import Overlay
import SwarmModel
import SwarmStore
import Testing

struct EmbeddedDNSTests {
    /// `api` with three tasks and `web` with one, both on `shop`; `lone` on another network.
    struct Shop {
        var fabric = Fabric()
        let shop: NetworkID
        let other: NetworkID
        let api: ServiceID
        let tasks: [TaskID]
        let web: TaskID
        let lone: TaskID

        init(mode: EndpointSpec.Mode = .vip) throws {
            shop = fabric.network("shop_default")
            other = fabric.network("other")
            api = fabric.service("shop_api", on: [shop], aliases: ["api"], mode: mode)
            let web = fabric.service("shop_web", on: [shop], aliases: ["web"])
            let lone = fabric.service("lone", on: [other])
            var tasks: [TaskID] = []
            for slot in 1...3 { tasks.append(try fabric.task(of: api, slot, on: slot)) }
            self.tasks = tasks
            self.web = try fabric.task(of: web, 1, on: 1)
            self.lone = try fabric.task(of: lone, 1, on: 2)
        }
    }

    @Test func `ALC-30 a service's name and its aliases stand for its virtual address`() throws {
        let shop = try Shop()
        let address = try shop.fabric.virtualIP(of: shop.api, on: shop.shop)
        for name in ["shop_api", "api", "API", "Shop_Api", "api."] {
            let answer = try shop.fabric.answer(name, from: shop.web)
            #expect(answer.kind == .virtualIP)
            #expect(answer.records.map(\.address) == [address])
            #expect(answer.network == shop.shop)
        }
    }

    @Test func `ALC-30 in mode dnsrr the name stands for every task`() throws {
        let shop = try Shop(mode: .dnsrr)
        let answer = try shop.fabric.answer("api", from: shop.web)
        #expect(answer.kind == .roundRobin)
        #expect(
            try answer.records.map(\.address)
                == shop.tasks.map { try shop.fabric.address(of: $0, on: shop.shop) }
        )
    }

    @Test(arguments: [EndpointSpec.Mode.vip, .dnsrr])
    func `tasks.NAME stands for every task in either mode`(mode: EndpointSpec.Mode) throws {
        let shop = try Shop(mode: mode)
        let wanted = try shop.tasks.map { try shop.fabric.address(of: $0, on: shop.shop) }
        for name in ["tasks.shop_api", "tasks.api", "TASKS.Api"] {
            let answer = try shop.fabric.answer(name, from: shop.web)
            #expect(answer.kind == .tasks)
            #expect(answer.records.map(\.address) == wanted)
        }
    }

    @Test func `a name may be followed by its network's`() throws {
        let shop = try Shop()
        let address = try shop.fabric.virtualIP(of: shop.api, on: shop.shop)
        #expect(try shop.fabric.addresses("api.shop_default", from: shop.web) == [address])
        #expect(
            try shop.fabric.addresses("tasks.api.shop_default", from: shop.web).count == 3
        )
        #expect(try shop.fabric.addresses("api.other", from: shop.web) == [])
    }

    @Test func `LIF-50 a container answers to its whole name and to its short id`() throws {
        let shop = try Shop()
        let task = try shop.fabric.store.task(shop.tasks[1]).orThrow()
        let address = try shop.fabric.address(of: task.id, on: shop.shop)
        for name in [
            task.name, task.name.uppercased(), try task.status.container.orThrow().id.short,
        ] {
            let answer = try shop.fabric.answer(name, from: shop.web)
            #expect(answer.kind == .container)
            #expect(answer.records.map(\.address) == [address])
        }
        let slot = try shop.fabric.answer("shop_api.2", from: shop.web)
        #expect(slot.kind == .unknown)
        #expect(slot.note.contains(task.name))
    }

    @Test func `an address is answered with the container's name and network`() throws {
        let shop = try Shop()
        let task = try shop.fabric.store.task(shop.tasks[0]).orThrow()
        let address = try shop.fabric.address(of: task.id, on: shop.shop)
        let answer = try shop.fabric.answer(address, from: shop.web)
        #expect(answer.kind == .reverse)
        #expect(answer.records.map(\.name) == ["\(task.name).shop_default"])
        let virtual = try shop.fabric.virtualIP(of: shop.api, on: shop.shop)
        #expect(try shop.fabric.answer(virtual, from: shop.web).kind == .unknown)
    }

    @Test func `nothing is seen across networks`() throws {
        let shop = try Shop()
        let answer = try shop.fabric.answer("shop_api", from: shop.lone)
        #expect(answer.kind == .unknown)
        #expect(answer.note.contains("service shop_api is on shop_default only, lone.1 is not"))
        #expect(answer.searched == [shop.other])
    }

    @Test func `ALC-3 the ingress network has no names`() throws {
        var fabric = Fabric()
        let ports = [PortConfig(targetPort: 80, publishedPort: 8_010)]
        let one = fabric.service("one", on: [], ports: ports)
        let task = try fabric.task(of: one, 1, on: 1)
        let answer = try fabric.answer("one", from: task)
        #expect(answer.kind == .unknown)
        #expect(answer.searched == [])
    }

    @Test func `ALC-23 networks of the nodes' own have no names of the swarm's`() throws {
        var fabric = Fabric()
        let local = fabric.network("local", driver: "bridge")
        let one = fabric.service("one", on: [local])
        let task = try fabric.task(of: one, 1, on: 1)
        #expect(try fabric.answer("one", from: task).kind == .unknown)
    }

    @Test func `AGT-29 a task that is told to stop has no name, and the last takes the service's`()
        throws
    {
        var shop = try Shop()
        shop.fabric.out = [shop.tasks[0]]
        #expect(try shop.fabric.addresses("tasks.api", from: shop.web).count == 2)
        shop.fabric.out = Set(shop.tasks)
        let answer = try shop.fabric.answer("api", from: shop.web)
        #expect(answer.kind == .unknown)
        #expect(answer.note.contains("shop_api has no running, healthy task"))
    }

    @Test func `what a node does not hear of has no name there`() throws {
        var shop = try Shop()
        shop.fabric.cut = [(shop.fabric.nodes[0], shop.fabric.nodes[2])]
        #expect(try shop.fabric.addresses("tasks.api", from: shop.web).count == 2)
    }

    @Test func `one alias of two services stands for both`() throws {
        var shop = try Shop()
        let second = shop.fabric.service("shop_api2", on: [shop.shop], aliases: ["api"])
        try shop.fabric.task(of: second, 1, on: 1)
        #expect(
            try shop.fabric.addresses("api", from: shop.web) == [
                shop.fabric.virtualIP(of: shop.api, on: shop.shop),
                shop.fabric.virtualIP(of: second, on: shop.shop),
            ]
        )
    }

    @Test func `the networks are asked in the task's own order`() throws {
        var fabric = Fabric()
        let networks = [fabric.network("b"), fabric.network("a")]
        let one = fabric.service("one", on: [networks[0]], aliases: ["db"])
        let two = fabric.service("two", on: [networks[1]], aliases: ["db"])
        let asker = fabric.service("asker", on: networks)
        try fabric.task(of: one, 1, on: 1)
        try fabric.task(of: two, 1, on: 1)
        let task = try fabric.task(of: asker, 1, on: 2)
        #expect(try fabric.answer("db", from: task).network == networks[0])
        #expect(
            try fabric.addresses("db.a", from: task) == [fabric.virtualIP(of: two, on: networks[1])]
        )
    }

    @Test func `a container's own hosts file comes first`() throws {
        var fabric = Fabric()
        let network = fabric.network("net")
        let one = fabric.service("one", on: [network]) {
            $0.task.container.hosts = ["192.0.2.7 legacy Printer"]
        }
        let task = try fabric.task(of: one, 1, on: 1)
        let answer = try fabric.answer("printer", from: task)
        #expect(answer.kind == .hostsFile)
        #expect(answer.records.map(\.address) == ["192.0.2.7"])
    }

    @Test func `a host name of the service's is a name of each container`() throws {
        var fabric = Fabric()
        let network = fabric.network("net")
        let one = fabric.service("one", on: [network]) { $0.task.container.hostname = "broker" }
        let first = try fabric.task(of: one, 1, on: 1)
        let second = try fabric.task(of: one, 2, on: 2)
        #expect(
            try fabric.addresses("broker", from: first) == [
                fabric.address(of: first, on: network), fabric.address(of: second, on: network),
            ]
        )
    }

    @Test func `names outside of the swarm are not resolved, and it says that this is simulated`()
        throws
    {
        let shop = try Shop()
        let answer = try shop.fabric.answer("www.example.com", from: shop.web)
        #expect(answer.kind == .unknown)
        #expect(answer.note == "simulated: names outside of the swarm are not resolved")
    }

    @Test func `only a running container can ask`() throws {
        var shop = try Shop()
        let dead = try shop.fabric.task(of: shop.api, 4, on: 1, .failed)
        #expect(throws: EngineError.self) { try shop.fabric.answer("api", from: dead) }
        shop.fabric.down = [shop.fabric.nodes[0]]
        #expect(throws: EngineError.self) { try shop.fabric.answer("api", from: shop.web) }
    }
}
