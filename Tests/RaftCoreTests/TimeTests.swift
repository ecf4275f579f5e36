import Basics
import Testing

@testable import RaftCore

@Suite struct TimeTests {
    /// Two groups with the same fate, one of which skips the ticks that do nothing.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `skipping idle ticks is the same as ticking`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var patient = PeerGroup(3)
        var hasty = PeerGroup(3)
        for _ in 0..<60 {
            let id = RaftID(1 + random.next() % 3)
            let ticks = 1 + random.below(8)
            let loss = random.below(3) == 0
            for _ in 0..<ticks { patient.on(id) { $0.tick() } }
            hasty.on(id) { $0.advance(ticks: ticks) }
            for message in loss ? [] : patient.network { patient.arrive(message) }
            for message in loss ? [] : hasty.network { hasty.arrive(message) }
            patient.network = []
            hasty.network = []
            for id in patient.ids {
                #expect(
                    try Packed.encode(patient[id]) == Packed.encode(hasty[id]),
                    "seed \(seed)"
                )
            }
        }
    }

    @Test func `the next tick that works is foretold`() {
        var group = PeerGroup(3)
        let due = group[2].ticksUntilWork ?? 0
        #expect((10...19).contains(due))
        group.on(2) { $0.advance(ticks: due - 1) }
        #expect(group[2].role == .follower)
        #expect(group[2].ticksUntilWork == 1)
        group.on(2) { $0.tick() }
        #expect(group[2].role == .preCandidate)
        group.deliver()
        #expect(group[2].ticksUntilWork == 1)
    }

    @Test func `a sole leader lets a year pass in no time`() {
        var group = PeerGroup(1)
        group.elect(1)
        group.on(1) { $0.advance(ticks: 31_536_000) }
        #expect(group[1].isLeader)
        #expect(group.sent.isEmpty)
        #expect(!group[1].hasReady)
    }

    @Test func `who votes nowhere needs no ticks`() {
        var peer = Peer(id: 1, voters: [], random: SeededGenerator(seed: 1))
        #expect(!peer.needsTicks)
        for _ in 0..<50 { peer.tick() }
        #expect(peer.role == .follower)
        #expect(!peer.hasReady)
    }
}
