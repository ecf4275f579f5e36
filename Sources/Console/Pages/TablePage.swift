import Basics
import SwarmModel

/// A list of objects: which ones, in which order, and where the user is in it.
struct TablePage: Sendable {
    let kind: TableKind
    /// `nil` = the natural order.
    var order: SortOrder?
    /// The column that shift-arrows have chosen; to sort by with shift-o.
    var chosenColumn: ColumnID?
    var filter = RowFilter.none
    var showsFinished: Bool
    var showsOnlyFaulty = false
    var isWide = false
    /// How many columns after the first one are out of sight to the left.
    private(set) var columnShift = 0
    /// The columns that the user wants instead of the usual ones.
    var columnChoice: [ColumnID]?
    private(set) var list = RowList()
    private(set) var selection: ObjectReference?
    /// What was selected when the user began to type a filter, and is again where it is listed.
    private var anchor: ObjectReference?
    /// The row of the selection; rows are only what identities are drawn on.
    private(set) var index = 0
    /// The first row that is drawn.
    private(set) var top = 0
    /// What the next action is about, instead of the selection.
    var marks: Set<ObjectReference> = []
    /// How many marks went with their rows, and nobody was told yet.
    private var lostMarks = 0
    /// Where a range of marks begins.
    private var lastMark: ObjectReference?
    var flashes: [ObjectReference: Flash] = [:]
    /// What the list misses of the cluster's changes.
    var upkeep = ListUpkeep.everything
    var builtAt = WallTime(nanoseconds: 0)

    init(_ kind: TableKind) {
        self.kind = kind
        showsFinished = kind.showsFinishedAtFirst
    }

    /// Whether the cluster changed after the list was made.
    ///
    /// Set it, and the list is made from scratch.
    var isStale: Bool {
        get {
            if case .nothing = upkeep { return false }
            return true
        }
        set { upkeep = newValue ? .everything : .nothing }
    }

    var count: Int { list.entries.count }

    /// Takes a new list over; the selection stays on its object, or goes to the row's next one.
    mutating func show(_ list: RowList, height: Int) {
        self.list = list
        pruneMarks()
        if let anchor, list.index(of: anchor) != nil { selection = anchor }
        if let selection, let found = list.index(of: selection) {
            index = found
        } else {
            index = min(index, max(0, list.entries.count - 1))
            selection = list.entries.isEmpty ? nil : list.entries[index].reference
        }
        scroll(height: height)
    }

    mutating func move(by rows: Int, height: Int) { select(row: index + rows, height: height) }

    /// Comes back to the selection while a filter is typed; `false` when that is over.
    mutating func anchorSelection(_ isTyped: Bool) { anchor = isTyped ? selection : nil }

    mutating func select(row: Int, height: Int) {
        anchor = nil
        guard !list.entries.isEmpty else { return }
        index = min(max(0, row), list.entries.count - 1)
        selection = list.entries[index].reference
        scroll(height: height)
    }

    mutating func select(_ reference: ObjectReference, height: Int) {
        anchor = nil
        selection = reference
        if let found = list.index(of: reference) { index = found }
        scroll(height: height)
    }

    // MARK: - Columns out of sight

    /// Whether columns stand in their order and go on out of sight; else the least important go.
    var showsColumnsInOrder: Bool { isWide || columnShift > 0 }

    /// Goes to other columns; the first one stays, and one beside it.
    mutating func shiftColumns(by step: Int) {
        columnShift = min(max(0, columnShift + step), max(0, columns.count - 2))
    }

    mutating func toggleWide() {
        isWide.toggle()
        columnShift = 0
    }

    // MARK: - Marks

    /// The marked objects that are listed, in the list's order.
    var markedInOrder: [ObjectReference] {
        marks.isEmpty ? [] : list.entries.map(\.reference).filter { marks.contains($0) }
    }

    /// Marks the selection, or takes its mark away.
    mutating func toggleMark() {
        guard let selection else { return }
        if marks.remove(selection) == nil { marks.insert(selection) }
        lastMark = selection
    }

    /// Marks everything from the last mark to the selection.
    mutating func markRange() {
        let start = lastMark.flatMap { list.index(of: $0) } ?? index
        guard !list.entries.isEmpty else { return }
        let range = min(start, index)...max(start, index)
        marks.formUnion(list.entries[range].map(\.reference))
    }

    /// Forgets marks of objects that are listed no more.
    fileprivate mutating func pruneMarks() {
        guard !marks.isEmpty else { return }
        let count = marks.count
        marks.formIntersection(list.entries.map(\.reference))
        lostMarks += count - marks.count
    }

    /// How many marks went with their rows since the last time.
    mutating func takeLostMarks() -> Int {
        defer { lostMarks = 0 }
        return lostMarks
    }

    /// Keeps the selection in sight.
    mutating func scroll(height: Int) { top = firstRow(height: height) }

    /// The first row to draw in a window of that height.
    func firstRow(height: Int) -> Int {
        let height = max(1, height)
        let last = max(0, list.entries.count - height)
        return min(max(min(top, index), index - height + 1, 0), last)
    }

    /// The rows that are drawn in a window of that height.
    func visibleEntries(height: Int) -> ArraySlice<RowEntry> {
        let first = firstRow(height: height)
        return list.entries[first..<min(list.entries.count, first + max(0, height))]
    }

    /// The columns that may be shown, narrow screens drop some.
    var columns: [Column] {
        let all = kind.columns
        guard let columnChoice, !isWide else { return all.filter { isWide || !$0.isWide } }
        return columnChoice.compactMap { id in all.first { $0.id == id } }
    }
}

/// Columns of a row that have just changed.
struct Flash: Hashable, Sendable {
    var columns: Set<ColumnID>
    var until: WallTime
}
