import Agents
import Allocation
import Basics
import Orchestration
import Scheduling
import SwarmModel
import SwarmStore

extension World {
    /// The role manager retries and settles a promotion within about a second.
    ///
    /// - Source: `observed-timelines` (k).
    private static let promotionTime: ClosedRange<Duration> =
        .milliseconds(600)...Duration.milliseconds(1_200)
    private static let demotionTime = Duration.milliseconds(200)

    /// - Source: VAL-50, ROL-2.
    mutating func updateNode(
        _ id: NodeID,
        version: UInt64,
        spec: NodeSpec
    ) throws(EngineError) -> CommandOutcome {
        var node = try existing(id)
        guard node.meta.version == version else { throw .outOfSequence }
        if node.spec.role == .manager, spec.role == .worker { try checkDemotion(of: node) }
        let changesRole = node.spec.role != spec.role
        node.spec = spec
        store.put(node)
        if changesRole {
            let wait =
                spec.role == .manager
                ? random.duration(in: Self.promotionTime) : Self.demotionTime
            roleChanges.add(id, at: now + wait)
        }
        return CommandOutcome()
    }

    /// Refuses what would leave the swarm without managers or without a majority.
    ///
    /// - Source: ROL-2, ROL-3.
    private func checkDemotion(of node: Node) throws(EngineError) {
        if store.nodes.filter({ $0.role == .manager }).map(\.id) == [node.id] {
            throw .rpc(
                .failedPrecondition,
                "attempting to demote the last manager of the swarm"
            )
        }
        guard managers.isVoter(node.id) else {
            throw .rpc(.notFound, "can't find manager in raft memberlist")
        }
        guard managers.canRemove(node.id) else {
            throw .rpc(
                .failedPrecondition,
                "can't remove member from the raft: this would result in a loss of quorum"
            )
        }
    }

    /// - Source: ROL-20 to ROL-22, LIF-21.
    mutating func removeNode(_ id: NodeID, force: Bool) throws(EngineError) -> CommandOutcome {
        let node = try existing(id)
        if node.spec.role == .manager, managers.isVoter(id) {
            throw .rpc(
                .failedPrecondition,
                "node \(id) is a cluster manager and is a member of the raft cluster. "
                    + "It must be demoted to worker before removal"
            )
        }
        if !force, node.status.state == .ready {
            throw .rpc(.failedPrecondition, "node \(id) is not down and can't be removed")
        }
        for var task in store.tasks(on: id) where task.state < .complete {
            // Nothing that the node had reported is left, not even its container.
            let status = TaskStatus(
                state: .orphaned,
                timestamp: now,
                message: "Task belonged to a node that has been deleted"
            )
            if task.observe(status) { store.update(task) }
        }
        store.remove(id)
        topology.forget(id)
        topologyEdition += 1
        agents.leave(id, now: now)
        return CommandOutcome()
    }

    private func existing(_ id: NodeID) throws(EngineError) -> Node {
        guard let node = store.node(id) else { throw .notFound("node", "\(id)") }
        return node
    }
}

// MARK: - Joining and leaving

extension World {
    /// A machine joins; the first one starts the swarm and must be a manager.
    ///
    /// - Source: TOK-4, LDR-2.
    mutating func addNode(_ new: NewNode) throws(EngineError) -> CommandOutcome {
        if store.nodes.contains(where: { $0.description.hostname == new.hostname }) {
            throw EngineError(
                status: 409,
                message: "a node named \(new.hostname) is already in the swarm"
            )
        }
        if new.hostname.isEmpty {
            throw EngineError(status: 400, message: "a node needs a name")
        }
        if managers.voters.isEmpty, new.role != .manager {
            throw EngineError(
                status: 400,
                message: "the first node of a swarm must be a manager"
            )
        }
        joinedCount += 1
        let node = makeNode(new)
        store.put(node)
        if managers.voters.isEmpty { createPredefinedNetworks() }
        topology.place(node.id, in: new.zone)
        agents.join(node.id, now: now)
        if new.role == .manager { handle(managers.add(node.id, now: now)) }
        refreshManagerStatus()
        refreshSession(of: node.id)
        return CommandOutcome(createdID: node.id.description)
    }

    private mutating func makeNode(_ new: NewNode) -> Node {
        Node(
            id: NodeID(using: &random),
            spec: NodeSpec(
                labels: new.labels,
                role: new.role,
                availability: new.availability
            ),
            status: NodeStatus(
                state: .unknown,
                address: "192.168.\(65 + joinedCount / 250).\(2 + joinedCount % 250)"
            ),
            description: NodeDescription(
                hostname: new.hostname,
                resources: Resources(nanoCPUs: new.nanoCPUs, memoryBytes: new.memoryBytes),
                engineVersion: "simulated",
                engineLabels: ["zone": new.zone],
                plugins: Self.enginePlugins
            )
        )
    }

    private static let enginePlugins =
        ["json-file", "local", "journald", "syslog", "none"].map {
            EnginePlugin(type: "Log", name: $0)
        }
        + ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"].map {
            EnginePlugin(type: "Network", name: $0)
        } + [EnginePlugin(type: "Volume", name: "local")]

    private mutating func createPredefinedNetworks() {
        insertNetwork(NetworkSpec(name: "ingress", ingress: true))
        for name in ["bridge", "host"] {
            insertNetwork(
                NetworkSpec(
                    name: name,
                    labels: [predefinedLabel: "true"],
                    driver: DriverSpec(name: name)
                )
            )
        }
    }

    /// `docker swarm leave` on a node.
    ///
    /// - Source: `observed-timelines` (k).
    mutating func leaveSwarm(_ id: NodeID, force: Bool) throws(EngineError) -> CommandOutcome {
        let node = try existing(id)
        if managers.isVoter(id), !force { throw .leaveRefused(isLast: managers.voters.count == 1) }
        agents.leave(id, now: now)
        handle(managers.set(node.id, up: false, now: now, random: &random))
        refreshManagerStatus()
        return CommandOutcome()
    }

    /// Brings a trouble about on purpose.
    mutating func bringAbout(_ fault: Fault) throws(EngineError) -> CommandOutcome {
        switch fault {
        case .powerOff(let id):
            _ = try existing(id)
            agents.powerOff(id, now: now)
            handle(managers.set(id, up: false, now: now, random: &random))
        case .powerOn(let id):
            _ = try existing(id)
            agents.powerOn(id, now: now)
            handle(managers.set(id, up: true, now: now, random: &random))
        case .cut, .link, .isolate, .mend, .heal: try alterLinks(by: fault)
        }
        topologyEdition += 1
        refreshManagerStatus()
        return CommandOutcome()
    }
}

// MARK: - Roles and leadership

extension World {
    /// Makes roles what they are wanted to be, once the role manager has come to it.
    ///
    /// - Source: ROL-1, ROL-4.
    mutating func carryOutRoleChanges() {
        while let (_, id) = roleChanges.popDue(at: now) {
            guard var node = store.node(id), node.role != node.spec.role else { continue }
            if node.spec.role == .manager {
                handle(managers.add(id, now: now))
                if !agents.isPoweredOn(id) {
                    handle(managers.set(id, up: false, now: now, random: &random))
                }
            } else {
                handle(managers.remove(id, now: now, random: &random))
            }
            node.role = node.spec.role
            store.put(node)
            refreshManagerStatus()
        }
    }

    /// Follows the managers: a new leader starts the leader's duties, a lost one ends them.
    ///
    /// - Source: LDR-1, DIS-3.
    mutating func handle(_ events: [ManagerGroup.Event]) {
        for event in events {
            switch event {
            case .elected: startDuties()
            case .lost:
                orchestrator.loseLeadership()
                failWaitingOfLostLeader()
            }
        }
        if !events.isEmpty { refreshManagerStatus() }
    }

    private mutating func startDuties() {
        for change in store.takeChanges() { tellMachines(of: change) }
        scheduler.becomeLeader(store)
        orchestrator.becomeLeader(&store, now: now, random: &random)
        if managers.term > 1 { agents.leaderChanged(&store, now: now) }
        resumeWaiting()
    }

    /// Merges the managers' view into the nodes (OBJ-34).
    mutating func refreshManagerStatus() {
        for var node in store.nodes {
            node.manager =
                managers.isVoter(node.id)
                ? ManagerStatus(
                    isLeader: managers.leader == node.id,
                    reachability: managers.isUp[node.id] == true ? .reachable : .unreachable,
                    address: "\(node.status.address):2377"
                )
                : nil
            store.put(node)
        }
    }
}

extension EngineError {
    fileprivate static func leaveRefused(isLast: Bool) -> EngineError {
        let start =
            "You are attempting to leave the swarm on a node that is participating as a manager. "
        let end =
            isLast
            ? "Removing the last manager erases all current state of the swarm. "
                + "Use `--force` to ignore this message. "
            : "The only way to restore a swarm that has lost consensus is to reinitialize it with "
                + "`--force-new-cluster`. Use `--force` to suppress this message."
        return EngineError(status: 503, message: start + end)
    }
}
