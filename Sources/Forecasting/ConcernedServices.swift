import Basics
import SwarmModel
import SwarmStore
import SwarmWorld

/// Which services commands are about, so that a forecast does not tell of what goes on anyway.
struct ConcernedServices {
    private let store: Store
    private(set) var ids: Set<ServiceID> = []

    init(_ commands: [ClusterCommand], in world: World) {
        store = world.store
        for command in commands { add(command) }
    }

    private mutating func add(_ command: ClusterCommand) {
        switch command {
        case .updateService(let id, _, _), .rollbackService(let id, _), .removeService(let id):
            ids.insert(id)
        case .updateNode(let id, _, let spec): add(id, becoming: spec)
        case .removeNode(let id, _), .leaveSwarm(let id, _), .forceNewCluster(let id): addTasks(id)
        case .removeContainer(let id), .removeTask(let id), .stopContainer(let id, _),
            .signalContainer(let id, _):
            if let task = store.task(id) { ids.insert(task.serviceID) }
        case .addNode, .joinSwarm, .unlockSwarm: addThoseThatMayGain()
        case .fault(let fault): add(fault)
        default: break
        }
    }

    private mutating func add(_ fault: Fault) {
        switch fault {
        case .powerOff(let id), .isolate(let id): addTasks(id)
        case .powerOn(let id):
            addTasks(id)
            addThoseThatMayGain()
        // A slow disk and a wrong clock move nothing by themselves.
        case .slowDisk, .skewClock: break
        case .cut, .link, .mend, .heal: ids.formUnion(store.services.map(\.id))
        }
    }

    private mutating func add(_ id: NodeID, becoming spec: NodeSpec) {
        guard let node = store.node(id) else { return }
        if spec.availability != node.spec.availability || spec.labels != node.spec.labels {
            addTasks(id)
            // A paused or drained node takes nothing, whatever its labels are.
            if spec.availability == .active { addThoseThatMayGain() }
        }
    }

    /// Services with tasks on a node.
    private mutating func addTasks(_ id: NodeID) {
        for task in store.tasks(on: id) where task.isLive { ids.insert(task.serviceID) }
    }

    /// Services that another place to run may help: global ones, and those whose tasks wait.
    private mutating func addThoseThatMayGain() {
        for service in store.services {
            let tally = store.tally(of: service.id)
            let isGlobal = service.spec.mode == .global || service.spec.mode == .globalJob
            if isGlobal || tally.running < tally.wanted { ids.insert(service.id) }
        }
    }
}
