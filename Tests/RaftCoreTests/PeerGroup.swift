import Basics
import RaftCore

typealias Peer = RaftPeer<String, [String]>

extension RaftID: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: UInt64) { self.init(value) }
}

/// A few peers, their disks and a network that the test rules.
struct PeerGroup {
    struct Machine {
        var peer: Peer
        var disk = Peer.Disk()
        var isUp = true
        /// Payloads applied so far, in order.
        var applied: [String] = []
        var appliedIndex: UInt64 = 0
        var reads: [RaftRead] = []
    }

    private(set) var ids: [RaftID] = []
    private(set) var machines: [Machine] = []
    /// What was sent and did not arrive yet.
    var network: [Peer.Message] = []
    /// Everything that was ever sent.
    private(set) var sent: [Peer.Message] = []
    /// Links that lose everything; from, to.
    var cuts: Set<[RaftID]> = []
    /// Whether a message gets lost.
    var isLost: (Peer.Message) -> Bool = { _ in false }
    let configuration: RaftConfiguration

    init(_ count: Int, configuration: RaftConfiguration = RaftConfiguration()) {
        self.configuration = configuration
        let voters = (1...UInt64(count)).map { RaftID($0) }
        for id in voters { add(id, voters: voters) }
    }

    /// Puts a new machine up; without voters it waits to be added.
    mutating func add(_ id: RaftID, voters: [RaftID] = []) {
        ids.append(id)
        machines.append(
            Machine(
                peer: Peer(
                    id: id,
                    voters: voters,
                    configuration: configuration,
                    random: SeededGenerator(seed: id.rawValue)
                )
            )
        )
        work(id)
    }

    private func place(_ id: RaftID) -> Int {
        guard let place = ids.firstIndex(of: id) else { preconditionFailure("no machine \(id)") }
        return place
    }

    subscript(id: RaftID) -> Peer { machines[place(id)].peer }
    func applied(_ id: RaftID) -> [String] { machines[place(id)].applied }
    func reads(_ id: RaftID) -> [RaftRead] { machines[place(id)].reads }
    func disk(_ id: RaftID) -> Peer.Disk { machines[place(id)].disk }
    func isUp(_ id: RaftID) -> Bool { machines[place(id)].isUp }

    /// All that lead and are up.
    var leaders: [RaftID] { ids.filter { isUp($0) && self[$0].isLeader } }

    /// Calls a peer and carries out what it wants done; its messages wait in the network.
    @discardableResult
    mutating func on<Result, Failure>(
        _ id: RaftID,
        _ body: (inout Peer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result = try body(&machines[place(id)].peer)
        work(id)
        return result
    }

    private mutating func work(_ id: RaftID) {
        while machines[place(id)].peer.hasReady {
            let ready = machines[place(id)].peer.takeReady()
            machines[place(id)].disk.write(ready)
            network += ready.messages
            sent += ready.messages
            if let snapshot = ready.snapshot { machines[place(id)].restore(snapshot) }
            for entry in ready.committed { machines[place(id)].apply(entry) }
            machines[place(id)].reads += ready.reads
        }
    }

    /// Delivers until nothing is on its way.
    mutating func deliver() {
        while !network.isEmpty {
            let batch = network
            network = []
            for message in batch { arrive(message) }
        }
    }

    /// Lets one message arrive, unless it is lost.
    mutating func arrive(_ message: Peer.Message) {
        guard ids.contains(message.to), isUp(message.to),
            !cuts.contains([message.from, message.to]),
            !isLost(message)
        else { return }
        on(message.to) { $0.step(message) }
    }

    /// Ticks everybody and delivers, that many times.
    mutating func tick(_ count: Int = 1) {
        for _ in 0..<count {
            for id in ids where isUp(id) { on(id) { $0.tick() } }
            deliver()
        }
    }

    mutating func elect(_ id: RaftID) {
        on(id) { $0.campaign() }
        deliver()
    }

    mutating func cut(_ one: RaftID, _ other: RaftID) {
        cuts.insert([one, other])
        cuts.insert([other, one])
    }

    mutating func isolate(_ id: RaftID) { for other in ids where other != id { cut(id, other) } }
    mutating func heal() { cuts = [] }

    /// Stops a machine as a power cut does.
    mutating func stop(_ id: RaftID) { machines[place(id)].isUp = false }

    /// Starts a machine from its disk.
    mutating func start(_ id: RaftID, isForcedNewGroup: Bool = false) {
        machines[place(id)].restart(id, isForcedNewGroup, configuration)
        work(id)
    }

    /// Lets a machine take a snapshot.
    @discardableResult
    mutating func compact(_ id: RaftID, keeping kept: Int = 0) -> Peer.Snapshot? {
        let state = machines[place(id)].applied
        guard let snapshot = machines[place(id)].peer.compact(state, keeping: kept) else {
            return nil
        }
        machines[place(id)].disk.save(snapshot, keeping: kept)
        return snapshot
    }
}

extension PeerGroup.Machine {
    mutating func restore(_ snapshot: Peer.Snapshot) {
        applied = snapshot.state
        appliedIndex = snapshot.position.index
    }

    mutating func apply(_ entry: Peer.Entry) {
        appliedIndex = entry.index
        if let payload = entry.payload { applied.append(payload) }
    }

    mutating func restart(
        _ id: RaftID,
        _ isForcedNewGroup: Bool,
        _ configuration: RaftConfiguration
    ) {
        peer = Peer(
            id: id,
            restoring: disk,
            isForcedNewGroup: isForcedNewGroup,
            configuration: configuration,
            random: SeededGenerator(seed: id.rawValue &+ 100)
        )
        isUp = true
        reads = []
        applied = []
        appliedIndex = 0
        if let snapshot = disk.snapshot { restore(snapshot) }
    }
}
