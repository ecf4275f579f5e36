import Basics
import Testing

@testable import RaftCore

@Suite struct MembershipTests {
    @Test func `TOK-6 a peer that is added catches up and votes`() throws {
        var group = PeerGroup(1)
        group.elect(1)
        try group.propose("a", 1)
        group.add(2)
        try group.change(.add(2), 1)
        #expect(group[1].membership.voters == [1, 2])
        group.deliver()
        #expect(group.applied(2) == ["a"])
        #expect(group[2].membership == group[1].membership)
        try group.propose("b", 1)
        #expect(group.applied(1) == ["a"])
        group.deliver()
        #expect(group.applied(1) == ["a", "b"])
    }

    @Test func `a change takes effect when it is committed, one at a time`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.change(.add(4), 1)
        #expect(group[1].membership.voters == [1, 2, 3])
        #expect(group[1].hasPendingMembershipChange)
        #expect(throws: RaftRefusal.membershipPending) { try group.change(.remove(2), 1) }
        group.deliver()
        #expect(group[1].membership.voters == [1, 2, 3, 4])
        #expect(!group[1].hasPendingMembershipChange)
        try group.change(.remove(2), 1)
        group.add(4)
        group.tick(2)
        #expect(group[4].membership.voters == [1, 3, 4])
        #expect(group[4].membership.removed == [2])
    }

    @Test func `ROL-8 an id that was removed is never taken again`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.change(.remove(3), 1)
        group.deliver()
        #expect(throws: RaftRefusal.idWasRemoved) { try group.change(.add(3), 1) }
        #expect(throws: RaftRefusal.alreadyMember) { try group.change(.add(2), 1) }
        #expect(throws: RaftRefusal.notMember) { try group.change(.remove(7), 1) }
        #expect(throws: RaftRefusal.notLeader(leader: 1)) { try group.change(.add(9), 2) }
        try group.change(.remove(2), 1)
        group.deliver()
        #expect(throws: RaftRefusal.lastVoter) { try group.change(.remove(1), 1) }
    }

    @Test func `ROL-1 a peer that is removed hears of it and stands for election no more`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.change(.remove(3), 1)
        group.deliver()
        #expect(group[3].membership.isRemoved(3))
        #expect(!group[3].needsTicks)
        group.tick(60)
        #expect(group[3].role == .follower)
        #expect(group.leaders == [1])
        #expect(!group.sent.suffix(20).contains { $0.to == 3 })
    }

    @Test func `a leader that removes itself leads until that is committed`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.propose("a", 1)
        try group.change(.remove(1), 1)
        #expect(group[1].isLeader)
        group.deliver()
        #expect(group[1].role == .follower)
        #expect(group[1].membership.voters == [2, 3])
        #expect(group[2].membership.voters == [2, 3])
        group.tick(40)
        #expect(group.leaders.count == 1)
        #expect(group.leaders != [1])
    }

    @Test func `of two, the one that is left leads, though it never heard that the leader is gone`()
        throws
    {
        var group = PeerGroup(2)
        group.elect(1)
        try group.change(.remove(1), 1)
        for message in group.network where message.to == 2 { group.arrive(message) }
        group.network.removeAll { $0.to == 2 }
        // The leader says good-bye, which is lost.
        group.deliver { $0.to == 1 }
        #expect(group[1].membership.voters == [2])
        #expect(group[2].membership.voters == [1, 2])
        group.tick(40)
        #expect(group[2].isLeader)
        #expect(group[2].membership.voters == [2])
    }

    @Test func `a new leader proposes no change while there may be one in its log`() throws {
        var group = PeerGroup(5)
        group.elect(1)
        group.isLost = { $0.to != 2 && $0.kind == .append }
        try group.change(.add(6), 1)
        group.deliver()
        group.stop(1)
        group.isLost = { $0.kind == .append }
        for id in [3, 4, 5] as [RaftID] {
            group.on(id) { peer in for _ in 0..<10 { peer.electionTickOnly() } }
        }
        group.elect(2)
        #expect(group.leaders == [2])
        #expect(group[2].membership.voters.count == 5)
        #expect(throws: RaftRefusal.membershipPending) { try group.change(.remove(3), 2) }
        group.isLost = { _ in false }
        group.tick(2)
        #expect(group[2].membership.voters == [1, 2, 3, 4, 5, 6])
        try group.change(.remove(1), 2)
    }

    @Test func `a change that was cut off takes no effect`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        group.isolate(1)
        try group.change(.remove(3), 1)
        group.tick(60)
        let leader = try #require(group.leaders.first { $0 != 1 })
        group.heal()
        group.tick(3)
        #expect(group[leader].isLeader)
        #expect(group.ids.allSatisfy { group[$0].membership.voters == [1, 2, 3] })
        #expect(group[1].lastPosition == group[leader].lastPosition)
    }

    @Test func `RFT-22 removing a dead peer of three leaves a group of two that works`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        group.stop(3)
        try group.change(.remove(3), 1)
        group.deliver()
        #expect(group[1].membership.quorum == 2)
        try group.propose("a", 1)
        group.deliver()
        #expect(group.applied(2) == ["a"])
        group.stop(2)
        group.tick(30)
        #expect(group.leaders.isEmpty)
    }

    @Test func `handing over to a peer that is removed meanwhile is given up`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        group.isolate(3)
        try group.change(.remove(3), 1)
        try group.on(1) { peer throws(RaftRefusal) in try peer.transferLeadership(to: 3) }
        group.deliver()
        #expect(group[1].transferee == nil)
        try group.propose("a", 1)
    }

    @Test func `RFT-7 a forced new group keeps what is committed and drops the others`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.propose("a", 1)
        group.deliver()
        group.tick(1)
        try group.propose("lost", 1)
        for id in group.ids { group.stop(id) }
        group.start(1, isForcedNewGroup: true)
        #expect(group[1].membership.voters == [1])
        #expect(group[1].membership.removed == [2, 3])
        group.elect(1)
        #expect(group[1].isLeader)
        try group.propose("b", 1)
        #expect(group.applied(1) == ["a", "b"])
        group.add(4)
        try group.change(.add(4), 1)
        group.tick(2)
        #expect(group.applied(4) == ["a", "b"])
        #expect(group[4].membership == group[1].membership)
    }
}
