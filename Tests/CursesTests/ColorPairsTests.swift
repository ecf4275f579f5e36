import Testing
import Theming

@testable import Curses

@Suite struct ColorPairsTests {
    @Test func `a pair is made once and found again`() {
        var made: [[Int32]] = []
        var pairs = ColorPairs(limit: 10, hasDefaults: true) { number, foreground, background in
            made.append([number, foreground, background])
            return true
        }
        #expect(pairs.pair(foreground: -1, background: -1) == 0)
        #expect(pairs.pair(foreground: 2, background: -1) == 1)
        #expect(pairs.pair(foreground: 3, background: 0) == 2)
        #expect(pairs.pair(foreground: 2, background: -1) == 1)
        #expect(made == [[1, 2, -1], [2, 3, 0]])
    }

    @Test func `when pairs run out the text colour is kept`() {
        var pairs = ColorPairs(limit: 3, hasDefaults: true) { _, _, _ in true }
        let red = pairs.pair(foreground: 1, background: 0)
        _ = pairs.pair(foreground: 2, background: 0)
        #expect(pairs.pair(foreground: 1, background: 4) == red)
        #expect(pairs.pair(foreground: 5, background: 4) == 0)
    }

    @Test func `a terminal without colours has only the first pair`() {
        var pairs = ColorPairs(limit: 0, hasDefaults: false) { _, _, _ in
            Issue.record("made a pair")
            return true
        }
        #expect(pairs.pair(foreground: 1, background: -1) == 0)
    }

    @Test func `without default colours white and black stand in`() {
        var made: [[Int32]] = []
        var pairs = ColorPairs(limit: 10, hasDefaults: false) { _, foreground, background in
            made.append([foreground, background])
            return true
        }
        _ = pairs.pair(foreground: -1, background: 4)
        _ = pairs.pair(foreground: 2, background: -1)
        #expect(made == [[7, 4], [2, 0]])
    }

    @Test func `colours are numbered as the terminal counts them`() {
        let orange = ColorValue.rgb(RGB(255, 128, 0))
        #expect(ColorNumbering.palette.number(of: .standard) == -1)
        #expect(ColorNumbering.palette.number(of: .palette(208)) == 208)
        #expect(ColorNumbering.direct.number(of: orange) == 0xFF8000)
        #expect(ColorNumbering.direct.number(of: .rgb(RGB(0, 0, 3))) == 8)
        #expect(ColorNumbering.direct.number(of: .palette(196)) == 0xFF0000)
        #expect(ColorNumbering.extended.number(of: .palette(9)) == 9)
        let number = ColorNumbering.extended.number(of: orange)
        #expect(number == 256 + (30 * 31 + 15) * 31)
        #expect(number < Int32(TrueColorTerminfo.colorCount))
    }
}
