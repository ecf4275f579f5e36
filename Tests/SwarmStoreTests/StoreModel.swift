import Basics
import SwarmModel
import SwarmStore

/// What a store should hold, in plain dictionaries; every answer is found by looking at everything.
struct StoreModel {
    var nodes: [NodeID: Node] = [:]
    var services: [ServiceID: Service] = [:]
    var tasks: [TaskID: SwarmTask] = [:]
    var networks: [NetworkID: Network] = [:]
    var secrets: [SecretID: Secret] = [:]
    var configs: [ConfigID: Config] = [:]
    var volumes: [Volume] = []

    func tasks(of service: ServiceID, in place: TaskPlace? = nil) -> [SwarmTask] {
        tasks.values
            .filter { $0.serviceID == service && (place == nil || $0.place == place) }
            .sorted { ($0.place, $0.meta.createdAt, $0.id) < ($1.place, $1.meta.createdAt, $1.id) }
    }

    func tasks(on node: NodeID) -> [SwarmTask] {
        tasks.values.filter { $0.nodeID == node }.sorted { $0.id < $1.id }
    }

    struct Counts: Equatable {
        var total = 0
        var running = 0
        var live = 0
        var wanted = 0
        var waiting = 0

        init(_ tasks: some Sequence<SwarmTask>) {
            for task in tasks {
                total += 1
                if task.state == .running { running += 1 }
                if task.isLive { live += 1 }
                if task.desiredState <= .running { wanted += 1 }
                if task.state <= .pending, task.desiredState <= .running { waiting += 1 }
            }
        }

        init(_ tally: TaskTally) {
            total = tally.total
            running = tally.running
            live = tally.live
            wanted = tally.wanted
            waiting = tally.waiting
        }
    }
}
