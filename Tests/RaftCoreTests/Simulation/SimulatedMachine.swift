import Basics
import RaftCore

/// A machine of the simulation: a peer, its disk, and the work that waits for the disk.
struct SimulatedMachine {
    let id: RaftID
    var peer: SimulatedPeer
    var disk = SimulatedPeer.Disk()
    private(set) var state = SimulatedState()
    /// The voters as of the state, and those before the last change.
    private(set) var voters: [RaftID] = []
    private(set) var votersBefore: [RaftID] = []
    var isUp = true
    /// Readies that are not written yet; a crash loses them.
    var queue: [SimulatedPeer.Ready] = []
    /// The end of the peer's log when it was last looked at as a leader, and the term of that.
    private var ledLast: RaftPosition?
    private var ledTerm: UInt64 = 0
    private var solitude = Solitude()

    init(id: RaftID, voters: [RaftID], configuration: RaftConfiguration, random: SeededGenerator) {
        self.id = id
        peer = SimulatedPeer(
            id: id,
            voters: voters,
            configuration: configuration,
            random: random
        )
    }

    /// Whether an entry, or a snapshot that covers it, is on the disk.
    func hasWritten(_ position: RaftPosition) -> Bool { disk.covers(position) }

    mutating func crash() {
        isUp = false
        queue = []
        ledLast = nil
    }

    mutating func restart(_ configuration: RaftConfiguration, random: SeededGenerator) {
        peer = SimulatedPeer(
            id: id,
            restoring: disk,
            configuration: configuration,
            random: random
        )
        state = SimulatedState()
        voters = []
        votersBefore = []
        if let snapshot = disk.snapshot { install(snapshot) }
        isUp = true
        ledTerm = 0
        solitude = Solitude()
    }

    mutating func install(_ snapshot: SimulatedPeer.Snapshot) {
        state = snapshot.state
        voters = snapshot.membership.voters
        votersBefore = voters
    }

    mutating func apply(_ entry: SimulatedPeer.Entry, _ newState: SimulatedState) {
        state = newState
        guard let change = entry.membershipChange else { return }
        votersBefore = voters
        switch change {
        case .add(let id): voters.append(id)
        case .remove(let id): voters.removeAll { $0 == id }
        }
    }

    mutating func tick() throws(Violation) {
        peer.tick()
        try solitude.tick(peer)
    }

    mutating func step(_ message: SimulatedPeer.Message) {
        solitude.heard(message, peer)
        peer.step(message)
    }

    /// Looks at the peer after it did something.
    mutating func inspect(_ witness: inout Witness) throws(Violation) {
        guard peer.isLeader else {
            ledLast = nil
            return
        }
        if let ledLast, ledTerm == peer.term {
            let isShorter = peer.lastPosition.index < ledLast.index
            let isChanged =
                ledLast.index > peer.basePosition.index
                && peer.entry(at: ledLast.index)?.term != ledLast.term
            if isShorter || isChanged {
                throw Violation("Leader append-only: \(id) lost \(ledLast) in term \(peer.term)")
            }
        } else {
            try witness.elected(peer)
        }
        ledLast = peer.lastPosition
        ledTerm = peer.term
    }

    /// Takes the peer's Ready into the queue.
    mutating func collect(_ witness: inout Witness) throws(Violation) {
        try inspect(&witness)
        if peer.hasReady { queue.append(peer.takeReady()) }
    }

    /// Writes the oldest Ready, and shows the log's new entries to the witness.
    ///
    /// What never reached the disk was never in the log: a sole voter that crashes before the first
    /// write of its term may begin the same term again.
    mutating func write(_ witness: inout Witness) throws(Violation) -> SimulatedPeer.Ready {
        let ready = queue.removeFirst()
        disk.write(ready)
        for entry in ready.entries {
            try witness.saw(entry, after: disk.term(at: entry.index - 1) ?? 0)
        }
        return ready
    }
}

extension SimulatedPeer.Disk {
    func covers(_ position: RaftPosition) -> Bool {
        if let snapshot, snapshot.position.index >= position.index { return true }
        return term(at: position.index) == position.term
    }
}

/// How long a leader has heard of no quorum, counted in its own ticks.
private struct Solitude {
    private var ticks = 0
    private var since = 0
    private var term: UInt64 = 0
    private var voters: [RaftID] = []
    private var lastWords: [(peer: RaftID, tick: Int)] = []

    mutating func heard(_ message: SimulatedPeer.Message, _ peer: SimulatedPeer) {
        guard peer.isLeader, message.term == peer.term else { return }
        lastWords.removeAll { $0.peer == message.from }
        lastWords.append((message.from, ticks))
    }

    /// A leader gives up within two election timeouts after it heard of a quorum last.
    mutating func tick(_ peer: SimulatedPeer) throws(Violation) {
        guard peer.isLeader, peer.configuration.checksQuorum else { return }
        ticks += 1
        if term != peer.term || voters != peer.membership.voters {
            term = peer.term
            voters = peer.membership.voters
            since = ticks
            lastWords = []
        }
        let limit = 2 * peer.configuration.electionTicks
        guard ticks - since > limit else { return }
        let heard = voters.count { voter in
            voter == peer.id
                || lastWords.contains { $0.peer == voter && ticks - $0.tick <= limit }
        }
        if heard < peer.membership.quorum {
            throw Violation("Check quorum: \(peer.id) has led alone for \(limit) ticks")
        }
    }
}
