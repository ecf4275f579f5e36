import Basics
@testable import RaftCore

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

    /// Machines that were stopped with these logs: the term of each entry.
    init(
        logs: [[UInt64]],
        terms: [UInt64],
        configuration: RaftConfiguration = RaftConfiguration()
    ) {
        self.configuration = configuration
        let voters = logs.indices.map { RaftID(UInt64($0) + 1) }
        for (place, id) in voters.enumerated() {
            add(id)
            let last = machines.count - 1
            machines[last].disk = .test(voters: voters, entries: logs[place], term: terms[place])
            start(id)
        }
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

    /// Delivers, as long as there are any, only messages that are chosen; the others get lost.
    mutating func deliver(only isChosen: (Peer.Message) -> Bool) {
        while !network.isEmpty {
            let batch = network.filter(isChosen)
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

extension Peer.Disk {
    /// A disk with entries of these terms, each of which carries its place as text.
    static func test(
        voters: [RaftID],
        entries terms: [UInt64],
        term: UInt64,
        vote: RaftID? = nil,
        commit: UInt64 = 0
    ) -> Self {
        var membership = RaftMembership()
        for voter in voters { _ = membership.apply(.add(voter)) }
        var log = EntryLog()
        for (offset, term) in terms.enumerated() { log.append(.test(UInt64(offset) + 1, term)) }
        return Self(
            hardState: RaftHardState(term: term, vote: vote, commit: commit),
            snapshot: RawSnapshot(
                position: RaftPosition(index: 0, term: 0),
                membership: membership,
                body: PayloadBox([String]())
            ),
            log: log
        )
    }
}

extension RawEntry {
    static func test(_ index: UInt64, _ term: UInt64) -> RawEntry {
        RawEntry(index: index, term: term, body: PayloadBox("\(index).\(term)"), kind: .payload)
    }
}

extension Peer {
    /// The terms of all entries of the log.
    var logTerms: [UInt64] {
        (basePosition.index..<lastPosition.index).compactMap { entry(at: $0 + 1)?.term }
    }

    /// Lets a message arrive that is made up.
    mutating func hear(
        _ kind: RaftMessageKind,
        from: RaftID,
        term: UInt64,
        _ details: (inout RawMessage) -> Void = { _ in }
    ) {
        var raw = RawMessage(kind, from: from, to: id, term: term)
        details(&raw)
        step(Message(raw: raw))
    }
}
