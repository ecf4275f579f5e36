import Basics
import Testing

@testable import RaftCore

@Suite struct EntryLogTests {
    /// A log and what it should hold, changed together.
    private struct Twins {
        var log = EntryLog()
        var terms: [UInt64] = []
        var base: UInt64 = 0
        var last: UInt64 { base + UInt64(terms.count) }

        mutating func append(_ term: UInt64) {
            log.append(.test(last + 1, term))
            terms.append(term)
        }
    }

    @Test func `a log is what an array of entries would be`() {
        var random = SeededGenerator(seed: 5)
        var twins = Twins()
        var term: UInt64 = 1
        for _ in 0..<2_000 {
            switch random.below(10) {
            case 0: term += 1
            case 1 where !twins.terms.isEmpty:
                let count = random.below(min(twins.terms.count, 70))
                twins.log.truncate(from: twins.last - UInt64(count))
                twins.terms.removeLast(count + 1)
            case 2 where !twins.terms.isEmpty:
                let count = 1 + random.below(min(twins.terms.count, 90))
                twins.log.compact(through: twins.base + UInt64(count))
                twins.terms.removeFirst(count)
                twins.base += UInt64(count)
            default: for _ in 0...random.below(40) { twins.append(term) }
            }
            #expect(twins.log.base.index == twins.base)
            #expect(twins.log.last.index == twins.last)
            let all = twins.log.entries(from: twins.base + 1, through: twins.last)
            #expect(all.map(\.term) == twins.terms)
            #expect(all.map(\.index) == Array(twins.base + 1..<twins.last + 1))
            if let last = twins.terms.last { #expect(twins.log.last.term == last) }
        }
    }

    @Test func `a copy keeps what it was when the log goes on`() {
        var log = EntryLog()
        for index in 1...200 as ClosedRange<UInt64> { log.append(.test(index, 1)) }
        let copy = log
        log.truncate(from: 100)
        log.append(.test(100, 2))
        log.compact(through: 70)
        #expect(copy.last == RaftPosition(index: 200, term: 1))
        #expect(copy.base == RaftPosition(index: 0, term: 0))
        #expect(copy.entries(from: 1, through: 200).allSatisfy { $0.term == 1 })
        #expect(log.term(at: 70) == 1)
        #expect(log.term(at: 69) == nil)
    }

    @Test(arguments: [
        (UInt64(10), UInt64(4), UInt64(5)), (10, 3, 3), (10, 0, 0), (4, 4, 4), (99, 9, 10),
    ])
    func `the last place that may agree`(index: UInt64, term: UInt64, found: UInt64) {
        var log = EntryLog()
        for (offset, term) in [1, 1, 1, 4, 4, 5, 5, 6, 6, 6].enumerated() {
            log.append(.test(UInt64(offset) + 1, UInt64(term)))
        }
        #expect(log.lastPosition(notAfter: index, term: term).index == found)
    }
}
