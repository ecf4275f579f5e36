import Basics
import Cells
import Testing

@Suite struct GridTests {
    @Test func `a cell takes sixteen bytes`() {
        #expect(MemoryLayout<Cell>.stride == 16)
    }

    @Test func `the picture shows glyphs and slots`() {
        var grid = Grid(columns: 14, rows: 3)
        grid.write("SERVICE  TASKS", row: 0, slot: .heading)
        grid.write(SafeText(sanitizing: "日本\u{1B}[2J"), row: 1, slot: .warn)
        grid.write("1/2", row: 1, column: 9, slot: .warn)
        grid.write("web", row: 2, slot: .cursor)
        grid.cursor = Position(row: 2, column: 3)
        #expect(
            render(grid) == """
                |SERVICE  TASKS|
                |日本·[2J 1/2  |
                |web           |
                -- slots --
                |HHHHHHHHHHHHHH|
                |wwwwwwww.www..|
                |CCC...........|
                -- cursor 2,3 --
                """
        )
    }

    @Test func `slot letters and names are unique`() {
        #expect(Set(Slot.allCases.map(\.letter)).count == Slot.allCases.count)
        #expect(Set(Slot.allCases.map(\.name)).count == Slot.allCases.count)
        for slot in Slot.allCases { #expect(Slot(name: slot.name) == slot) }
        #expect(Slot(name: "borderFocus") == nil)
    }

    @Test func `a wide glyph owns the cell behind it`() {
        var grid = Grid(columns: 6, rows: 1)
        let end = grid.write("a日b", row: 0)
        #expect(end == 4)
        #expect(grid[0, 1].character == "日")
        #expect(grid[0, 2].isContinuation)
        #expect(grid[0, 3].character == "b")
    }

    @Test(arguments: [(0, "x 本"), (1, " x本"), (2, "日x"), (3, "日 x")] as [(Int, String)])
    func `whoever overwrites half of a wide glyph blanks the other`(column: Int, left: String) {
        var grid = Grid(columns: 4, rows: 1)
        grid.write("日本", row: 0)
        grid.write("x", row: 0, column: column)
        #expect(grid.text == left)
    }

    @Test func `a wide glyph blanks the halves on both its sides`() {
        var grid = Grid(columns: 4, rows: 1)
        grid.write("日本", row: 0)
        grid.write("語", row: 0, column: 1)
        #expect(grid.text == " 語")
        #expect(!grid[0, 3].isContinuation)
    }

    @Test func `what does not fit is clipped`() {
        var grid = Grid(columns: 5, rows: 2)
        #expect(grid.write("abcdefgh", row: 0) == 8)
        #expect(grid.write("x", row: 7) == 1)
        #expect(grid.write("x", row: -1) == 1)
        grid.write("日本語", row: 1)
        #expect(grid.text == "abcde\n日本")
        #expect(grid.write("zz", row: 1, column: 99) == 101)
    }

    @Test func `text may begin left of its clip`() {
        var grid = Grid(columns: 6, rows: 2)
        let clip = Rect(row: 0, column: 1, rows: 2, columns: 4)
        grid.write("0123456789", row: 0, column: -2, in: clip)
        grid.write("日本語日", row: 1, column: 0, in: clip)
        #expect(grid.text == " 3456\n  本")
    }

    @Test func `a wide glyph that half fits leaves a blank in its style`() {
        var grid = Grid(columns: 3, rows: 1)
        grid.write("a日本", row: 0, slot: .warn)
        #expect(grid.text == "a日")
        grid = Grid(columns: 4, rows: 1)
        grid.write("a日本", row: 0, slot: .warn)
        #expect(grid.text == "a日")
        #expect(grid[0, 3].slot == .warn)
        #expect(grid[0, 3].character == " ")
    }

    @Test func `clusters keep what a terminal can show`() {
        var grid = Grid(columns: 12, rows: 1)
        grid.write("👨‍👩‍👧‍👦", row: 0)
        grid.write("e\u{301}", row: 0, column: 2)
        grid.write("🇩🇪", row: 0, column: 3)
        #expect(grid[0, 0].glyph.scalars.count == 3)
        #expect(grid[0, 2].character == "e\u{301}")
        #expect(grid[0, 3].character == "🇩🇪")
        #expect(grid[0, 4].isContinuation)
    }

    @Test func `program colours go over the slot`() {
        var grid = Grid(columns: 10, rows: 1)
        grid.write(StyledText(sanitizing: "a\u{1B}[1;31mb\u{1B}[48;5;7mc"), row: 0, slot: .logA)
        #expect(grid[0, 0].foreground == nil)
        #expect(grid[0, 1].foreground == 1)
        #expect(grid[0, 1].attributes == .bold)
        #expect(grid[0, 2].background == 7)
        #expect(grid[0, 2].slot == .logA)
        grid.restyle(grid.bounds, slot: .cursor)
        #expect(grid[0, 1].foreground == nil)
        #expect(grid[0, 1].slot == .cursor)
        #expect(grid[0, 1].character == "b")
    }

    @Test func `restyling without a slot only adds attributes`() {
        var grid = Grid(columns: 3, rows: 1)
        grid.write("abc", row: 0, slot: .ok)
        grid.restyle(Rect(row: 0, column: 1, rows: 1, columns: 9), slot: nil, attributes: .reverse)
        #expect(grid[0, 0].attributes == [])
        #expect(grid[0, 2].attributes == .reverse)
        #expect(grid[0, 2].slot == .ok)
    }

    @Test func `a box has a frame, a title and its own inside`() {
        var grid = Grid(columns: 14, rows: 4)
        grid.fill(grid.bounds, slot: .text, glyph: ".")
        grid.box(Rect(row: 0, column: 0, rows: 3, columns: 12), title: "Services", focused: true)
        #expect(
            render(grid) == """
                |┌─ Servi… ─┐..|
                |│..........│..|
                |└──────────┘..|
                |..............|
                -- slots --
                |FFTTTTTTTTFF..|
                |F..........F..|
                |FFFFFFFFFFFF..|
                |..............|
                """
        )
    }

    @Test func `a box in too little room draws what fits`() {
        for rows in 0...3 {
            for columns in 0...7 {
                var grid = Grid(columns: columns, rows: rows)
                grid.box(grid.bounds, title: "Long title")
                grid.box(Rect(row: -1, column: -1, rows: 99, columns: 99), title: "x")
                #expect(grid.size == Size(columns: columns, rows: rows))
            }
        }
    }

    @Test func `a copied grid does not leave halves behind`() {
        var small = Grid(columns: 4, rows: 1)
        small.write("日本", row: 0)
        var grid = Grid(columns: 6, rows: 1)
        grid.write("語語語", row: 0)
        grid.draw(small, row: 0, column: -1)
        #expect(grid.text == " 本 語")
        grid.draw(small, row: 0, column: 3)
        #expect(grid.text == " 本日")
    }
}
