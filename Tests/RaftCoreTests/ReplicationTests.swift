import Basics
import Testing

@testable import RaftCore

@Suite struct ReplicationTests {
    @Test func `RFT-3 a proposal reaches all by way of the leader only`() throws {
        var group = PeerGroup(3)
        group.elect(2)
        try group.propose("a", 2)
        group.deliver()
        #expect(group.ids.map(group.applied) == [["a"], ["a"], ["a"]])
        #expect(throws: RaftRefusal.notLeader(leader: 2)) { try group.propose("b", 1) }
    }

    @Test func `RFT-4 a new leader is established once its own first entry is applied`() throws {
        var group = PeerGroup(3)
        group.on(1) { $0.campaign() }
        group.deliver { ![.append, .appendResponse].contains($0.kind) }
        #expect(group[1].isLeader)
        #expect(!group[1].isEstablished)
        group.tick(1)
        #expect(group[1].isEstablished)
        #expect(group[1].entry(at: group[1].commitIndex)?.term == group[1].term)
    }

    @Test func `nothing is committed before a quorum has it on disk`() throws {
        var group = PeerGroup(5)
        group.elect(1)
        let before = group[1].commitIndex
        try group.propose("a", 1)
        group.deliver { [$0.from, $0.to] == [1, 2] || [$0.from, $0.to] == [2, 1] }
        #expect(group[1].commitIndex == before)
        group.tick(2)
        #expect(group[1].commitIndex == before + 1)
    }

    /// The paper's figure 7: a leader of term 8, and logs that lack entries or have some of others.
    @Test func `Log matching: the logs of figure 7 become the leader's`() {
        var group = PeerGroup(
            logs: [
                [1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
                [1, 1, 1, 4, 4, 5, 5, 6, 6],
                [1, 1, 1, 4],
                [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
                [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
                [1, 1, 1, 4, 4, 4, 4],
                [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
            ],
            terms: [7, 7, 7, 7, 7, 7, 7]
        )
        group.elect(1)
        #expect(group.leaders == [1])
        #expect(group[1].term == 8)
        group.tick(2)
        for id in group.ids {
            #expect(group[id].logTerms == [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8])
            #expect(group.disk(id).lastPosition == RaftPosition(index: 11, term: 8))
            #expect(group.applied(id) == group.applied(1))
        }
        #expect(group.applied(1).first == "1.1" && group.applied(1).last == "10.6")
    }

    /// The paper's figure 8, from (c): S1 leads in term 4 and has told S2 of its first entry there,
    /// and S3 just of the older entry at index 2.
    private static func figure8(flaws: RaftFlaw = []) -> PeerGroup {
        var group = PeerGroup(
            logs: [[1, 2], [1, 2], [1], [1], [1, 3]],
            terms: [3, 3, 3, 3, 3],
            configuration: RaftConfiguration(entriesPerMessage: 1, flaws: flaws)
        )
        group.on(1) { $0.campaign() }
        group.deliver { $0.kind.isAboutVotes && $0.from != 5 && $0.to != 5 }
        group.on(1) { $0.tick() }
        var offers = 0
        group.deliver { message in
            guard Set([message.from, message.to]) == [1, 3] else {
                return Set([message.from, message.to]) == [1, 2]
            }
            // S3 refuses it at first, takes index 2, and is not offered it again.
            if message.entries.contains(where: { $0.term == 4 }) { offers += 1 }
            return message.entries.isEmpty || message.entries[0].term != 4 || offers == 1
        }
        return group
    }

    @Test
    func `figure 8: an older term's entry on a quorum is not committed by that, and may be lost`() {
        var group = Self.figure8()
        #expect(group[1].isLeader && group[1].term == 4)
        #expect(group[2].logTerms == [1, 2, 4])
        #expect(group[3].logTerms == [1, 2])
        #expect(group[1].follower(3)?.match == 2)
        #expect(group[1].commitIndex == 0)
        // (d): S5 is elected by S3 and S4, and its entry takes the place.
        group.stop(1)
        group.stop(2)
        group.tick(60)
        #expect(group.leaders == [5])
        group.start(2)
        group.tick(3)
        #expect([2, 3, 4].allSatisfy { group[$0].logTerms.prefix(2) == [1, 3] })
    }

    @Test func `figure 8: with an entry of its own term on a quorum, both stay`() throws {
        var group = Self.figure8()
        group.on(1) { $0.tick() }
        group.deliver { Set([$0.from, $0.to]) == [1, 3] || Set([$0.from, $0.to]) == [1, 2] }
        #expect(group[1].commitIndex == 3)
        // (e): S5 cannot be elected any more.
        group.stop(1)
        group.tick(60)
        let leader = try #require(group.leaders.first)
        #expect(leader != 5)
        #expect(group[5].logTerms.prefix(3) == [1, 2, 4])
    }

    @Test func `figure 8: a leader that counted older terms would have committed it`() {
        #expect(Self.figure8(flaws: .commitsOlderTerms)[1].commitIndex == 2)
    }

    @Test func `Leader append-only: a leader takes no entries from others`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        let before = group[1].logTerms
        group.on(1) { peer in
            peer.hear(.append, from: 2, term: peer.term) {
                $0.index = 3
                $0.logTerm = 1
                $0.entries = [.test(4, 9)]
            }
        }
        #expect(group[1].logTerms == before)
    }

    @Test func `State machine safety: a late message undoes nothing`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.propose("a", 1)
        let late = group.network
        group.deliver()
        try group.propose("b", 1)
        group.deliver()
        for message in late + late { group.arrive(message) }
        group.deliver()
        #expect(group.ids.allSatisfy { group[$0].lastPosition == group[1].lastPosition })
        #expect(group.ids.map(group.applied) == [["a", "b"], ["a", "b"], ["a", "b"]])
    }

    @Test func `a lost message is sent again`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        group.isLost = { $0.kind == .append }
        try group.propose("a", 1)
        group.deliver()
        group.isLost = { _ in false }
        #expect(group.applied(1) == [])
        group.tick(2)
        #expect(group.ids.map(group.applied) == [["a"], ["a"], ["a"]])
    }

    @Test func `a heartbeat commits no more than the follower is known to have`() throws {
        var group = PeerGroup(logs: [[1, 1], [1, 1], [1, 1, 1]], terms: [1, 1, 1])
        group.isolate(3)
        group.elect(1)
        group.tick(1)
        #expect(group[1].commitIndex == 3)
        group.heal()
        group.isLost = { $0.kind == .append }
        group.tick(3)
        #expect(group[3].commitIndex == 0)
        group.isLost = { _ in false }
        group.tick(2)
        #expect(group[3].logTerms == [1, 1, 2])
        #expect(group[3].commitIndex == 3)
    }

    @Test func `a refusal goes back by a whole term`() {
        let long = [UInt64](repeating: 1, count: 3) + [UInt64](repeating: 2, count: 40)
        var group = PeerGroup(
            logs: [[1, 1, 1] + [UInt64](repeating: 3, count: 40), [1, 1, 1], long],
            terms: [3, 3, 3]
        )
        group.elect(1)
        group.tick(1)
        #expect(group[3].logTerms == group[1].logTerms)
        let refusals = group.sent.count { $0.kind == .appendResponse && $0.isRejected }
        #expect(refusals <= 2)
    }

    @Test func `RFT-2 no more entries are on their way than allowed, and no more in one message`()
        throws
    {
        let configuration = RaftConfiguration(entriesPerMessage: 2, entriesInFlight: 5)
        var group = PeerGroup(3, configuration: configuration)
        group.elect(1)
        let first = group[1].lastPosition.index
        for number in 0..<20 { try group.propose("\(number)", 1) }
        let ahead = group.network.filter { $0.to == 2 }.flatMap(\.entries)
        #expect(ahead.map(\.index) == Array(first + 1...first + 5))
        group.deliver()
        #expect(group.sent.allSatisfy { $0.entries.count <= 2 })
        #expect(group.applied(2).count == 20)
    }

    @Test func `one that is unreachable gets one message at a time`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        #expect(group[1].follower(2)?.isReplicating == true)
        group.on(1) { $0.reportUnreachable(2) }
        #expect(group[1].follower(2)?.isReplicating == false)
        for text in ["a", "b"] { try group.propose(text, 1) }
        #expect(group.network.count { $0.to == 2 } == 1)
        group.deliver()
        #expect(group.applied(2) == ["a", "b"])
        #expect(group[1].follower(2)?.isReplicating == true)
    }

    @Test
    func `a crash before the write loses what was not written, and nothing that was promised`()
        throws
    {
        var group = PeerGroup(3)
        group.elect(1)
        var peer = group[2]
        let disk = group.disk(2)
        try group.propose("a", 1)
        for message in group.network where message.to == 2 { peer.step(message) }
        let lost = peer.takeReady()
        #expect(lost.entries.count == 1)
        #expect(lost.messages.contains { $0.kind == .appendResponse })
        // The machine stops here: neither entry nor answer ever were.
        peer = Peer(id: 2, restoring: disk, random: SeededGenerator(seed: 1))
        #expect(peer.lastPosition.index == lost.entries[0].index - 1)
        #expect(peer.term == group[1].term)
        #expect(peer.takeReady().committed.map(\.index) == [1, 2, 3, 4])
    }
}
