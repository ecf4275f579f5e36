import Basics
import Testing

@testable import RaftCore

@Suite struct SnapshotTests {
    /// A leader that took a snapshot while 3 was away.
    private static func groupWithOneBehind(keeping kept: Int = 0) throws -> PeerGroup {
        var group = PeerGroup(3)
        group.elect(1)
        group.isolate(3)
        for number in 0..<10 { try group.propose("\(number)", 1) }
        group.deliver()
        group.tick(1)
        group.compact(1, keeping: kept)
        return group
    }

    @Test func `one that needs what is compacted gets the snapshot and goes on from there`() throws
    {
        var group = try Self.groupWithOneBehind()
        #expect(group[1].basePosition == group[1].lastPosition)
        try group.propose("after", 1)
        group.heal()
        group.tick(3)
        #expect(group.sent.contains { $0.kind == .installSnapshot && $0.to == 3 })
        #expect(group.applied(3) == group.applied(1))
        #expect(group.disk(3).snapshot?.position == group[1].snapshot?.position)
        #expect(group[3].lastPosition == group[1].lastPosition)
        #expect(group[1].follower(3)?.isReplicating == true)
    }

    @Test func `RFT-1 with enough entries kept no snapshot is sent`() throws {
        var group = try Self.groupWithOneBehind(keeping: 500)
        group.heal()
        group.tick(3)
        #expect(group.applied(3) == group.applied(1))
        #expect(!group.sent.contains { $0.kind == .installSnapshot })
    }

    @Test func `a snapshot that was lost is sent again, reported or not`() throws {
        var group = try Self.groupWithOneBehind()
        group.heal()
        group.isLost = { $0.kind == .installSnapshot }
        group.tick(3)
        group.isLost = { _ in false }
        #expect(group.applied(3) == [])
        var reported = group
        reported.on(1) { $0.reportSnapshot(to: 3, isDelivered: false) }
        reported.tick(2)
        #expect(reported.applied(3) == group.applied(1))
        group.tick(25)
        #expect(group.applied(3) == group.applied(1))
    }

    @Test func `a snapshot of what is there already changes nothing`() throws {
        var group = try Self.groupWithOneBehind(keeping: 500)
        group.heal()
        group.tick(3)
        let snapshot = try #require(group[1].snapshot)
        let before = group[3].logTerms
        group.on(3) { peer in
            peer.hear(.installSnapshot, from: 1, term: peer.term) { $0.snapshot = snapshot.raw }
        }
        #expect(group[3].logTerms == before)
        #expect(group.disk(3).snapshot == nil)
        #expect(group.sent.last?.index == group[3].commitIndex)
    }

    @Test func `a snapshot carries the members`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.change(.remove(3), 1)
        group.deliver()
        group.compact(1)
        group.add(4)
        try group.change(.add(4), 1)
        group.tick(3)
        #expect(group.sent.contains { $0.kind == .installSnapshot && $0.to == 4 })
        #expect(group[4].membership.voters == [1, 2, 4])
        #expect(group[4].membership.removed == [3])
    }

    @Test func `ROL-8 removed ids are remembered across snapshot and restart`() throws {
        var group = PeerGroup(3)
        group.elect(1)
        try group.change(.remove(3), 1)
        group.deliver()
        group.compact(1)
        group.stop(1)
        group.start(1)
        #expect(group[1].membership.removed == [3])
        #expect(group[1].membership.voters == [1, 2])
    }

    @Test func `nothing is compacted twice, or before it is applied`() throws {
        var group = PeerGroup(1)
        group.elect(1)
        #expect(group.compact(1) != nil)
        #expect(group.compact(1) == nil)
        var peer = group[1]
        _ = try peer.propose("a")
        #expect(peer.compact([], keeping: 0) == nil)
        _ = peer.takeReady()
        #expect(peer.compact(["a"], keeping: 0)?.state == ["a"])
    }

    // MARK: Restart

    @Test func `a restarted peer applies what it knew to be committed, after its snapshot`() throws
    {
        var group = PeerGroup(3)
        group.elect(1)
        for text in ["a", "b"] { try group.propose(text, 1) }
        group.deliver()
        group.compact(2)
        try group.propose("c", 1)
        group.deliver()
        group.tick(1)
        group.stop(2)
        group.start(2)
        #expect(group.applied(2) == ["a", "b", "c"])
        #expect(group[2].role == .follower)
        #expect(group[2].term == 2)
        #expect(group[2].membership.voters == [1, 2, 3])
    }

    @Test func `a peer read back from its saved form goes on as the same`() throws {
        var group = try Self.groupWithOneBehind(keeping: 3)
        group.heal()
        try group.on(1) { peer throws(RaftRefusal) in try peer.readIndex(token: 4) }
        var original = group[1]
        original.tick()
        var copy = try Packed.decode(Peer.self, from: Packed.encode(original))
        #expect(try Packed.encode(copy) == Packed.encode(original))
        for message in group.network where message.to == 1 {
            original.step(message)
            copy.step(try Packed.decode(Peer.Message.self, from: Packed.encode(message)))
        }
        for _ in 0..<30 {
            original.tick()
            copy.tick()
        }
        #expect(try Packed.encode(copy) == Packed.encode(original))
        let messages = original.takeReady().messages
        #expect(!messages.isEmpty)
        for (one, other) in zip(messages, copy.takeReady().messages) {
            #expect(try Packed.encode(one) == Packed.encode(other))
        }
        let disk = group.disk(1)
        let saved = try Packed.decode(Peer.Disk.self, from: Packed.encode(disk))
        #expect(try Packed.encode(saved) == Packed.encode(disk))
        #expect(saved.lastPosition == disk.lastPosition)
    }
}
