import Basics
import RaftCore

/// Raft peers alone: their messages are delivered in memory, their disks are values.
///
/// A tick lets every peer tick and delivers until nothing is on its way. Elections take 10 ticks and
/// heartbeats one; pre-votes and the check of the quorum are on.
extension Measurement {
    static let raft: [Measurement] = [3, 5, 7].map { count in
        Measurement("raft-\(count)", runs: 5) { _ in
            [
                try idleTicks(count),
                try commits(count),
                try faultyTicks(count),
                try elections(count),
            ]
        }
    }

    private static func figure(
        _ what: String,
        _ count: Int,
        _ done: Int,
        _ unit: String,
        _ body: () throws -> Void
    ) rethrows -> Figure {
        let seconds = try cpuSeconds(of: body)
        return Figure("raft-\(count)-\(what)", Double(done) / seconds, "\(unit)/cpu-s")
    }

    /// A leader, and nothing to do.
    private static func idleTicks(_ count: Int) throws -> Figure {
        var group = try RaftGroup(count)
        let ticks = 1_000_000
        return figure("idle", count, ticks, "ticks") {
            for _ in 0..<ticks { group.tick() }
        }
    }

    /// Proposals of 400 bytes, each of them applied by all before the next one is made.
    private static func commits(_ count: Int) throws -> Figure {
        var group = try RaftGroup(count)
        let proposals = 300_000
        return try figure("commits", count, proposals, "commits") {
            for number in 0..<proposals { try group.commit(number) }
        }
    }

    /// One message of fifty is lost, and each 50 ticks the leader stops or the stopped one is revived.
    private static func faultyTicks(_ count: Int) throws -> Figure {
        var group = try RaftGroup(count)
        group.lossInThousand = 20
        let ticks = 500_000
        let figure = figure("faults", count, ticks, "ticks") {
            for tick in 1...ticks {
                group.tick()
                if tick.isMultiple(of: 50), !group.reviveAll() { group.stopLeader() }
            }
        }
        guard group.elections > ticks / 200 else {
            throw Unmeasurable("only \(group.elections) elections in \(ticks) ticks with faults")
        }
        return figure
    }

    /// The leader stops, ticks pass until another one leads, and it comes back.
    private static func elections(_ count: Int) throws -> Figure {
        var group = try RaftGroup(count)
        let elections = 20_000
        return try figure("elections", count, elections, "elections") {
            for _ in 0..<elections {
                group.stopLeader()
                try group.tickUntilLed()
                _ = group.reviveAll()
                group.tick()
            }
        }
    }
}

/// The peers of one group and what is between them.
private struct RaftGroup {
    typealias Peer = RaftPeer<[UInt8], Int>

    private var peers: [Peer]
    private var disks: [Peer.Disk]
    private var isUp: [Bool]
    private var network: [Peer.Message] = []
    private var ready = Peer.Ready()
    private var random = SeededGenerator(seed: 42)
    private var lastApplied: [UInt64]
    private(set) var elections = 0
    var lossInThousand: UInt64 = 0

    /// A group with a leader.
    init(_ count: Int) throws {
        let ids = (1...count).map { RaftID(UInt64($0)) }
        var random = SeededGenerator(seed: 1)
        peers = ids.map { Peer(id: $0, voters: ids, random: random.split()) }
        disks = ids.map { _ in Peer.Disk() }
        isUp = ids.map { _ in true }
        lastApplied = ids.map { _ in 0 }
        for place in peers.indices { work(place) }
        try tickUntilLed()
    }

    private var leader: Int? { peers.indices.first { isUp[$0] && peers[$0].isLeader } }

    mutating func tick() {
        for place in peers.indices where isUp[place] {
            peers[place].tick()
            work(place)
        }
        deliver()
    }

    mutating func tickUntilLed() throws {
        for _ in 0..<1_000 {
            tick()
            if leader != nil { return }
        }
        throw Unmeasurable("no leader after 1,000 ticks")
    }

    mutating func commit(_ number: Int) throws {
        guard let leader else { throw Unmeasurable("no leader") }
        let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 400)
        let position = try peers[leader].propose(payload)
        work(leader)
        deliver()
        guard lastApplied.allSatisfy({ $0 == position.index }) else {
            throw Unmeasurable("proposal \(number) was not applied by all")
        }
        if (number + 1).isMultiple(of: 10_000) {
            for place in peers.indices {
                guard let snapshot = peers[place].compact(number) else { continue }
                disks[place].save(snapshot)
            }
        }
    }

    /// Lets those that stand still go on; `false` if nobody stands still.
    mutating func reviveAll() -> Bool {
        guard let place = isUp.firstIndex(of: false) else { return false }
        isUp[place] = true
        return true
    }

    mutating func stopLeader() {
        if let leader { isUp[leader] = false }
    }

    private mutating func work(_ place: Int) {
        guard peers[place].takeReady(into: &ready) else { return }
        if ready.mustWrite { disks[place].write(ready) }
        for message in ready.messages { network.append(message) }
        for entry in ready.committed { lastApplied[place] = entry.index }
        if ready.softState?.role == .leader { elections += 1 }
    }

    private mutating func deliver() {
        var next = 0
        while next < network.count {
            let message = network[next]
            next += 1
            let place = Int(message.to.rawValue) - 1
            if lossInThousand > 0, random.next() % 1_000 < lossInThousand { continue }
            guard isUp[place] else { continue }
            peers[place].step(message)
            work(place)
        }
        network.removeAll(keepingCapacity: true)
    }
}
