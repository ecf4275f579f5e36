import Basics
import Testing

@testable import RaftCore

@Suite struct ElectionTests {
    @Test func `RFT-1 three peers elect one leader within twenty ticks`() {
        var group = PeerGroup(3)
        group.tick(20)
        #expect(group.leaders.count == 1)
        let leader = group.leaders.first
        #expect(group.ids.allSatisfy { group[$0].leader == leader })
    }

    @Test func `RFT-1 a follower waits 10 to 19 ticks, by lot`() {
        var waits: Set<Int> = []
        for seed in 0..<200 as Range<UInt64> {
            var peer = Peer(id: 1, voters: [1, 2, 3], random: SeededGenerator(seed: seed))
            var ticks = 0
            while peer.role == .follower {
                peer.tick()
                ticks += 1
            }
            waits.insert(ticks)
        }
        #expect(waits == Set(10...19))
    }

    @Test func `RFT-1 a leader is heard each tick`() {
        var group = PeerGroup(3)
        group.elect(1)
        let before = group.sent.count
        group.tick(5)
        let heartbeats = group.sent[before...].count { $0.kind == .heartbeat }
        #expect(heartbeats == 10)
        #expect(group.sent.count - before == 20)
    }

    @Test func `a sole voter leads and commits at once, and needs no ticks`() throws {
        var group = PeerGroup(1)
        #expect(group[1].needsTicks)
        group.elect(1)
        #expect(group[1].isLeader)
        #expect(!group[1].needsTicks)
        let position = try group.propose("a", 1)
        #expect(group[1].commitIndex == position.index)
        #expect(group.applied(1) == ["a"])
        #expect(group.sent.isEmpty)
    }

    // MARK: Votes

    @Test func `Election safety: one vote a term, and the same one again if asked again`() {
        var group = PeerGroup(3)
        for candidate in [2, 3, 2] as [RaftID] {
            group.on(1) { peer in
                peer.hear(.requestVote, from: candidate, term: 5) {
                    $0.index = 3
                    $0.logTerm = 1
                }
            }
        }
        let votes = group.sent.filter { $0.kind == .vote }
        #expect(votes.map(\.to) == [2, 3, 2])
        #expect(votes.map(\.isRejected) == [false, true, false])
    }

    @Test
    func `Election safety: a vote is on disk before it is given, and a crash does not undo it`() {
        var group = PeerGroup(3)
        let ask = { (peer: inout Peer, candidate: RaftID) in
            peer.hear(.requestVote, from: candidate, term: 5) {
                $0.index = 3
                $0.logTerm = 1
            }
        }
        group.on(1) { ask(&$0, 2) }
        #expect(group.disk(1).hardState == RaftHardState(term: 5, vote: 2, commit: 3))
        group.stop(1)
        group.start(1)
        group.on(1) { ask(&$0, 3) }
        #expect(group.sent.last?.isRejected == true)
    }

    @Test(arguments: [
        (3, 2, false),  // shorter, but of a newer term
        (2, 1, true),  // shorter
        (4, 0, true),  // longer, but of an older term
        (3, 1, false),  // the same
    ])
    func `Leader completeness: an older log gets no vote`(
        index: UInt64,
        term: UInt64,
        isRejected: Bool
    ) {
        var group = PeerGroup(3)
        group.on(1) { peer in
            peer.hear(.requestVote, from: 2, term: 5) {
                $0.index = index
                $0.logTerm = term
            }
        }
        #expect(group.sent.last?.isRejected == isRejected)
        #expect(group.disk(1).hardState.vote == (isRejected ? nil : 2))
    }

    @Test func `a candidate that a quorum refuses goes back`() {
        var group = PeerGroup(logs: [[1], [1, 1], [1, 1]], terms: [1, 1, 1])
        group.elect(1)
        #expect(group[1].role == .follower)
        #expect(group[1].term == 1)
        group.elect(2)
        #expect(group.leaders == [2])
    }

    @Test func `a split vote is tried again with other timeouts`() {
        var group = PeerGroup(4, configuration: RaftConfiguration(usesPreVote: false))
        for id in [1, 2] as [RaftID] { group.on(id) { $0.campaign() } }
        group.cut(1, 4)
        group.cut(2, 3)
        group.deliver()
        #expect(group.leaders.isEmpty)
        #expect(group[1].role == .candidate && group[2].role == .candidate)
        group.heal()
        group.tick(40)
        #expect(group.leaders.count == 1)
    }

    // MARK: Leases and quorums

    @Test func `a peer that was cut off unseats nobody and keeps its term`() {
        var group = PeerGroup(3)
        group.elect(1)
        let term = group[1].term
        group.isolate(3)
        group.tick(100)
        #expect(group[3].term == term)
        #expect(group[3].role == .preCandidate)
        group.heal()
        group.tick(3)
        #expect(group.leaders == [1])
        #expect(group[1].term == term)
        #expect(group[3].leader == 1)
    }

    @Test func `who hears a leader gives no votes, unless the leader itself hands over`() {
        var group = PeerGroup(3)
        group.elect(1)
        let ask = { (peer: inout Peer, isForced: Bool) in
            peer.hear(.requestVote, from: 3, term: 9) {
                $0.index = 99
                $0.logTerm = 8
                $0.isForced = isForced
            }
        }
        let before = group.sent.count
        group.on(2) { ask(&$0, false) }
        #expect(group.sent.count == before)
        #expect(group[2].term == 2)
        group.on(2) { ask(&$0, true) }
        #expect(group.sent.last?.kind == .vote)
        #expect(group.sent.last?.isRejected == false)
    }

    @Test func `the lease ends when the leader is silent for an election timeout`() {
        var group = PeerGroup(3)
        group.elect(1)
        group.on(2) { peer in
            for _ in 0..<10 { peer.electionTickOnly() }
            peer.hear(.requestVote, from: 3, term: 9) {
                $0.index = 99
                $0.logTerm = 8
            }
        }
        #expect(group.sent.last?.kind == .vote)
    }

    @Test func `RFT-1 a leader that hears no quorum gives up within two election timeouts`() {
        var group = PeerGroup(5)
        group.elect(1)
        group.tick(4)
        group.isolate(1)
        group.tick(9)
        #expect(group[1].isLeader)
        group.tick(11)
        #expect(group[1].role != .leader)
        #expect(group.leaders.count == 1)
    }

    @Test func `RFT-1 a leader that hears just a quorum goes on`() {
        var group = PeerGroup(5)
        group.elect(1)
        group.stop(4)
        group.stop(5)
        group.tick(100)
        #expect(group.leaders == [1])
        #expect(group[1].term == 2)
    }

    @Test func `a leader of an older term hears of the newer one and gives up`() {
        var group = PeerGroup(3)
        group.elect(1)
        group.isolate(1)
        group.tick(10)
        group.elect(2)
        #expect(group.leaders.count == 2)
        group.heal()
        group.on(1) { $0.tick() }
        group.deliver()
        #expect(group[1].role == .follower)
        #expect(group[1].term == group[2].term)
    }

    @Test(arguments: 1...7)
    func `RFT-22 n peers bear the loss of (n - 1) / 2`(count: Int) throws {
        var group = PeerGroup(count)
        let bearable = (count - 1) / 2
        for id in group.ids.suffix(bearable) { group.stop(id) }
        group.tick(60)
        let leader = try #require(group.leaders.first)
        try group.propose("a", leader)
        group.deliver()
        #expect(group.applied(leader) == ["a"])

        let other = group.ids.first { group.isUp($0) && $0 != leader } ?? leader
        group.stop(other)
        group.tick(60)
        #expect(group.leaders.isEmpty)
    }

    @Test func `RFT-8 a removed peer's requests are ignored`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.change(.remove(3), 1)
        group.deliver()
        group.stop(1)
        for _ in 0..<10 { group.on(2) { $0.electionTickOnly() } }
        let before = group.sent.count
        for kind in [RaftMessageKind.requestVote, .requestPreVote, .append] {
            group.on(2) { peer in peer.hear(kind, from: 3, term: 50) { $0.index = 99 } }
        }
        #expect(group.sent.count == before)
        #expect(group[2].term == 2)
    }

    // MARK: Handing over

    @Test func `ROL-4 leadership is handed over at once`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.on(1) { peer throws(RaftRefusal) in try peer.transferLeadership(to: 3) }
        group.deliver()
        #expect(group.leaders == [3])
        #expect(group[3].term == 3)
        #expect(!group.sent.contains { $0.kind == .requestPreVote && $0.from == 3 })
    }

    @Test func `ROL-4 one that is behind catches up first`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        group.isolate(3)
        for text in ["a", "b"] { try group.propose(text, 1) }
        group.deliver()
        group.heal()
        try group.on(1) { peer throws(RaftRefusal) in try peer.transferLeadership(to: 3) }
        group.tick(1)
        #expect(group.leaders == [3])
        #expect(group.applied(3) == ["a", "b"])
    }

    @Test
    func
        `ROL-4 handing over is given up after an election timeout, and refuses proposals until then`()
        throws
    {
        var group = PeerGroup(3)
        group.elect(1)
        group.stop(3)
        try group.on(1) { peer throws(RaftRefusal) in try peer.transferLeadership(to: 3) }
        group.tick(9)
        #expect(group[1].transferee == 3)
        #expect(throws: RaftRefusal.transferring) { try group.propose("a", 1) }
        group.tick(1)
        #expect(group[1].transferee == nil)
        try group.propose("b", 1)
        group.deliver()
        #expect(group.applied(2) == ["b"])
    }

    @Test func `only a leader hands over, and only to a voter`() {
        var group = PeerGroup(3)
        group.elect(1)
        #expect(throws: RaftRefusal.notMember) {
            try group.on(1) { peer throws(RaftRefusal) in try peer.transferLeadership(to: 9) }
        }
        #expect(throws: RaftRefusal.notLeader(leader: 1)) {
            try group.on(2) { peer throws(RaftRefusal) in try peer.transferLeadership(to: 3) }
        }
    }
}

extension Peer {
    /// Lets a tick pass without the campaign that it might begin.
    mutating func electionTickOnly() { core.electionElapsed += 1 }
}

extension PeerGroup {
    @discardableResult
    mutating func propose(_ payload: String, _ id: RaftID) throws(RaftRefusal) -> RaftPosition {
        try on(id) { peer throws(RaftRefusal) in try peer.propose(payload) }
    }

    @discardableResult
    mutating func change(_ change: RaftMembershipChange, _ id: RaftID) throws(RaftRefusal)
        -> RaftPosition
    {
        try on(id) { peer throws(RaftRefusal) in try peer.proposeMembership(change) }
    }
}
