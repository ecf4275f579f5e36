import Basics
import SwarmModel
import SwarmStore
import Testing

/// A store beside its model; every write goes to both.
struct StorePair {
    var store: Store
    private var model = StoreModel()
    private var random: SeededGenerator
    private var made = 0
    /// What the last write should have noted: what it was before and is after.
    private var expected: [Noted] = []

    private enum Noted: Equatable {
        case task(SwarmTask?, SwarmTask?)
        case service(Service?, Service?)
        case node(Node?, Node?)
        case other
    }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        store = Store(cluster: Cluster(id: ClusterID(using: &random)))
    }

    private mutating func number(below bound: Int) -> Int {
        Int(random.next() % UInt64(max(1, bound)))
    }

    private mutating func pick<ID: ObjectIdentity, Object>(_ objects: [ID: Object]) -> Object? {
        let ids = objects.keys.sorted()
        return ids.isEmpty ? nil : objects[ids[number(below: ids.count)]]
    }
}

// MARK: - Making

extension StorePair {
    mutating func addService(named name: String? = nil) -> Service {
        made += 1
        let service = Service(
            id: ServiceID(using: &random),
            spec: ServiceSpec(name: name ?? "service\(made)")
        )
        store.put(service)
        return service
    }

    mutating func makeTask(of service: Service, slot: Int, on node: NodeID? = nil) -> SwarmTask {
        SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: slot,
            nodeID: node,
            now: store.now
        )
    }
}

// MARK: - Writing at random

extension StorePair {
    mutating func writeOnce() {
        store.now = store.now + .milliseconds(number(below: 3))
        if number(below: 3) > 0 { store.beginTransaction() }
        expected = []
        switch number(below: 20) {
        case 0, 1: writeNode()
        case 2, 3: writeService()
        case 4: writeOther()
        case 5: removeObject()
        case 6..<12: createTask()
        case 12: removeTask()
        default: changeTask()
        }
    }

    private mutating func writeNode() {
        made += 1
        let known = number(below: 3) == 0 ? nil : pick(model.nodes)
        var node = known ?? Node(id: NodeID(using: &random), spec: NodeSpec())
        node.description.hostname = "host\(number(below: 9))"
        node.spec.labels["x"] = "\(number(below: 2))"
        store.put(node)
        guard let after = stored(node, before: known, store.node(node.id)) else { return }
        model.nodes[node.id] = after
        expected = [.node(known, after)]
    }

    private mutating func writeService() {
        made += 1
        let known = number(below: 3) == 0 ? nil : pick(model.services)
        var service = known ?? Service(id: ServiceID(using: &random), spec: ServiceSpec(name: ""))
        if known == nil || number(below: 4) == 0 { service.spec.name = "Service\(made)" }
        service.spec.task.forceUpdate = UInt64(number(below: 2))
        store.put(service)
        guard let after = stored(service, before: known, store.service(service.id)) else { return }
        model.services[service.id] = after
        expected = [.service(known, after)]
    }

    private mutating func writeOther() {
        made += 1
        expected = [.other]
        let name = "Other\(made)"
        switch number(below: 4) {
        case 0:
            var network =
                pick(model.networks)
                ?? Network(id: NetworkID(using: &random), spec: NetworkSpec(name: name))
            network.spec.name = name
            store.put(network)
            model.networks[network.id] = store.network(network.id)
            #expect(store.network(network.id)?.spec == network.spec)
        case 1:
            let data = SecretData.plain([1])
            var secret =
                pick(model.secrets)
                ?? Secret(id: SecretID(using: &random), spec: SecretSpec(name: name, data: data))
            secret.spec.name = name
            store.put(secret)
            model.secrets[secret.id] = store.secret(secret.id)
            #expect(store.secret(secret.id)?.spec == secret.spec)
        case 2:
            var config =
                pick(model.configs)
                ?? Config(id: ConfigID(using: &random), spec: ConfigSpec(name: name, data: []))
            config.spec.name = name
            store.put(config)
            model.configs[config.id] = store.config(config.id)
            #expect(store.config(config.id)?.spec == config.spec)
        default:
            let node = pick(model.nodes)?.id ?? NodeID(using: &random)
            let volume = Volume(name: "v\(number(below: 5))", node: node, createdAt: store.now)
            let isNew = !model.volumes.contains { $0.name == volume.name && $0.node == node }
            store.create(volume)
            if isNew { model.volumes.append(volume) } else { expected = [] }
        }
    }

    private mutating func removeObject() {
        switch number(below: 6) {
        case 0: if let node = pick(model.nodes) { remove(node) }
        case 1: if let service = pick(model.services) { remove(service) }
        case 2:
            guard let network = pick(model.networks) else { return }
            store.remove(network.id)
            model.networks[network.id] = nil
            expected = [.other]
        case 3:
            guard let secret = pick(model.secrets) else { return }
            store.remove(secret.id)
            model.secrets[secret.id] = nil
            expected = [.other]
        case 4:
            guard let config = pick(model.configs) else { return }
            store.remove(config.id)
            model.configs[config.id] = nil
            expected = [.other]
        default:
            guard !model.volumes.isEmpty else { return }
            let volume = model.volumes.remove(at: number(below: model.volumes.count))
            store.removeVolume(named: volume.name, on: volume.node)
            expected = [.other]
        }
    }

    private mutating func remove(_ node: Node) {
        store.remove(node.id)
        model.nodes[node.id] = nil
        expected = [.node(node, nil)]
    }

    private mutating func remove(_ service: Service) {
        store.remove(service.id)
        model.services[service.id] = nil
        expected = [.service(service, nil)]
    }
}

// MARK: - Tasks

extension StorePair {
    private mutating func createTask() {
        let service =
            pick(model.services)
            ?? Service(id: ServiceID(using: &random), spec: ServiceSpec(name: "gone"))
        let isGlobal = number(below: 4) == 0
        let node = isGlobal ? pick(model.nodes)?.id : nil
        let slot = node == nil ? 1 + number(below: number(below: 5) == 0 ? 300 : 6) : 0
        let task = makeTask(of: service, slot: slot, on: node)
        store.create(task)
        guard let after = stored(task, before: nil, store.task(task.id)) else { return }
        model.tasks[task.id] = after
        expected = [.task(nil, after)]
    }

    private mutating func removeTask() {
        guard let task = pick(model.tasks) else { return }
        store.remove(task.id)
        model.tasks[task.id] = nil
        expected = [.task(task, nil)]
    }

    private mutating func changeTask() {
        guard let before = pick(model.tasks) else { return }
        var task = before
        switch number(below: 5) {
        case 0: task.nodeID = pick(model.nodes)?.id
        case 1: _ = task.raiseDesired(to: TaskState.allCases[number(below: 14)])
        case 2: task.meta = ObjectMeta(version: 99, createdAt: .zero, updatedAt: .zero)
        default: _ = task.observe(TaskStatus(state: TaskState.allCases[number(below: 14)]))
        }
        if number(below: 2) == 0 {
            store.update(task)
        } else {
            var changed = task
            changed.meta = before.meta
            store.update(task.id) { [changed] in
                let isNew = $0 != changed
                $0 = changed
                return isNew
            }
        }
        guard let after = store.task(task.id) else {
            Issue.record("the task is gone")
            return
        }
        if let after = stored(task, before: before, after) {
            expected = [.task(before, after)]
            model.tasks[task.id] = after
        }
    }

    mutating func empty() {
        for id in model.tasks.keys.sorted() { store.remove(id) }
        model.tasks = [:]
        _ = store.takeChanges()
    }
}

// MARK: - Checking

/// What every object of the store carries.
private protocol Stamped: Equatable {
    var meta: ObjectMeta { get set }
}

extension Node: Stamped {}
extension Service: Stamped {}
extension SwarmTask: Stamped {}

extension StorePair {
    /// What the store should hold after a write; `nil` if nothing was to be written.
    private func stored<Object: Stamped>(
        _ written: Object,
        before: Object?,
        _ held: Object?
    ) -> Object? {
        var after = written
        if let before { after.meta = before.meta }
        guard after != before else {
            #expect(held == before)
            return nil
        }
        after.meta = ObjectMeta(
            version: store.version,
            createdAt: before?.meta.createdAt ?? store.now,
            updatedAt: store.now
        )
        #expect(held == after)
        return after
    }

    /// The store notes each write once, with the object before and after.
    mutating func checkChanges() {
        let noted = store.takeChanges().map { change -> Noted in
            switch change {
            case .task(let before, let after): .task(before, after)
            case .service(let before, let after): .service(before, after)
            case .node(let before, let after): .node(before, after)
            default: .other
            }
        }
        #expect(noted == expected)
        #expect(store.changes.isEmpty)
    }

    func checkAll() {
        checkObjects()
        checkTasks()
        for service in Set(model.tasks.values.map(\.serviceID)).union(model.services.keys) {
            checkTasks(of: service)
        }
        for node in Set(model.tasks.values.compactMap(\.nodeID)).union(model.nodes.keys) {
            #expect(store.tasks(on: node) == model.tasks(on: node))
            var seen: Set<TaskID> = []
            #expect(store.allTasks(on: node) { seen.insert($0.id).inserted })
            #expect(seen == Set(model.tasks(on: node).map(\.id)))
            #expect(
                StoreModel.Counts(store.tally(on: node))
                    == StoreModel.Counts(model.tasks(on: node))
            )
        }
    }

    private func checkObjects() {
        #expect(
            store.nodes
                == model.nodes.values.sorted {
                    ($0.description.hostname, $0.id) < ($1.description.hostname, $1.id)
                }
        )
        #expect(store.nodeCount == model.nodes.count)
        #expect(store.services == model.services.values.sorted { $0.name < $1.name })
        #expect(store.serviceCount == model.services.count)
        #expect(store.networks == model.networks.values.sorted { $0.name < $1.name })
        #expect(store.secrets == model.secrets.values.sorted { $0.name < $1.name })
        #expect(store.configs == model.configs.values.sorted { $0.name < $1.name })
        #expect(
            store.volumes == model.volumes.sorted { ($0.name, $0.node) < ($1.name, $1.node) }
        )
        for service in model.services.values {
            #expect(store.service(named: service.name.uppercased()) == service)
        }
        for volume in model.volumes {
            #expect(store.volume(named: volume.name, on: volume.node) == volume)
            #expect(store.volume(named: volume.name + "x", on: volume.node) == nil)
        }
        for network in model.networks.values {
            #expect(store.network(named: network.name) == network)
        }
        for secret in model.secrets.values { #expect(store.secret(named: secret.name) == secret) }
        for config in model.configs.values { #expect(store.config(named: config.name) == config) }
        for number in 0...made
        where model.services.values.allSatisfy({ $0.name != "Service\(number)" }) {
            #expect(store.service(named: "Service\(number)") == nil)
        }
    }

    private func checkTasks() {
        #expect(store.taskCount == model.tasks.count)
        #expect(
            store.allTasks.sorted { $0.id < $1.id } == model.tasks.values.sorted { $0.id < $1.id }
        )
        #expect(StoreModel.Counts(store.taskTally) == StoreModel.Counts(model.tasks.values))
        #expect(store.servicesWithTasks == Set(model.tasks.values.map(\.serviceID)).sorted())
    }

    private func checkTasks(of service: ServiceID) {
        let tasks = model.tasks(of: service)
        #expect(store.tasks(of: service) == tasks)
        #expect(StoreModel.Counts(store.tally(of: service)) == StoreModel.Counts(tasks))
        let places = Set(tasks.map(\.place)).sorted()
        #expect(store.places(of: service) == places)
        for place in places {
            #expect(store.tasks(of: service, in: place) == model.tasks(of: service, in: place))
            #expect(
                store.taskCount(of: service, in: place)
                    == model.tasks(of: service, in: place).count
            )
        }
        #expect(store.tasks(of: service, in: .slot(301)).isEmpty)
    }
}
