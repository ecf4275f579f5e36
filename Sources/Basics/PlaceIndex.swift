/// Where objects are kept, by their identifiers: numbers only, in small shards that copies share.
///
/// An open-addressing table that grows one shard at a time, so that neither a copy nor the change
/// after it costs more than a walk over the list of shards. It keeps half a hash and a place for
/// each object; whether the object there is the right one is asked of the owner. Nothing ever
/// walks it, so that its order matters to nobody.
package struct PlaceIndex: Sendable {
    /// Objects a shard has on the average when one more is made.
    private static let averageLoad = 96

    private var shards = [Shard(cellCount: 16)]
    /// Shards before this one are split already in this round.
    private var nextSplit = 0
    /// How many shards there were when this round began, less one; a power of two less one.
    private var roundMask: UInt64 = 0
    package private(set) var count = 0

    package init() {}

    /// The place of an object; `nil` if there is none with that identifier.
    ///
    /// `isRight` tells whether the object at a place has the identifier; it is nearly always asked
    /// once at most.
    package func place(of id: Base36Digits, isRight: (Int) -> Bool) -> Int? {
        let hash = Self.hash(of: id)
        return shards[shard(of: hash)].cells.withUnsafeBufferPointer { cells in
            let mask = cells.count - 1
            var index = Shard.home(of: hash, mask: mask)
            while case let cell = cells[index], cell != 0 {
                let place = Int(truncatingIfNeeded: cell & 0xFFFF_FFFF) - 1
                if cell >> 32 == hash >> 32, isRight(place) { return place }
                index = (index + 1) & mask
            }
            return nil
        }
    }

    /// Notes where an object is; it must not be known yet.
    package mutating func add(_ id: Base36Digits, at place: Int) {
        count += 1
        if count > shards.count * Self.averageLoad { split() }
        let hash = Self.hash(of: id)
        shards[shard(of: hash)].insert(Self.cell(hash, place))
    }

    /// Forgets an object that is known to be at a place.
    package mutating func remove(_ id: Base36Digits, at place: Int) {
        let hash = Self.hash(of: id)
        if shards[shard(of: hash)].remove(Self.cell(hash, place)) { count -= 1 }
    }

    /// Identifiers are random already, but tests make some that are not.
    private static func hash(of id: Base36Digits) -> UInt64 { id.seed &* 0x9E37_79B9_7F4A_7C15 }

    private static func cell(_ hash: UInt64, _ place: Int) -> UInt64 {
        hash & ~0xFFFF_FFFF | UInt64(place + 1)
    }

    /// The lowest bits of the half that is kept choose the shard, higher ones the cell in it.
    private func shard(of hash: UInt64) -> Int {
        let half = hash >> 32
        let index = Int(half & roundMask)
        return index < nextSplit ? Int(half & ((roundMask << 1) | 1)) : index
    }

    /// Makes one more shard, from half of the next one in turn.
    private mutating func split() {
        let last = shards.count
        let old = shards[nextSplit].cells
        shards[nextSplit] = Shard(cellCount: 128)
        shards.append(Shard(cellCount: 128))
        let first = nextSplit
        nextSplit += 1
        for cell in old where cell != 0 {
            shards[shard(of: cell) == last ? last : first].insert(cell)
        }
        guard nextSplit > roundMask else { return }
        roundMask = (roundMask << 1) | 1
        nextSplit = 0
    }
}

/// One shard: cells of half a hash and, below it, a place plus one; 0 = empty.
private struct Shard: Sendable {
    private(set) var cells: [UInt64]
    private var count = 0

    init(cellCount: Int) { cells = Array(repeating: 0, count: cellCount) }

    static func home(of cell: UInt64, mask: Int) -> Int {
        Int(truncatingIfNeeded: cell >> 50) & mask
    }

    mutating func insert(_ cell: UInt64) {
        count += 1
        if count * 8 > cells.count * 7 { enlarge() }
        put(cell)
    }

    private mutating func put(_ cell: UInt64) {
        let mask = cells.count - 1
        var index = Self.home(of: cell, mask: mask)
        while cells[index] != 0 { index = (index + 1) & mask }
        cells[index] = cell
    }

    private mutating func enlarge() {
        let old = cells
        cells = Array(repeating: 0, count: old.count * 2)
        for cell in old where cell != 0 { put(cell) }
    }

    /// Empties a cell and moves up what could no longer be found behind it.
    ///
    /// - Returns: whether there was such a cell.
    mutating func remove(_ cell: UInt64) -> Bool {
        let mask = cells.count - 1
        var hole = Self.home(of: cell, mask: mask)
        while cells[hole] != cell {
            if cells[hole] == 0 { return false }
            hole = (hole + 1) & mask
        }
        cells[hole] = 0
        count -= 1
        var index = (hole + 1) & mask
        while cells[index] != 0 {
            let distance = index &- Self.home(of: cells[index], mask: mask)
            if distance & mask >= (index &- hole) & mask {
                cells[hole] = cells[index]
                cells[index] = 0
                hole = index
            }
            index = (index + 1) & mask
        }
        return true
    }
}
