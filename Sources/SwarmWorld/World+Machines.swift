import Agents
import Basics
import SwarmModel
import SwarmStore

// What happens to machines themselves: power, leaving, locks. No leader is needed for it.
extension World {
    /// Brings a trouble about on purpose, or ends it.
    mutating func bringAbout(_ fault: Fault) throws(EngineError) -> CommandOutcome {
        switch fault {
        case .powerOff(let id):
            _ = try existing(id)
            powerOff(id)
        case .powerOn(let id):
            _ = try existing(id)
            managers.start(id, now: now)
            // An engine whose manager is locked does not come up at all (LCK-3).
            if !managers.isLocked(id) { agents.powerOn(id, now: now) }
        case .cut, .link, .isolate, .mend, .heal: try alterLinks(by: fault)
        case .slowDisk(let id, let delay):
            _ = try existing(id)
            guard delay >= .zero else { throw .impossibleMachine }
            managers.slowDown(id, delay)
        case .skewClock(let id, let permille, let offset):
            _ = try existing(id)
            guard (-500...1_000).contains(permille) else { throw .impossibleMachine }
            managers.skewClock(id, permille: permille)
            agents.skewClock(of: id, by: offset)
        }
        followMachines()
        return CommandOutcome()
    }

    private mutating func powerOff(_ id: NodeID) {
        agents.powerOff(id, now: now)
        managers.giveUpUnlocking(id)
        managers.stop(id, diskKey: diskKey(of: id))
    }

    /// What the disk of a manager is locked with: the key of the swarm as far as it knows (LCK-3).
    private func diskKey(of id: NodeID) -> String? {
        guard let view = store(seenBy: id) else { return managers.manager(id)?.diskKey }
        return view.cluster.unlockKey
    }

    private mutating func followMachines() {
        topologyEdition += 1
        follow(managers.settle(topology, now: now))
        refreshSessions()
        refreshManagerStatus()
    }

    /// `docker swarm leave` on a node.
    ///
    /// - Source: `observed-timelines` (k).
    mutating func leaveSwarm(_ id: NodeID, force: Bool) throws(EngineError) -> CommandOutcome {
        let node = try existing(id)
        if managers.isVoter(id), !force { throw .leaveRefused(isLast: managers.voters.count == 1) }
        agents.leave(node.id, now: now)
        managers.retire(node.id)
        followMachines()
        return CommandOutcome()
    }

    /// `docker swarm unlock` on a manager that was started again.
    ///
    /// - Source: LCK-3.
    mutating func unlockSwarm(_ id: NodeID, key: String) throws(EngineError) -> CommandOutcome {
        let node = try existing(id)
        guard managers.isLocked(node.id) else {
            throw EngineError(status: 409, message: "swarm is not locked")
        }
        guard managers.unlock(node.id, key: key, now: now) else {
            throw EngineError(
                status: 400,
                message: "swarm could not be unlocked: invalid key provided"
            )
        }
        agents.powerOn(node.id, now: now)
        followMachines()
        return CommandOutcome()
    }

    /// `docker swarm init --force-new-cluster` on a manager: the others are out, everything else
    /// stays.
    ///
    /// - Source: RFT-7, `observed-timelines` (i).
    mutating func forceNewCluster(_ id: NodeID) throws(EngineError) -> CommandOutcome {
        let node = try existing(id)
        if managers.isLocked(node.id) { throw .locked }
        guard managers.isVoter(node.id), managers.isUp(node.id) else { throw .notAManager }
        guard store(seenBy: node.id) != nil else {
            throw EngineError(status: 503, message: "the manager on \(id) is still catching up")
        }
        outcasts.formUnion(managers.voters.filter { $0 != node.id })
        managers.forceNewGroup(node.id, now: now)
        // The engine starts anew, and with it the node's containers.
        agents.powerOff(node.id, now: now)
        agents.powerOn(node.id, now: now)
        followMachines()
        return CommandOutcome()
    }

    func existing(_ id: NodeID) throws(EngineError) -> Node {
        guard let node = store.node(id) else { throw .notFound("node", "\(id)") }
        return node
    }
}

extension EngineError {
    fileprivate static let impossibleMachine = EngineError(
        status: 400,
        message: "a disk's delay is not negative, and a clock runs at 0.5 to 2 times its speed"
    )

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
