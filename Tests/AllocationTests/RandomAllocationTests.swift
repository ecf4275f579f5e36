import Allocation
import Basics
import SwarmModel
import SwarmStore
import Testing

/// Random services, networks and tasks; the seed of a failure is its argument.
@Suite struct RandomAllocationTests {
    @Test(arguments: UInt64(1)...40)
    func `nothing is given out twice, and nothing that can be had is withheld`(seed: UInt64) {
        var life = RandomLife(seed: seed)
        for _ in 0..<60 {
            life.happen()
            life.stage.settle()
            life.check()
        }
    }

    @Test(arguments: UInt64(1)...20)
    func `an allocator that was saved and restored goes on as if nothing had been`(
        seed: UInt64
    ) throws {
        var life = RandomLife(seed: seed)
        for round in 0..<40 {
            life.happen()
            life.stage.settle()
            var twin = life
            let bytes = try Packed.encode(life.stage.allocator)
            twin.stage.allocator = try Packed.decode(Allocator.self, from: bytes)
            #expect(try Packed.encode(twin.stage.allocator) == bytes)
            twin.stage.allocator.restore(from: twin.stage.store)
            #expect(try Packed.encode(twin.stage.allocator) == bytes)
            life.happen()
            twin.happen()
            life.stage.settle()
            twin.stage.settle()
            #expect(life.stage.store.allTasks == twin.stage.store.allTasks)
            #expect(life.stage.store.services == twin.stage.store.services)
            #expect(life.stage.store.networks == twin.stage.store.networks)
            if round.isMultiple(of: 2) { life = twin }
        }
    }
}

/// A cluster to which random things happen, with little room, so that allocations fail.
private struct RandomLife {
    var stage: Stage
    private var nodes: [NodeID] = []
    private var created = 0

    init(seed: UInt64) {
        stage = Stage(seed: seed)
        var cluster = stage.store.cluster
        cluster.spec.defaultAddressPool = ["10.0.0.0/26"]
        cluster.spec.subnetSize = 28
        stage.store.update(cluster)
        stage.addNetwork("ingress") { $0.ingress = true }
        nodes = [stage.addNode(), stage.addNode()]
        stage.settle()
    }

    private mutating func number(below bound: Int) -> Int {
        Int(stage.random.next() % UInt64(bound))
    }

    private mutating func any<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[number(below: elements.count)]
    }

    mutating func happen() {
        for _ in 0...number(below: 3) { happenOnce() }
    }

    private mutating func happenOnce() {
        created += 1
        let service = any(stage.store.services)
        let task = any(stage.store.allTasks)
        switch number(below: 12) {
        case 0: addNetwork()
        case 1: removeNetwork()
        case 2, 3: stage.addService("s\(created)", ports: ports(), networks: networks())
        case 4: if let service { stage.change(service.id) { $0.endpoint = nil } }
        case 5: if let service { stage.publish(ports() ?? [], on: service.id) }
        case 6: if let service { remove(service) }
        case 7, 8, 9: if let service { stage.addTask(of: service.id, slot: created) }
        case 10:
            if let task, task.state == .pending, let node = any(nodes) {
                stage.assign(task.id, to: node)
            }
        default:
            if let task {
                if task.isDead { stage.store.remove(task.id) } else { stage.end(task.id) }
            }
        }
    }

    private mutating func addNetwork() {
        let isLocal = number(below: 4) == 0
        stage.addNetwork("n\(created)") { if isLocal { $0.driver = DriverSpec(name: "bridge") } }
    }

    /// Networks in use are never removed (the control API sees to that).
    private mutating func removeNetwork() {
        let used =
            stage.store.services.flatMap { $0.spec.task.networks.map(\.target) }
            + stage.store.allTasks.flatMap { $0.networks.map(\.network) }
        let free = stage.store.networks.filter { !used.contains($0.id) && !$0.spec.ingress }
        if let network = any(free) { stage.store.remove(network.id) }
    }

    /// Its tasks end with it.
    private mutating func remove(_ service: Service) {
        for task in stage.store.tasks(of: service.id) { stage.store.remove(task.id) }
        stage.store.remove(service.id)
    }

    private mutating func networks() -> [NetworkID] {
        let all = stage.store.networks.filter { !$0.spec.ingress }
        return Array(Set((0..<number(below: 3)).compactMap { _ in any(all)?.id })).sorted()
    }

    private mutating func ports() -> [PortConfig]? {
        guard number(below: 3) > 0 else { return nil }
        return (0..<number(below: 4)).map { index in
            let target = UInt32(80 + index)
            switch number(below: 4) {
            case 0: return .tcp(to: target)
            case 1: return .host(UInt32(8000 + number(below: 3)), to: target)
            default: return .tcp(UInt32(29_998 + number(below: 5)), to: target)
            }
        }
    }
}

extension RandomLife {
    func check() {
        checkUnique()
        for service in stage.store.services {
            guard let endpoint = service.endpoint else { continue }
            for address in endpoint.virtualIPs {
                #expect(stage.store.network(address.network) != nil)
            }
        }
        let failed = stage.store.allTasks.contains { $0.state == .new }
        if failed { #expect(stage.allocator.nextDeadline != nil) }
        checkReadyServices()
    }

    /// No port and no address is anybody else's.
    private func checkUnique() {
        let ports = stage.store.services.flatMap { $0.endpoint?.ports ?? [] }
            .filter { $0.publishMode == .ingress }
            .map { "\($0.transport) \($0.publishedPort)" }
        #expect(Set(ports).count == ports.count, "a port is published twice")
        var addresses = stage.store.services.flatMap { $0.endpoint?.virtualIPs ?? [] }.map(
            \.address
        )
        addresses.removeAll { $0.isEmpty }
        addresses += stage.store.allTasks.filter(\.isLive).flatMap(\.networks).flatMap(\.addresses)
        for network in stage.store.networks {
            addresses += nodes.compactMap { stage.allocator.loadBalancer(of: $0, on: network.id) }
            addresses += network.subnets.map { "\($0.gateway)/28" }
        }
        #expect(Set(addresses).count == addresses.count, "an address is in use twice")
        let subnets = stage.store.networks.flatMap(\.subnets).map(\.subnet)
        #expect(Set(subnets).count == subnets.count)
    }

    /// A service that asks for ports nobody else has, on networks with room, has them.
    private func checkReadyServices() {
        for service in stage.store.services where service.spec.task.networks.isEmpty {
            let wanted = (service.spec.endpoint?.ports ?? [])
            guard wanted.allSatisfy({ $0.publishMode == .host }), !wanted.isEmpty else { continue }
            #expect(service.endpoint?.ports == wanted)
        }
    }
}
