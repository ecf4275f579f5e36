import TerminalKit
import Testing

/// A script of output, and the screen it must give.
@Suite struct TerminalPictureTests {
    private func picture(
        _ output: String,
        columns: Int = 10,
        rows: Int = 4
    ) -> TerminalPicture {
        var picture = TerminalPicture(columns: columns, rows: rows)
        picture.feed(output)
        return picture
    }

    private func lines(_ output: String, columns: Int = 10, rows: Int = 4) -> [String] {
        picture(output, columns: columns, rows: rows).lines
    }

    @Test func `text goes where the cursor stands`() {
        #expect(lines("one\r\ntwo\u{1B}[4;8Hend") == ["one", "two", "", "       end"])
    }

    @Test func `the last column is written before the line wraps`() {
        let full = picture("0123456789")
        #expect(full.position == (0, 9))
        #expect(full.lines == ["0123456789", "", "", ""])
        #expect(lines("0123456789\rX") == ["X123456789", "", "", ""])
        #expect(lines("0123456789ab") == ["0123456789", "ab", "", ""])
        #expect(lines("\u{1B}[?7l0123456789ab") == ["012345678b", "", "", ""])
    }

    @Test func `moves stop at the edges`() {
        #expect(picture("\u{1B}[99;99H").position == (3, 9))
        #expect(picture("\u{1B}[99A\u{1B}[99D").position == (0, 0))
        #expect(picture("\u{1B}[99B\u{1B}[99C").position == (3, 9))
        #expect(picture("abc\u{08}\u{08}").position == (0, 1))
        #expect(picture("\u{1B}[3d\u{1B}[5G").position == (2, 4))
        #expect(picture("a\tb").lines[0] == "a       b")
        #expect(picture("\t\u{1B}[Zx").lines[0] == "x")
    }

    @Test func `the bottom line scrolls`() {
        #expect(lines("1\r\n2\r\n3\r\n4\r\n5") == ["2", "3", "4", "5"])
        #expect(lines("1\r\n2\u{1B}[H\u{1B}Mx") == ["x", "1", "2", ""])
    }

    @Test func `a scroll region scrolls alone`() {
        let start = "1\r\n2\r\n3\r\n4\u{1B}[2;3r"
        #expect(lines(start + "\u{1B}[3;1H\nx") == ["1", "3", "x", "4"])
        #expect(lines(start + "\u{1B}[2;1H\u{1B}M") == ["1", "", "2", "4"])
        #expect(lines(start + "\u{1B}[S") == ["1", "3", "", "4"])
        #expect(lines(start + "\u{1B}[T") == ["1", "", "2", "4"])
        #expect(lines(start + "\u{1B}[4;1H\n\ny") == ["1", "2", "3", "y"])
        #expect(lines(start + "\u{1B}[?6h\u{1B}[1;1Hy") == ["1", "y", "3", "4"])
    }

    @Test func `lines are inserted and deleted in the region`() {
        let start = "1\r\n2\r\n3\r\n4"
        #expect(lines(start + "\u{1B}[2;3H\u{1B}[Lx") == ["1", "x", "2", "3"])
        #expect(lines(start + "\u{1B}[2;1H\u{1B}[M") == ["1", "3", "4", ""])
        #expect(lines(start + "\u{1B}[1;3r\u{1B}[2;1H\u{1B}[9M") == ["1", "", "", "4"])
        #expect(lines(start + "\u{1B}[1;2r\u{1B}[4;1H\u{1B}[L") == ["1", "2", "3", "4"])
    }

    @Test func `characters are inserted, deleted and erased`() {
        let start = "abcdefghij\u{1B}[1;4H"
        #expect(lines(start + "\u{1B}[2@")[0] == "abc  defgh")
        #expect(lines(start + "\u{1B}[2P")[0] == "abcfghij")
        #expect(lines(start + "\u{1B}[2X")[0] == "abc  fghij")
        #expect(lines(start + "\u{1B}[K")[0] == "abc")
        #expect(lines(start + "\u{1B}[1K")[0] == "    efghij")
        #expect(lines(start + "\u{1B}[4hXY\u{1B}[4l")[0] == "abcXYdefgh")
        #expect(lines(start + "\u{1B}[99P")[0] == "abc")
    }

    @Test func `the screen is erased in parts`() {
        let start = "aaa\r\nbbb\r\nccc\u{1B}[2;2H"
        #expect(lines(start + "\u{1B}[J") == ["aaa", "b", "", ""])
        #expect(lines(start + "\u{1B}[1J") == ["", "  b", "ccc", ""])
        #expect(lines(start + "\u{1B}[2J") == ["", "", "", ""])
    }

    @Test func `erased cells keep the background`() {
        let screen = picture("\u{1B}[44m\u{1B}[K\u{1B}[0mx")
        #expect(screen.cell(row: 0, column: 5)?.pen.background == .palette(4))
        #expect(screen.cell(row: 0, column: 0)?.pen.background == nil)
        #expect(screen.cell(row: 1, column: 0)?.pen.background == nil)
    }

    @Test func `wide characters own two cells, and lose both`() {
        #expect(lines("日本")[0] == "日本")
        #expect(picture("日本").position == (0, 4))
        #expect(lines("日本\u{1B}[1;2Hx")[0] == " x本")
        #expect(lines("日本\u{1B}[1;3H\u{1B}[P")[0] == "日")
        #expect(lines("abcdefghi日")[1] == "日")
        #expect(lines("日本\u{1B}[1;1H\u{1B}[X")[0] == "  本")
    }

    @Test func `marks join the character before them`() {
        let screen = picture("e\u{301}x")
        #expect(screen.cell(row: 0, column: 0)?.text == "e\u{301}")
        #expect(screen.position == (0, 2))
        #expect(picture("012345678e\u{301}").cell(row: 0, column: 9)?.text == "e\u{301}")
    }

    @Test func `line drawing comes from the other character set`() {
        #expect(lines("\u{1B}(0lqk\u{1B}(Bq")[0] == "┌─┐q")
        #expect(lines("\u{1B})0\u{0E}x\u{0F}x")[0] == "│x")
    }

    @Test func `a character is repeated`() {
        #expect(lines("-\u{1B}[4b")[0] == "-----")
    }

    @Test func `pens carry colours and attributes`() throws {
        let screen = picture("\u{1B}[1;31ma\u{1B}[38;5;200;48;2;1;2;3mb\u{1B}[0;7mc\u{1B}[mD")
        let pens = try (0..<4).map { try #require(screen.cell(row: 0, column: $0)).pen }
        #expect(pens[0].isBold)
        #expect(pens[0].foreground == .palette(1))
        #expect(pens[1].foreground == .palette(200))
        #expect(pens[1].background == .rgb(1, 2, 3))
        #expect(pens[2].isReversed)
        #expect(!pens[2].isColored)
        #expect(pens[3] == Pen())
        #expect(screen.hasUsedColor)
        #expect(!picture("\u{1B}[1;4;7mplain").hasUsedColor)
    }

    @Test func `the alternate screen comes and goes`() {
        var screen = picture("shell\u{1B}[?1049h\u{1B}[?25l\u{1B}[Happ")
        #expect(screen.isAlternate)
        #expect(!screen.isCursorVisible)
        #expect(screen.lines[0] == "app")
        screen.feed("\u{1B}[?1049l\u{1B}[?25h")
        #expect(!screen.isAlternate)
        #expect(screen.isCursorVisible)
        #expect(screen.lines[0] == "shell")
        #expect(screen.position == (0, 5))
    }

    @Test func `modes are known`() {
        let screen = picture("\u{1B}[?1h\u{1B}=\u{1B}[?2004h\u{1B}[?1000;1006h")
        #expect(screen.hasApplicationCursor)
        #expect(screen.hasApplicationKeypad)
        #expect(screen.hasBracketedPaste)
        #expect(screen.hasMouse)
        #expect(screen.unknown.isEmpty)
    }

    @Test func `questions are answered`() {
        var screen = picture("\u{1B}[3;2H\u{1B}[6n")
        #expect(screen.takeReplies() == Array("\u{1B}[3;2R".utf8))
        #expect(screen.takeReplies().isEmpty)
    }

    @Test func `what is not understood is noted`() {
        #expect(picture("\u{1B}[5y\u{1B}[?4242h").unknown == ["CSI 5y", "CSI ?4242h"])
    }

    @Test func `commands set the title or are passed over`() {
        let screen = picture("\u{1B}]0;hello\u{07}a\u{1B}]2;there\u{1B}\\b\u{1B}P1;2|x\u{1B}\\c")
        #expect(screen.title == "there")
        #expect(screen.lines[0] == "abc")
    }

    @Test func `C1 controls act as a terminal lets them act`() {
        #expect(lines("abc\u{9B}1Dx")[0] == "abx")
    }

    @Test func `another size keeps what stood left and above`() {
        var screen = picture("0123456789\r\n日\r\nlast")
        screen.resize(columns: 4, rows: 2)
        #expect(screen.lines == ["日", "last"])
        screen.resize(columns: 12, rows: 3)
        #expect(screen.lines == ["日", "last", ""])
    }

    @Test func `sequences may be cut anywhere`() {
        let output = Array("a\u{1B}[2;3H日\u{1B}[1;31mx\u{1B}]0;t\u{07}\u{1B}(0q\u{1B}(B".utf8)
        let whole = picture(String(decoding: output, as: UTF8.self))
        for cut in 1..<output.count {
            var parts = TerminalPicture(columns: 10, rows: 4)
            parts.feed(output[..<cut])
            parts.feed(output[cut...])
            #expect(parts.framed == whole.framed, "cut at byte \(cut)")
        }
    }

    @Test func `broken UTF-8 shows as such and breaks nothing else`() {
        var screen = TerminalPicture(columns: 10, rows: 1)
        screen.feed([0x61, 0xE6, 0x62, 0xFF, 0x80, 0x63])
        #expect(screen.lines[0] == "a\u{FFFD}b\u{FFFD}\u{FFFD}c")
    }

    @Test(arguments: 1...40)
    func `any bytes leave a whole screen`(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        var screen = TerminalPicture(columns: 7, rows: 3)
        for _ in 0..<3_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let choice = UInt8(truncatingIfNeeded: state >> 40)
            let escapes: [UInt8] = [0x1B, 0x5B, 0x3F, 0x3B]
            screen.feed([choice < 90 ? escapes[Int(choice) % 4] : choice])
            if choice == 255 {
                screen.resize(columns: 1 + Int(state >> 60), rows: 1 + Int(state >> 61))
            }
        }
        let shape = screen.framed.split(separator: "\n").count
        #expect(shape == screen.rows + 2)
        #expect(screen.position.row < screen.rows && screen.position.column < screen.columns)
    }
}
