import Basics
import Scheduling
import SwarmModel
import SwarmStore
import Testing

/// A random cluster to which random things happen.
struct RandomLife {
    struct Group {
        let key: Key
        var tasks: [TaskID]
    }
    struct Key: Hashable {
        let service: ServiceID
        let version: UInt64?
    }
    private struct Failure {
        let key: Key
        let node: NodeID
        let moment: Moment
    }

    var stage: Stage
    /// Nodes, the one longest not used first.
    var turns: [NodeID] = []
    private var services: [Service] = []
    private var waiting: [Group] = []
    private var failed: [Failure] = []
    private var joined = 0
    /// How many groups, and how many tasks in each, come in one round at most.
    private let groupsMaximum: Int
    private let groupMaximum: Int

    init(seed: UInt64) {
        (groupsMaximum, groupMaximum) = (2, 10)
        stage = Stage(seed: seed)
        for _ in 0...number(below: 8) { join() }
        for index in 0...number(below: 4) { services.append(makeService(index)) }
    }

    /// Many nodes, and many services with few tasks each.
    init(sparseSeed seed: UInt64) {
        (groupsMaximum, groupMaximum) = (12, 2)
        stage = Stage(seed: seed)
        for _ in 0..<40 { join() }
        for index in 0..<30 { services.append(makeService(index)) }
    }

    mutating func number(below bound: Int) -> Int {
        Int(stage.random.next() % UInt64(bound))
    }

    private mutating func chance(_ one: Int, in many: Int) -> Bool { number(below: many) < one }

    /// A few things happen to nodes and tasks.
    mutating func happen() {
        stage.advance(.seconds(number(below: 90)))
        for _ in 0..<number(below: 4) { changeNode() }
        for task in stage.store.allTasks where chance(1, in: 4) { change(task) }
        failed.removeAll { $0.moment + .seconds(300) < stage.now }
        // Not everything that makes room causes a tick (ACC-5); a changed node does.
        let round = "\(stage.now)"
        if let node = turns.first { stage.change(node) { $0.spec.labels["round"] = round } }
    }

    /// Adds tasks, and gives all groups that wait, in the order in which they are scheduled.
    mutating func newGroups() -> [Group] {
        pruneWaiting()
        for _ in 0...number(below: groupsMaximum) {
            let service = services[number(below: services.count)]
            let key = Key(service: service.id, version: service.specVersion)
            for _ in 0...number(below: groupMaximum) { addTask(of: service, key) }
        }
        let alone = waiting.filter { $0.key.version == nil }
        return waiting.filter { $0.key.version != nil && !$0.tasks.isEmpty }
            + alone.flatMap { group in group.tasks.map { Group(key: group.key, tasks: [$0]) } }
    }

    func failures(of key: Key) -> [NodeID: Int] {
        failed.filter { $0.key == key }.reduce(into: [:]) { $0[$1.node, default: 0] += 1 }
    }

    /// One run, due now, whatever the timers say.
    mutating func runOnce() {
        stage.advance(.milliseconds(1_200))
        stage.scheduler.timePassed(now: stage.now)
        stage.runOnce()
        failed.removeAll { $0.moment + .seconds(300) < stage.now }
        pruneWaiting()
        waiting.removeAll { $0.tasks.isEmpty }
    }

    /// A group keeps its place until a run, even if all its tasks are gone.
    private mutating func pruneWaiting() {
        for group in waiting.indices {
            waiting[group].tasks.removeAll { stage.store.task($0)?.state != .pending }
        }
    }
}

// MARK: - Making

extension RandomLife {
    private mutating func join() {
        joined += 1
        let zones = ["a", "b", ""]
        var labels: [String: String] = [:]
        for key in ["zone", "rack"] {
            let zone = zones[number(below: 3)]
            if !zone.isEmpty { labels[key] = zone }
        }
        let resources = Resources(
            nanoCPUs: Int64(number(below: 20)),
            memoryBytes: Int64(number(below: 20)),
            generic: [.discrete(kind: "gpu", value: Int64(number(below: 5)))]
        )
        let isReady = !chance(1, in: 6)
        let id = stage.addNode("n\(joined)", labels: labels, resources: resources) {
            if !isReady { $0.status.state = .down }
        }
        turns.append(id)
    }

    private mutating func makeService(_ index: Int) -> Service {
        var spec = TaskSpec()
        if chance(1, in: 2) {
            spec.resources.reservations = Resources(
                nanoCPUs: Int64(number(below: 4)),
                memoryBytes: Int64(number(below: 4))
            )
        }
        if chance(1, in: 5) {
            spec.resources.reservations.generic = [.discrete(kind: "gpu", value: 1)]
        }
        if chance(1, in: 4) { spec.placement.constraints = ["node.labels.zone==a"] }
        if chance(1, in: 4) { spec.placement.constraints = ["node.labels.rack!=b"] }
        if chance(1, in: 6) {
            spec.placement.platforms = [Platform(architecture: "x86_64", os: "linux")]
        }
        if chance(1, in: 2) { spec.placement.preferences = ["node.labels.zone"] }
        if chance(1, in: 3) { spec.placement.preferences += ["node.hostname", "node.labels.rack"] }
        if chance(1, in: 4) { spec.placement.maxReplicas = UInt64(1 + number(below: 3)) }
        let version: UInt64? = chance(1, in: 4) ? nil : 1
        return stage.addService("s\(index)", version: version) { $0 = spec }
    }

    private mutating func addTask(of service: Service, _ key: Key) {
        // Whether a service publishes follows from its name, so that groups are alike.
        let publishes = service.name == "s1"
        let port = PortConfig(targetPort: 80, publishedPort: 8080, publishMode: .host)
        let id = stage.addTask(of: service, slot: 1 + number(below: 50)) {
            if publishes { $0.endpoint = Endpoint(ports: [port]) }
        }
        if let index = waiting.firstIndex(where: { $0.key == key }) {
            waiting[index].tasks.append(id)
        } else {
            waiting.append(Group(key: key, tasks: [id]))
        }
    }
}

// MARK: - Changing

extension RandomLife {
    private mutating func changeNode() {
        let kind = number(below: 6)
        guard kind > 0, !turns.isEmpty else { return join() }
        let id = turns[number(below: turns.count)]
        let amount = Int64(number(below: 20))
        switch kind {
        case 1: stage.change(id) { $0.status.state = $0.status.state == .ready ? .down : .ready }
        case 2:
            stage.change(id) {
                $0.spec.availability = $0.spec.availability == .active ? .drain : .active
            }
        case 3: stage.change(id) { $0.description.resources.memoryBytes = amount }
        case 4: stage.change(id) { $0.spec.labels["zone"] = amount < 10 ? "a" : "c" }
        default: leave(id)
        }
    }

    /// A node goes; what ran there is lost (LIF-21).
    private mutating func leave(_ id: NodeID) {
        for task in stage.store.tasks(on: id) { stage.report(task.id, .orphaned) }
        stage.store.remove(id)
        turns.removeAll { $0 == id }
        failed.removeAll { $0.node == id }
    }

    private mutating func change(_ task: SwarmTask) {
        switch number(below: 6) {
        case 0: stage.report(task.id, task.nodeID == nil ? .pending : .running)
        case 1:
            stage.report(task.id, .failed)
            if let node = task.nodeID, task.isLive {
                let key = Key(service: task.serviceID, version: task.specVersion)
                failed.append(Failure(key: key, node: node, moment: stage.now))
            }
        case 2: stage.report(task.id, .shutdown)
        case 3: stage.store.raiseDesired(of: task.id, to: .shutdown)
        case 4 where task.isDead: stage.store.remove(task.id)
        default: break
        }
    }
}

// MARK: - Invariants

extension RandomLife {
    /// No reservation over-committed by a placement, no host port twice, constraints held when
    /// placed, and all counts as a recount has them.
    func check() {
        let reference = ReferenceScheduler(store: stage.store, turns: turns)
        for service in services {
            guard let probe = probe(of: service) else { continue }
            for verdict in stage.scheduler.verdicts(for: probe, in: stage.store) {
                #expect(
                    verdict.serviceTasks == reference.serviceTasks(service.id, on: verdict.node)
                )
                #expect(verdict.activeTasks == reference.activeTasks(on: verdict.node))
                #expect(verdict.refusal == reference.refusal(of: probe, by: verdict.node))
                let key = Key(service: service.id, version: service.specVersion)
                #expect(verdict.recentFailures == failures(of: key)[verdict.node] ?? 0)
            }
        }
        for node in stage.store.nodes { checkPorts(on: node.id) }
    }

    /// A task of the service that is nowhere.
    private func probe(of service: Service) -> SwarmTask? {
        var random = SeededGenerator(seed: 9)
        return SwarmTask(
            id: TaskID(using: &random),
            service: service,
            slot: 1,
            now: stage.now
        )
    }

    private func checkPorts(on node: NodeID) {
        let ports = stage.store.tasks(on: node).filter { $0.isLive }
            .flatMap { $0.endpoint?.ports ?? [] }
        #expect(Set(ports).count == ports.count, "a host port is used twice")
    }
}
