import Cells
import Testing

@Suite struct RectTests {
    private let rect = Rect(row: 2, column: 3, rows: 10, columns: 20)

    @Test func `splits share a part without gap or overlap`() {
        for count in [-1, 0, 4, 10, 99] {
            let (top, below) = rect.splitTop(count)
            #expect(top.rows + below.rows == rect.rows)
            #expect(top.endRow == below.row)
            let (above, bottom) = rect.splitBottom(count)
            #expect(above.rows + bottom.rows == rect.rows)
            #expect(above.endRow == bottom.row)
            let (left, right) = rect.splitLeft(count)
            #expect(left.columns + right.columns == rect.columns)
            #expect(left.endColumn == right.column)
            let (rest, last) = rect.splitRight(count)
            #expect(rest.columns + last.columns == rect.columns)
            #expect(rest.endColumn == last.column)
        }
        #expect(rect.splitTop(4).top == Rect(row: 2, column: 3, rows: 4, columns: 20))
        #expect(rect.splitRight(5).right == Rect(row: 2, column: 18, rows: 10, columns: 5))
    }

    @Test func `an inset never turns inside out`() {
        #expect(rect.inset() == Rect(row: 3, column: 4, rows: 8, columns: 18))
        #expect(rect.inset(rows: 0, columns: 2) == Rect(row: 2, column: 5, rows: 10, columns: 16))
        #expect(rect.inset(50).isEmpty)
    }

    @Test func `parts are counted from the corner and clipped`() {
        #expect(rect.rows(1..<3) == Rect(row: 3, column: 3, rows: 2, columns: 20))
        #expect(rect.columns(15..<40) == Rect(row: 2, column: 18, rows: 10, columns: 5))
        #expect(
            rect.intersection(Rect(row: 0, column: 0, rows: 3, columns: 4)).size
                == Size(columns: 1, rows: 1)
        )
        #expect(rect.intersection(Rect(row: 50, column: 0, rows: 3, columns: 4)).isEmpty)
    }

    @Test func `a centered part is no larger than its frame`() {
        #expect(
            rect.centered(rows: 4, columns: 10) == Rect(row: 5, column: 8, rows: 4, columns: 10)
        )
        #expect(rect.centered(rows: 40, columns: 100) == rect)
    }
}
