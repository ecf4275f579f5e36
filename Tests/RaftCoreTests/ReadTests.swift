import Basics
import Testing

@testable import RaftCore

@Suite struct ReadTests {
    @Test func `a read is answered once a quorum confirms the leader`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.propose("a", 1)
        group.deliver()
        try group.read(7, 1)
        #expect(group.reads(1).isEmpty)
        group.deliver()
        #expect(group.reads(1) == [RaftRead(token: 7, index: group[1].commitIndex)])
    }

    @Test func `a follower's read is answered through the leader, after it has applied as much`()
        throws
    {
        var group = PeerGroup(3)
        group.elect(1)
        group.isLost = { $0.to == 3 && $0.kind == .append }
        try group.propose("a", 1)
        group.deliver()
        try group.read(8, 3)
        group.deliver()
        #expect(group.applied(3) == [])
        #expect(group.reads(3).isEmpty)
        group.isLost = { _ in false }
        group.tick(2)
        #expect(group.applied(3) == ["a"])
        #expect(group.reads(3) == [RaftRead(token: 8, index: group[1].commitIndex)])
    }

    @Test func `a leader that was replaced unheard answers no read, and says so when it learns`()
        throws
    {
        var group = PeerGroup(3)
        group.elect(1)
        group.isolate(1)
        try group.read(9, 1)
        group.deliver()
        #expect(group.reads(1).isEmpty)
        group.tick(20)
        #expect(group.reads(1) == [RaftRead(token: 9, index: nil)])
    }

    @Test func `RFT-4 a new leader answers reads only after it has committed in its own term`()
        throws
    {
        var group = PeerGroup(3)
        group.on(1) { $0.campaign() }
        group.deliver { $0.kind.isAboutVotes }
        try group.read(1, 1)
        group.deliver { [.heartbeat, .heartbeatResponse].contains($0.kind) }
        #expect(group.reads(1).isEmpty)
        group.tick(2)
        #expect(group.reads(1) == [RaftRead(token: 1, index: group[1].commitIndex)])
    }

    @Test func `a sole voter answers at once, one without a leader not at all`() throws {
        var group = PeerGroup(1)
        #expect(throws: RaftRefusal.notLeader(leader: nil)) { try group.read(1, 1) }
        group.elect(1)
        try group.read(2, 1)
        #expect(group.reads(1) == [RaftRead(token: 2, index: 2)])
    }
}

extension PeerGroup {
    fileprivate mutating func read(_ token: UInt64, _ id: RaftID) throws(RaftRefusal) {
        try on(id) { peer throws(RaftRefusal) in try peer.readIndex(token: token) }
    }
}
