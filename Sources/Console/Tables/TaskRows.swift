import Basics
import SwarmModel

/// Rows of tasks with what their order is made of.
struct TaskRows: Sendable {
    /// Where a row stands in the natural order: place by place, the newest task of each first.
    struct Rank: Sendable {
        let place: UInt64
        let created: Moment
    }

    private(set) var entries: [RowEntry] = []
    private(set) var ranks: [Rank] = []
    /// What the rows are sorted by; empty in the natural order.
    private(set) var keys: [SortKey] = []

    var count: Int { entries.count }

    mutating func reserve(_ count: Int, isSorted: Bool) {
        entries.reserveCapacity(count)
        ranks.reserveCapacity(count)
        if isSorted { keys.reserveCapacity(count) }
    }

    mutating func append(_ entry: RowEntry, rank: Rank, key: SortKey?) {
        entries.append(entry)
        ranks.append(rank)
        if let key { keys.append(key) }
    }

    mutating func append(_ rows: Range<Int>, of other: TaskRows) {
        entries.append(contentsOf: other.entries[rows])
        ranks.append(contentsOf: other.ranks[rows])
        if !other.keys.isEmpty { keys.append(contentsOf: other.keys[rows]) }
    }
}

// MARK: - Order

extension TaskRows {
    /// Whether a row comes before a row of others, by the keys and then naturally.
    private func comes(_ row: Int, before other: Int, of others: TaskRows, _ order: SortOrder?)
        -> Bool
    {
        if let order {
            if order.puts(keys[row], before: others.keys[other]) { return true }
            if order.puts(others.keys[other], before: keys[row]) { return false }
        }
        let (one, two) = (ranks[row], others.ranks[other])
        if one.place != two.place { return one.place < two.place }
        if one.created != two.created { return one.created > two.created }
        guard let left = entries[row].reference.task,
            let right = others.entries[other].reference.task
        else { return false }
        return left > right
    }

    /// The same rows, sorted; O(n log n).
    func sorted(by order: SortOrder) -> TaskRows {
        var rows = TaskRows()
        rows.reserve(count, isSorted: true)
        for row in entries.indices.sorted(by: { comes($0, before: $1, of: self, order) }) {
            rows.append(row..<row + 1, of: self)
        }
        return rows
    }

    /// The first row from `start` on that comes after a row of others, or is it; O(log n).
    private func place(of row: Int, of others: TaskRows, from start: Int, _ order: SortOrder?)
        -> Int
    {
        var low = start
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if comes(middle, before: row, of: others, order) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The rows of some places, whose ranks ascend.
    private func rows(in places: [UInt64], _ order: SortOrder?) -> [Int] {
        guard order == nil else {
            let places = Set(places)
            return ranks.indices.filter { places.contains(ranks[$0].place) }
        }
        var rows: [Int] = []
        var row = 0
        for place in places {
            var high = count
            while row < high {
                let middle = (row + high) / 2
                if ranks[middle].place < place { row = middle + 1 } else { high = middle }
            }
            while row < count, ranks[row].place == place {
                rows.append(row)
                row += 1
            }
        }
        return rows
    }

    /// These rows with others in the stead of all that there are of some places.
    ///
    /// O(n) copies and O(k log n) comparisons.
    ///
    /// - Parameters:
    ///   - places: their ranks, ascending.
    ///   - fresh: all rows that there are of the places now, in the order of these.
    ///   - order: what these are sorted by; `nil` = the natural order.
    /// - Returns: all rows in order.
    func replacing(_ places: [UInt64], by fresh: TaskRows, _ order: SortOrder?) -> TaskRows {
        let dropped = rows(in: places, order)
        var merged = TaskRows()
        merged.reserve(count - dropped.count + fresh.count, isSorted: order != nil)
        var drops = dropped[...]
        var start = 0
        func copy(upTo end: Int) {
            while let drop = drops.first, drop < end {
                merged.append(start..<drop, of: self)
                start = drop + 1
                drops.removeFirst()
            }
            merged.append(start..<end, of: self)
            start = end
        }
        var place = 0
        for row in fresh.entries.indices {
            place = self.place(of: row, of: fresh, from: place, order)
            copy(upTo: place)
            merged.append(row..<row + 1, of: fresh)
        }
        copy(upTo: count)
        return merged
    }
}
