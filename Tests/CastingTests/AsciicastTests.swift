import Basics
import Casting
import Cells
import Foundation
import TerminalKit
import Testing
import Theming

/// Recordings as asciinema plays them.
struct AsciicastTests {
    @Test func `the header is an object with what the format wants`() throws {
        var cast = Asciicast(columns: 120, rows: 40)
        cast.title = "A \"story\"\u{1B}"
        cast.timestamp = 1_700_000_000
        cast.idleLimit = 2
        let line = cast.header
        #expect(line.hasSuffix("}\n"))
        let tree = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(tree?["version"] as? Int == 2)
        #expect(tree?["width"] as? Int == 120)
        #expect(tree?["height"] as? Int == 40)
        #expect(tree?["timestamp"] as? Int == 1_700_000_000)
        #expect(tree?["idle_time_limit"] as? Double == 2)
        #expect(tree?["title"] as? String == "A \"story\"\u{1B}")
    }

    @Test func `an event is a time, a letter and a text, whatever is in it`() throws {
        let text = "\u{1B}[1m\"日本\\\r\n\u{7F}"
        let line = Asciicast.line(.output(text), at: .milliseconds(61_005))
        #expect(line.hasPrefix("[61.005000, \"o\", "))
        #expect(!line.dropLast().contains("\n"))
        let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any]
        #expect(event?[0] as? Double == 61.005)
        #expect(event?[2] as? String == text)
        #expect(
            Asciicast.line(.resize(columns: 80, rows: 24), at: .zero)
                == "[0.000000, \"r\", \"80x24\"]\n"
        )
        #expect(Asciicast.line(.marker("now"), at: .seconds(-3)) == "[0.000000, \"m\", \"now\"]\n")
    }

    @Test func `a character that comes in parts is written once it is whole`() {
        var pieces = TextPieces()
        let bytes = Array("aé日😀z".utf8)
        var text = ""
        for byte in bytes {
            let piece = pieces.take([byte])
            #expect(!piece.contains("\u{FFFD}"))
            text += piece
        }
        #expect(text == "aé日😀z")
        #expect(pieces.take([0xFF, UInt8(ascii: "a"), UInt8(ascii: "b")]).hasSuffix("ab"))
    }

    @Test func `frames in ink look on a terminal as the grids do`() throws {
        let theme = try ThemeLibrary().theme(named: "dark")
        var ink = GridInk(theme: theme)
        var screen = TerminalPicture(columns: 20, rows: 4)
        var grid = Grid(columns: 20, rows: 4)
        grid.write("hello 日本", row: 1, column: 2, slot: .ok)
        screen.feed(Array(ink.text(for: grid).utf8)[...])
        #expect(screen.lines[1].contains("hello 日本"))
        #expect(ink.text(for: grid) == "")
        let before = screen.lines
        grid.write("bye", row: 3, column: 0, slot: .bad)
        let text = ink.text(for: grid)
        #expect(!text.contains("hello"))
        screen.feed(Array(text.utf8)[...])
        #expect(screen.lines[3].hasPrefix("bye"))
        #expect(screen.lines[1] == before[1])
    }
}
