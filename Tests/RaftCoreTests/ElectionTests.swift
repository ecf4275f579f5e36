import Basics
import RaftCore
import Testing

@Suite struct ElectionTests {
    @Test func `RFT-1 three peers elect one leader within twenty ticks`() {
        var group = PeerGroup(3)
        group.tick(20)
        #expect(group.leaders.count == 1)
        let leader = group.leaders.first
        #expect(group.ids.allSatisfy { group[$0].leader == leader })
    }

    @Test func `a sole voter leads and commits at once, and needs no ticks`() throws {
        var group = PeerGroup(1)
        #expect(group[1].needsTicks)
        group.elect(1)
        #expect(group[1].isLeader)
        #expect(!group[1].needsTicks)
        let position = try group.on(1) { peer throws(RaftRefusal) in try peer.propose("a") }
        #expect(group[1].commitIndex == position.index)
        #expect(group.applied(1) == ["a"])
        #expect(group.sent.isEmpty)
    }

    @Test func `RFT-3 a proposal reaches all by way of the leader only`() throws {
        var group = PeerGroup(3)
        group.elect(2)
        try group.on(2) { peer throws(RaftRefusal) in _ = try peer.propose("a") }
        group.deliver()
        #expect(group.ids.map(group.applied) == [["a"], ["a"], ["a"]])
        #expect(throws: RaftRefusal.notLeader(leader: 2)) {
            try group.on(1) { peer throws(RaftRefusal) in _ = try peer.propose("b") }
        }
    }
}
