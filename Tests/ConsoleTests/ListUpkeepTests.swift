import Basics
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// Lists of tasks that follow what changes, against lists made from scratch.
struct ListUpkeepTests {
    @Test(arguments: UInt64(1)...40)
    func `a list that follows changes is the list made from scratch`(seed: UInt64) {
        var story = ListStory(seed: seed)
        for step in 0..<120 {
            story.step()
            guard let found = story.unlikeScratch() else { continue }
            Issue.record("seed \(seed), step \(step): \(found)")
            return
        }
        // Else the test would show nothing.
        #expect(story.followed > story.madeAnew, "seed \(seed)")
    }

    @Test func `a change of one task looks at its place only`() throws {
        var builder = hugeCluster(nodes: 50, tasksPerNode: 100)
        var driver = ConsoleDriver(builder)
        driver.command("tasks")
        driver.type("/svc<enter>")
        let before = driver.model.statistics
        builder.pass(.seconds(10))
        let task = try #require(builder.store.allTasks.last)
        builder.change(task.id) { $0.status.error = "no more" }
        driver.show(builder)
        #expect(driver.model.statistics.listBuilds == before.listBuilds + 1)
        #expect(driver.model.statistics.rowsListed == before.rowsListed + 1)
    }
}

/// A cluster that changes at random, and tables that show it.
private struct ListStory {
    private var random: SeededGenerator
    private var builder = ClusterBuilder()
    private var nodes: [NodeID] = []
    private var services: [ServiceID] = []
    private var network: NetworkID
    private var cluster: ClusterState
    private var tables: [TablePage] = []
    private(set) var followed = 0
    private(set) var madeAnew = 0
    private var names = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        network = builder.network("net")
        for number in 1...12 { nodes.append(builder.node("n\(number)")) }
        for number in 1...4 {
            services.append(builder.service("svc\(number)", replicas: number == 2 ? nil : 9))
        }
        cluster = ClusterState(builder.snapshot, receivedAt: builder.wall)
        for _ in 0..<60 { createTask() }
        cluster = ClusterState(builder.snapshot, receivedAt: builder.wall)
        tables = makeTables()
    }

    private mutating func makeTables() -> [TablePage] {
        let scopes: [TaskScope] = [
            .all, .service(services[0]), .service(services[1]), .network(network),
        ]
        let orders: [SortOrder?] = [
            nil, SortOrder(column: .name, isAscending: true),
            SortOrder(column: .state, isAscending: false),
            SortOrder(column: .node, isAscending: true),
            SortOrder(column: .since, isAscending: false),
            SortOrder(column: .error, isAscending: true),
        ]
        let filters = [
            "", "svc2", "!running", "-r n1$", "-l tier=gold", "!-l tier", "-f fld", "boom",
        ]
        return (0..<24).map { number in
            var table = TablePage(.tasks(scopes[number % scopes.count]))
            table.order = orders[Int.random(in: 0..<orders.count, using: &random)]
            table.filter = RowFilter(filters[Int.random(in: 0..<filters.count, using: &random)])
            table.showsFinished = Bool.random(using: &random)
            table.showsOnlyFaulty = Int.random(in: 0..<5, using: &random) == 0
            return table
        }
    }

    // MARK: - Changes

    mutating func step() {
        builder.pass(.seconds(1))
        for _ in 0..<Int.random(in: 0...6, using: &random) { change() }
        let differences = cluster.advance(to: builder.snapshot, receivedAt: builder.wall)
        for index in tables.indices { tables[index].note(differences, in: cluster) }
    }

    private var anyTask: SwarmTask? {
        mutating get { builder.store.allTasks.randomElement(using: &random) }
    }

    private mutating func createTask() {
        guard let service = services.randomElement(using: &random) else { return }
        let isGlobal = builder.store.service(service)?.isReplicated == false
        builder.task(
            service,
            slot: isGlobal ? 0 : Int.random(in: 1...9, using: &random),
            on: nodes.randomElement(using: &random),
            [.pending, .running, .failed, .shutdown].randomElement(using: &random) ?? .running,
            ago: .seconds(Int.random(in: 0...3, using: &random)),
            desired: Bool.random(using: &random) ? .running : .shutdown
        )
    }

    private mutating func change() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<30: createTask()
        case 30..<50: if let task = anyTask { builder.store.remove(task.id) }
        case 50..<65:
            let state: TaskState = Bool.random(using: &random) ? .failed : .running
            let moment = builder.now
            change { $0.status = TaskStatus(state: state, timestamp: moment, message: "so") }
        case 65..<73:
            let wanted: TaskState = Bool.random(using: &random) ? .shutdown : .running
            change { $0.desiredState = wanted }
        case 73..<80: change { $0.status.error = $0.status.error.isEmpty ? "boom" : "" }
        case 80..<86:
            let node = nodes.randomElement(using: &random)
            change { $0.nodeID = node }
        case 86..<94:
            let attached = NetworkAttachment(network: network, addresses: ["10.0.1.7/24"])
            change { $0.networks = $0.networks.isEmpty ? [attached] : [] }
        default: changeRarely()
        }
    }

    private mutating func change(_ change: (inout SwarmTask) -> Void) {
        if let task = anyTask { builder.change(task.id, change) }
    }

    private mutating func changeRarely() {
        names += 1
        switch Int.random(in: 0..<8, using: &random) {
        case 0: nodes.append(builder.node("n\(12 - names)"))
        case 1: if let node = nodes.randomElement(using: &random) { builder.store.remove(node) }
        case 2:
            let name = "m\(names)"
            if let node = nodes.randomElement(using: &random) {
                builder.change(node) { $0.description.hostname = name }
            }
        case 3: services.append(builder.service("a\(names)", replicas: names % 2 == 0 ? nil : 3))
        case 4: if let service = services.randomElement(using: &random) { builder.remove(service) }
        default:
            if let service = services.randomElement(using: &random) {
                let tier = names % 2 == 0 ? "gold" : "tin"
                builder.change(service) { $0.spec.labels["tier"] = tier }
            }
        }
    }

    // MARK: - Lists

    /// Lists some of the tables; tells which of them is not as if made from scratch.
    mutating func unlikeScratch() -> String? {
        let reader = RowReader(cluster: cluster, rollouts: RolloutBook(), now: builder.now)
        for index in tables.indices where Int.random(in: 0..<3, using: &random) > 0 {
            let table = tables[index]
            let lister = RowListBuilder(table, reader: reader.reading(table.kind))
            let scratch = lister.list()
            if case .everything = table.upkeep { madeAnew += 1 } else { followed += 1 }
            var list = table.list
            if table.isStale { list = lister.list(from: table.list, table.upkeep) }
            guard list.entries == scratch.entries, list.total == scratch.total,
                list.hidden == scratch.hidden
            else {
                return """
                    \(table.kind) by \(String(describing: table.order)), filter '\(table.filter.text)', \
                    finished \(table.showsFinished), faulty \(table.showsOnlyFaulty): \
                    \(list.entries.count) of \(list.total) and \(list.hidden) hidden, \
                    not \(scratch.entries.count) of \(scratch.total) and \(scratch.hidden)
                    """
            }
            tables[index].show(list, height: 10)
            tables[index].upkeep = .nothing
        }
        return nil
    }
}
