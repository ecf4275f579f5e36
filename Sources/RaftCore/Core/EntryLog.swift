/// Entries in order, in blocks that copies share.
///
/// A copy costs nothing, and the first change after it one block and the list of blocks: a log that
/// readers hold copies of is never copied as a whole.
struct EntryLog: Sendable {
    private static let blockBits: UInt64 = 6
    private static let blockSize = 1 << Int(blockBits)

    /// What stands before the first entry: the end of what was compacted away.
    private(set) var base = RaftPosition(index: 0, term: 0)
    private(set) var last = RaftPosition(index: 0, term: 0)
    /// Each covers the indexes with the same upper bits; the first one begins after the base.
    private var blocks: [[RawEntry]] = []

    init() {}

    /// An empty log that goes on after a position.
    init(after base: RaftPosition) {
        self.base = base
        last = base
    }

    var isEmpty: Bool { last.index == base.index }
    var count: Int { Int(last.index - base.index) }

    private func block(of index: UInt64) -> Int {
        Int(index >> Self.blockBits) - Int((base.index + 1) >> Self.blockBits)
    }

    private func offset(of index: UInt64, in block: Int) -> Int {
        block == 0
            ? Int(index - base.index - 1) : Int(index & UInt64(Self.blockSize - 1))
    }

    /// The entry at an index that the log has.
    subscript(index: UInt64) -> RawEntry {
        let block = block(of: index)
        return blocks[block][offset(of: index, in: block)]
    }

    /// The term of the entry at an index; `nil` if the log does not know.
    func term(at index: UInt64) -> UInt64? {
        if index == last.index { return last.term }
        if index == base.index { return base.term }
        guard index > base.index, index < last.index else { return nil }
        let block = block(of: index)
        return blocks[block][offset(of: index, in: block)].term
    }

    func matches(_ position: RaftPosition) -> Bool { term(at: position.index) == position.term }

    /// Whether a log that ends there has all that this one may have committed.
    func isCovered(byLogEndingAt other: RaftPosition) -> Bool {
        other.term > last.term || (other.term == last.term && other.index >= last.index)
    }

    /// The highest index, at most `index`, whose term is at most `term`; and that term, 0 if unknown.
    func lastPosition(notAfter index: UInt64, term: UInt64) -> RaftPosition {
        var index = min(index, last.index)
        while index > base.index {
            guard let found = self.term(at: index) else { break }
            if found <= term { return RaftPosition(index: index, term: found) }
            index -= 1
        }
        return RaftPosition(index: index, term: self.term(at: index) ?? 0)
    }

    /// Adds an entry, whose index must be the next one.
    mutating func append(_ entry: RawEntry) {
        let block = block(of: entry.index)
        if block == blocks.count {
            var fresh: [RawEntry] = []
            fresh.reserveCapacity(Self.blockSize)
            blocks.append(fresh)
        }
        blocks[block].append(entry)
        last = RaftPosition(index: entry.index, term: entry.term)
    }

    /// Takes away all entries from an index on.
    mutating func truncate(from index: UInt64) {
        guard index > base.index, index <= last.index else { return }
        let newLast = index - 1
        let term = self.term(at: newLast) ?? base.term
        let block = block(of: index)
        let offset = offset(of: index, in: block)
        blocks.removeSubrange((offset == 0 ? block : block + 1)...)
        if offset > 0 { blocks[block].removeSubrange(offset...) }
        last = RaftPosition(index: newLast, term: term)
    }

    /// Forgets all entries up to an index, which stays known as the base.
    mutating func compact(through index: UInt64) {
        guard index > base.index, index <= last.index, let term = term(at: index) else { return }
        if index == last.index {
            self = EntryLog(after: last)
            return
        }
        let block = block(of: index + 1)
        let offset = offset(of: index + 1, in: block)
        if offset > 0 { blocks[block].removeSubrange(..<offset) }
        blocks.removeSubrange(..<block)
        base = RaftPosition(index: index, term: term)
    }

    /// Copies the entries of a range of indexes that the log has.
    func entries(from first: UInt64, through end: UInt64) -> [RawEntry] {
        guard first <= end else { return [] }
        if first == end { return [self[first]] }
        var copy: [RawEntry] = []
        copy.reserveCapacity(Int(end - first) + 1)
        var index = first
        while index <= end {
            let block = block(of: index)
            let start = offset(of: index, in: block)
            let stop = min(blocks[block].count, start + Int(end - index) + 1)
            copy.append(contentsOf: blocks[block][start..<stop])
            index += UInt64(stop - start)
        }
        return copy
    }
}
