import Basics
import SwarmModel
import SwarmWorld
import Testing

@Suite struct ManagerGroupTests {
    private var random = SeededGenerator(seed: 7)
    private var group = ManagerGroup()
    private let ids: [NodeID]

    init() {
        var source = SeededGenerator(seed: 1)
        ids = (0..<5).map { _ in NodeID(using: &source) }
    }

    private mutating func add(_ count: Int) {
        for id in ids.prefix(count) { _ = group.add(id, now: .zero) }
    }

    private mutating func advance(to seconds: Int) -> [ManagerGroup.Event] {
        group.timePassed(now: .zero + .seconds(seconds), random: &random)
    }

    @Test mutating func `LDR-2 the first manager leads at once`() {
        #expect(group.add(ids[0], now: .zero) == [.elected(ids[0])])
        #expect(group.add(ids[1], now: .zero).isEmpty)
        #expect(group.leader == ids[0])
    }

    @Test mutating func `RFT-1 a lost leader is followed by another within one election timeout`() {
        add(3)
        let lost = group.set(ids[0], up: false, now: .zero, random: &random)
        #expect(lost == [.lost])
        #expect(group.leader == nil)
        let due = group.nextDeadline
        #expect(due.map { (10...20).contains(Int(($0 - .zero).components.seconds)) } == true)
        let events = advance(to: 20)
        #expect(events.count == 1)
        #expect(group.leader != nil && group.leader != ids[0])
    }

    @Test mutating func `RFT-21 a leader that lost its majority gives up after 17.8 s`() {
        add(3)
        _ = group.set(ids[1], up: false, now: .zero, random: &random)
        #expect(group.set(ids[2], up: false, now: .zero, random: &random).isEmpty)
        #expect(!group.hasMajority)
        #expect(advance(to: 17).isEmpty)
        #expect(advance(to: 18) == [.lost])
        #expect(advance(to: 600).isEmpty, "a lone manager never leads again")
    }

    @Test mutating func `RFT-22 two managers are worse than one`() {
        add(2)
        #expect(group.set(ids[0], up: false, now: .zero, random: &random) == [.lost])
        #expect(advance(to: 600).isEmpty)
        _ = group.set(ids[0], up: true, now: .zero + .seconds(600), random: &random)
        #expect(advance(to: 621).count == 1)
    }

    @Test mutating func `ROL-3 a vote can go only if the others still make a majority`() {
        add(3)
        #expect(group.canRemove(ids[0]))
        _ = group.set(ids[2], up: false, now: .zero, random: &random)
        #expect(!group.canRemove(ids[0]))
        #expect(group.canRemove(ids[2]), "the vote of the one that is away can always go")
    }

    @Test mutating func `ROL-4 a leader that is demoted hands over to the longest-serving other`() {
        add(3)
        let events = group.remove(ids[0], now: .zero, random: &random)
        #expect(events == [.elected(ids[1])])
        #expect(group.voters == [ids[1], ids[2]])
    }
}
