package import Agents
package import Basics
import Scheduling
import SwarmModel
package import SwarmStore

extension World {
    /// A World that stands for somebody else's cluster, as far as that one is known from outside.
    ///
    /// Its managers agree at once. Containers that the store says run do run, and go on; how those
    /// to come behave is the catalogue's matter. The World has settled on its managers by the time
    /// it is handed out, some seconds after `now`.
    ///
    /// - Parameters:
    ///   - mirror: the cluster's objects.
    ///   - catalog: how its images behave.
    ///   - now: the moment of the mirror.
    ///   - seed: stands in for the other cluster's chance.
    package init(mirroring mirror: Store, catalog: ImageCatalog, at now: Moment, seed: UInt64) {
        self.init(seed: seed, catalog: catalog, name: "", preloadsImages: true)
        self.now = now
        store = mirror
        store.now = now
        _ = store.takeChanges()
        takeTasksAsCurrent()
        let nodes = store.nodes
        for node in nodes {
            let change = StoreChange.node(before: nil, after: node)
            agents.observe(change, now: now)
            observe(change)
        }
        for task in store.allTasks { agents.adopt(task, store, now: now) }
        let managers = nodes.filter { $0.manager != nil && $0.status.state == .ready }
        guard let first = managers.first(where: { $0.manager?.isLeader == true }) ?? managers.first
        else { return }
        self.managers.found(first.id, now: now)
        follow(self.managers.settle(topology, now: now))
        settle()
        _ = apply(.timePassed, at: now + Self.settlingTime)
    }

    /// What the managers need to let each other in.
    private static let settlingTime = Duration.seconds(5)

    /// An engine does not tell from which spec a task was made: where no update is under way, from
    /// the service's own.
    private mutating func takeTasksAsCurrent() {
        var tasks: [SwarmTask] = []
        for service in store.services {
            switch service.updateStatus?.state {
            case nil, .completed, .rollbackCompleted: break
            default: continue
            }
            for task in store.tasks(of: service.id)
            where task.isLive && task.desiredState <= .running && task.spec != service.taskSpec {
                tasks.append(task.made(from: service.taskSpec))
            }
        }
        store.beginTransaction()
        for task in tasks { store.update(task) }
        _ = store.takeChanges()
    }
}

extension SwarmTask {
    fileprivate func made(from spec: Shared<TaskSpec>) -> SwarmTask {
        SwarmTask(
            id: id,
            meta: meta,
            serviceID: serviceID,
            serviceName: serviceName,
            slot: slot,
            nodeID: nodeID,
            spec: spec,
            specVersion: specVersion,
            status: status,
            desiredState: desiredState,
            networks: networks,
            endpoint: endpoint,
            assignedGenericResources: assignedGenericResources,
            jobIteration: jobIteration,
            milestones: milestones
        )
    }
}
