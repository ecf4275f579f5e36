import Basics
package import SwarmModel
package import SwarmStore

// MARK: - Nobody takes them

extension Scheduler {
    /// Says of the group's remaining tasks why they wait, and puts them back into the queue.
    ///
    /// If `nobodyPlaced`, all nodes are asked for their reasons; else those count that refused since
    /// the last placement.
    ///
    /// - Source: NSN-1 to NSN-4.
    mutating func refuseRest(
        of run: inout GroupRun,
        nobodyPlaced: Bool,
        in store: inout Store
    ) {
        guard run.count > 0 else { return }
        let tally = nobodyPlaced ? nodes.tallyOfRefusals(of: &run) : run.tally
        let error = tally.error
        for id in run.takeRest() {
            guard let task = store.task(id), task.waitsForNode else { continue }
            refuse(task, error: error, in: &store)
        }
    }

    private mutating func refuse(
        _ task: SwarmTask,
        error: String,
        in store: inout Store
    ) {
        guard let service = store.service(task.serviceID) else { return pending.drop(task.id) }
        if let current = service.specVersion, let own = task.specVersion, current > own {
            pending.drop(task.id)
            if task.state == .pending, task.desiredState >= .shutdown {
                write(.shutdown, error: "", to: task, in: &store)
            }
        } else {
            pending.add(task)
            write(task.state, error: error, to: task, in: &store)
        }
    }

    /// Writes a state and an error, unless the task has them already (NSN-4).
    private func write(
        _ state: TaskState,
        error: String,
        to task: SwarmTask,
        in store: inout Store
    ) {
        guard task.state != state || task.status.error != error else { return }
        var status = task.status
        status.state = state
        status.error = error
        status.timestamp = store.now
        var changed = task
        if changed.observe(status) { store.update(changed) }
    }
}

// MARK: - Preassigned tasks

extension Scheduler {
    private static let confirmed = "scheduler confirmed task can run on preassigned node"

    /// Confirms tasks that have a node already, or says why they cannot run there.
    ///
    /// - Source: SCH-5, NSN-5, NSN-6.
    mutating func confirmPreassigned(in store: inout Store) {
        var waiting: [TaskID] = []
        for id in preassigned {
            guard let task = store.task(id), task.waitsForConfirmation else { continue }
            if !confirm(task, in: &store) { waiting.append(id) }
        }
        preassigned = waiting
    }

    private mutating func confirm(
        _ task: SwarmTask,
        in store: inout Store
    ) -> Bool {
        guard let id = task.nodeID, let node = nodes.position(of: id), nodes[node].exists else {
            return false
        }
        var run = open([], like: task, in: store)
        defer { close(run, of: task) }
        if let refusal = nodes.refusal(of: &run, by: node) {
            write(.pending, error: refusal.explanation(nodes: 1), to: task, in: &store)
            return false
        }
        var confirmed = task
        assign(&confirmed, Decision(node, Self.confirmed, run, at: store.now))
        store.update(confirmed)
        return true
    }
}

// MARK: - Why here, why not there

extension Scheduler {
    /// What every node says to a task: the first filter that refuses it, and what it is ranked by.
    ///
    /// Room that the task itself takes counts as free, so that it also tells why a task may stay.
    ///
    /// - Returns: one verdict for each node, in the order of ``Store/nodes``. O(nodes).
    package func verdicts(for task: SwarmTask, in store: Store) -> [NodeVerdict] {
        var copy = self
        if task.holdsRoom { copy.nodes.follow(task, nil) }
        var run = copy.open([], like: task, in: store)
        let subject = FaultMemory.Subject(task)
        return store.nodes.compactMap { node in
            guard let position = copy.nodes.position(of: node.id) else { return nil }
            return NodeVerdict(
                node: node.id,
                refusal: copy.nodes.refusal(of: &run, by: position),
                recentFailures: Int(faults.count(subject, on: node.id)),
                serviceTasks: Int(copy.nodes.services.count(run.service, on: position)),
                activeTasks: Int(copy.nodes[position].activeTasks)
            )
        }
    }
}
