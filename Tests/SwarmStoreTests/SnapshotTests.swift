import Basics
import SwarmModel
import SwarmStore
import Testing

/// Writes to a store at random, as the seed says, through everything a store can do.
struct RandomWriter {
    var random: SeededGenerator
    private var counter = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func below(_ limit: Int) -> Int { Int(random.next() % UInt64(max(1, limit))) }

    mutating func write(_ count: Int, to store: inout Store) {
        for _ in 0..<count {
            store.now = store.now + .milliseconds(below(5_000))
            store.beginTransaction()
            step(&store)
        }
        _ = store.takeChanges()
    }

    private mutating func step(_ store: inout Store) {
        counter += 1
        switch below(20) {
        case 0: addNode(&store)
        case 1: addService(&store)
        case 2: changeService(&store)
        case 3: addOthers(&store)
        case 4: removeSomething(&store)
        case 5...11: addTask(&store)
        default: changeTask(&store)
        }
    }

    private mutating func addNode(_ store: inout Store) {
        var node = Node(id: NodeID(using: &random), spec: NodeSpec(labels: ["zone": "\(below(3))"]))
        node.description.hostname = "node\(below(20))"
        if below(3) == 0 { node.manager = ManagerStatus(isLeader: below(2) == 0) }
        store.put(node)
    }

    private mutating func addService(_ store: inout Store) {
        let name = "Service-\(below(30))"
        guard store.service(named: name) == nil else { return }
        var spec = ServiceSpec(name: name, labels: ["a": "\(below(9))", "b": "c"])
        spec.task.container = ContainerSpec(image: "web:\(below(5))")
        spec.mode = below(2) == 0 ? .global : .replicated(replicas: 5)
        spec.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80)])
        store.put(Service(id: ServiceID(using: &random), spec: spec))
    }

    private mutating func changeService(_ store: inout Store) {
        guard var service = store.services.element(below(store.serviceCount)) else { return }
        service.previousSpec = service.spec
        service.spec.task.container.image = "web:\(below(5))"
        service.updateStatus = UpdateStatus(
            state: .updating,
            startedAt: store.now,
            message: "update in progress"
        )
        store.put(service)
    }

    private mutating func addTask(_ store: inout Store) {
        guard let service = store.services.element(below(store.serviceCount)) else { return }
        let node = store.nodes.element(below(store.nodeCount))?.id
        let slot = service.isGlobal ? 0 : below(200)
        var task = SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: node,
            now: store.now
        )
        task.networks = [
            NetworkAttachment(network: NetworkID(using: &random), addresses: ["10.0.1.2/24"])
        ]
        store.create(task)
    }

    private mutating func changeTask(_ store: inout Store) {
        guard var task = store.allTasks.element(below(store.taskCount)) else { return }
        let state = TaskState.allCases[below(TaskState.allCases.count)]
        let container = ContainerStatus(id: ContainerID(using: &random), pid: 7, exitCode: 0)
        _ = task.observe(
            TaskStatus(state: state, timestamp: store.now, message: "m", container: container)
        )
        if below(2) == 0 { task.nodeID = store.nodes.element(below(store.nodeCount))?.id }
        store.update(task)
        if below(4) == 0 { store.raiseDesired(of: task.id, to: .shutdown) }
    }

    private mutating func addOthers(_ store: inout Store) {
        let spec = NetworkSpec(name: "net\(counter)", labels: ["x": "y"])
        store.put(
            Network(
                id: NetworkID(using: &random),
                spec: spec,
                subnets: [Subnet(subnet: "10.0.\(below(200)).0/24")],
                vxlanID: 4_096
            )
        )
        let data = SecretData.sealed([1, 2, UInt8(below(200))], size: 2)
        store.put(
            Secret(
                id: SecretID(using: &random),
                spec: SecretSpec(name: "s\(counter)", data: data)
            )
        )
        store.put(
            Config(
                id: ConfigID(using: &random),
                spec: ConfigSpec(name: "c\(counter)", data: Array("data".utf8))
            )
        )
        if let node = store.nodes.first {
            store.create(Volume(name: "v\(below(9))", node: node.id, createdAt: store.now))
        }
    }

    private mutating func removeSomething(_ store: inout Store) {
        switch below(5) {
        case 0: if let node = store.nodes.element(below(store.nodeCount)) { store.remove(node.id) }
        case 1:
            guard let service = store.services.element(below(store.serviceCount)) else { return }
            store.remove(service.id)
        default:
            guard let task = store.allTasks.element(below(store.taskCount)) else { return }
            store.remove(task.id)
        }
    }
}

extension Array {
    fileprivate func element(_ index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}

private func emptyStore() -> Store {
    var random = SeededGenerator(seed: 99)
    return Store(cluster: Cluster(id: ClusterID(using: &random)), version: 3)
}

private func saved(_ store: Store) throws -> Store {
    try Packed.decode(Store.self, from: Packed.encode(store))
}

@Suite struct SnapshotTests {
    @Test(arguments: UInt64(1)...5)
    func `STO-9 a store that was saved goes on as if it had not been`(seed: UInt64) throws {
        var writer = RandomWriter(seed: seed)
        var store = emptyStore()
        writer.write(250, to: &store)
        var restored = try saved(store)
        #expect(try Packed.encode(restored) == Packed.encode(store))
        var again = writer
        writer.write(150, to: &store)
        again.write(150, to: &restored)
        #expect(try Packed.encode(restored) == Packed.encode(store))
        #expect(restored.differences(from: store).isEmpty)
    }

    @Test func `STO-9 a restored store answers every question as before`() throws {
        var store = emptyStore()
        var writer = RandomWriter(seed: 5)
        writer.write(700, to: &store)
        let restored = try saved(store)
        #expect(restored.version == store.version)
        #expect(restored.now == store.now)
        #expect(restored.cluster == store.cluster)
        #expect(restored.allTasks == store.allTasks)
        #expect(restored.nodes == store.nodes)
        #expect(restored.services == store.services)
        #expect(restored.networks == store.networks)
        #expect(restored.secrets == store.secrets)
        #expect(restored.configs == store.configs)
        #expect(restored.volumes == store.volumes)
        #expect(restored.taskTally == store.taskTally)
        #expect(restored.servicesWithTasks == store.servicesWithTasks)
        for service in store.services {
            #expect(restored.service(named: service.name) == service)
            #expect(restored.tally(of: service.id) == store.tally(of: service.id))
            #expect(restored.places(of: service.id) == store.places(of: service.id))
            #expect(restored.tasks(of: service.id) == store.tasks(of: service.id))
        }
        for node in store.nodes {
            #expect(restored.tasks(on: node.id) == store.tasks(on: node.id))
            #expect(restored.tally(on: node.id) == store.tally(on: node.id))
        }
        #expect(store.taskCount > 100)
        #expect(restored.network(named: "NET4") == store.network(named: "net4"))
    }

    @Test func `the spec of a service is saved once, however many tasks share it`() throws {
        var random = SeededGenerator(seed: 1)
        var spec = ServiceSpec(name: "web")
        spec.task.container.environment = (0..<200).map { "VARIABLE_\($0)=value \($0)" }
        let service = Service(id: ServiceID(using: &random), spec: spec)
        var store = emptyStore()
        store.put(service)
        let empty = try Packed.encode(store).count
        for slot in 1...1_000 {
            store.create(
                SwarmTask(id: TaskID(using: &random), service: service, slot: slot, now: .zero)
            )
        }
        _ = store.takeChanges()
        let bytes = try Packed.encode(store)
        #expect((bytes.count - empty) / 1_000 < 150)
        let restored = try Packed.decode(Store.self, from: bytes)
        let specs = Set(restored.allTasks.map { ObjectIdentifier($0.spec) })
        #expect(specs.count == 1)
        #expect(restored.service(named: "web").map { ObjectIdentifier($0.taskSpec) } == specs.first)
    }

    @Test(arguments: UInt64(1)...3)
    func `a damaged snapshot never ends the program`(seed: UInt64) throws {
        var store = emptyStore()
        var writer = RandomWriter(seed: 7)
        writer.write(150, to: &store)
        let bytes = try Packed.encode(store)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            var damaged = bytes
            let position = Int(random.next() % UInt64(bytes.count))
            damaged[position] = UInt8(truncatingIfNeeded: random.next())
            do {
                _ = try Packed.decode(Store.self, from: damaged)
            } catch {
                #expect(error is DecodingError)
            }
        }
    }
}
