import Cells

/// Keys of all tables.
enum TableActions {
    static let all: [Action] = [
        Action(
            "filter",
            "Filter: text in any column but ages; -r regex; -l label=value; -f fuzzy; ! inverts",
            hint: "filter",
            keys: [.character("/")],
            in: [.table]
        ) {
            $0.openFilter()
            return []
        },
        Action("columns.left", "Columns to the left", keys: [.left], in: [.table]) {
            $0.withTable { table, _ in table.shiftColumns(by: -1) }
            return []
        },
        Action(
            "columns.right",
            "Columns to the right; the first one stays",
            keys: [.right],
            in: [.table]
        ) {
            $0.withTable { table, _ in table.shiftColumns(by: 1) }
            return []
        },
        sort(.name, "N", "name"),
        sort(.age, "A", "age"),
        sort(.status, "S", "status"),
        sort(.stack, "P", "stack"),
        Action("column.left", "Choose the column to the left", keys: [.shiftLeft], in: [.table]) {
            $0.chooseColumn(by: -1)
            return []
        },
        Action("column.right", "Choose the column to the right", keys: [.shiftRight], in: [.table])
        {
            $0.chooseColumn(by: 1)
            return []
        },
        Action(
            "sort.chosen",
            "Sort by the chosen column; again: turn; again: natural order",
            keys: [.character("O")],
            in: [.table]
        ) {
            $0.sortByChosenColumn()
            return []
        },
        Action("mark", "Mark, for one action on many", keys: [.character(" ")], in: [.table]) {
            $0.withTable { table, height in
                table.toggleMark()
                table.move(by: 1, height: height)
            }
            return []
        },
        Action("mark.range", "Mark from the last mark to here", keys: [.control("@")], in: [.table])
        {
            $0.withTable { table, _ in table.markRange() }
            return []
        },
        Action("mark.none", "No marks", keys: [.control("\\")], in: [.table]) {
            $0.withTable { table, _ in table.marks = [] }
            return []
        },
        Action("wide", "All columns, or the usual ones", keys: [.control("w")], in: [.table]) {
            $0.changeTable { $0.toggleWide() }
            return []
        },
        Action("faulty", "Only rows in trouble", keys: [.control("z")], in: [.table]) {
            $0.changeTable { $0.showsOnlyFaulty.toggle() }
            return []
        },
    ]

    private static func sort(_ column: ColumnID, _ letter: Character, _ word: String) -> Action {
        Action("sort.\(word)", "Sort by \(word: word)", keys: [.character(letter)], in: [.table]) {
            $0.sort(by: column)
            return []
        }
    }
}
