import Agents
import Allocation
import Basics
import Orchestration
import Scheduling
import SwarmModel
import SwarmStore

extension World {
    /// A new leader starts its duties, from the store that it has, not from the old one's.
    ///
    /// - Source: LDR-1, RFT-4, DIS-3.
    mutating func takeOver() {
        store.beginTransaction()
        let isFirst = !wasLed
        wasLed = true
        allocator = Allocator()
        allocator.restore(from: store)
        scheduler.becomeLeader(store)
        orchestrator.becomeLeader(&store, now: now, random: &random)
        agents.resumeDispatch()
        refreshSessions()
        if !isFirst { agents.leaderChanged(&store, now: now) }
        reviewRoles()
        refreshManagerStatus()
    }

    /// Begins with what the new leader knows; its machines begin anew.
    mutating func beginLead() {
        mustTakeOver = false
        for change in store.takeChanges() {
            agents.observe(change, now: now)
            observe(change)
        }
        adoptStoreOfLeader()
    }

    /// Shows what the leader has carried out, which may be more than what was shown before.
    private mutating func adoptStoreOfLeader() {
        guard let ticket = managers.agreed, ticket != shownTicket, let image = stores[ticket] else {
            return
        }
        let old = store
        stores[shownTicket] = old
        store = image
        store.now = now
        shownTicket = ticket
        catchUp(from: old)
    }

    /// Tells those who do not begin anew what has become different.
    private mutating func catchUp(from old: Store) {
        let differences = store.differences(from: old)
        for node in differences.nodes where node.before != nil || node.after != nil {
            let change = StoreChange.node(before: node.before, after: node.after)
            agents.observe(change, now: now)
            observe(change)
        }
        for task in differences.tasks where task.before != nil || task.after != nil {
            agents.observe(.task(before: task.before, after: task.after), now: now)
        }
        if old.cluster != store.cluster {
            agents.observe(.cluster(before: old.cluster, after: store.cluster), now: now)
        }
    }

    /// Follows nodes that come and go, and roles that are wanted.
    mutating func observe(_ change: StoreChange) {
        guard case .node(let before, let after) = change else { return }
        guard let after else {
            if let before { observeRemoval(of: before.id) }
            return
        }
        if before == nil {
            let zone = after.description.engineLabels[NewNode.zoneLabel]
            topology.place(after.id, in: zone ?? NewNode.standardZone)
            refreshSession(of: after.id)
        }
        observeRole(before, after)
    }

    private mutating func observeRemoval(of id: NodeID) {
        topology.forget(id)
        topologyEdition += 1
        outcasts.remove(id)
        // Its manager, if it has one, is evicted (ROL-7).
        if managers.isVoter(id) { roleChanges.add(id, at: now) }
    }

    // MARK: What readers see

    /// Merges the managers' view into the nodes (OBJ-34).
    ///
    /// It is nothing that managers agree on: each shows what it sees itself, also without a leader.
    mutating func refreshManagerStatus() {
        let voters = managers.voters
        for id in shownManagers where !voters.contains(id) { store.show(nil, on: id) }
        shownManagers = voters
        for id in voters {
            guard let node = store.node(id) else { continue }
            let status = ManagerStatus(
                isLeader: managers.leader == id,
                reachability: managers.isReachable(id, topology) ? .reachable : .unreachable,
                address: "\(node.status.address):2377"
            )
            if node.manager != status { store.show(status, on: id) }
        }
    }
}
