import Basics
import Testing

@testable import Curses
@testable import TerminalKit

/// What a thrifty frame looks like, against the frame as ncurses sends it.
@Suite struct PenThriftTests {
    private static let attributes = ["1", "2", "4", "7"]
    private static let colors = [
        "39", "49", "31", "97", "42", "103", "38;5;9", "38;5;253", "48;5;234", "48;5;24",
        "38;2;1;2;3", "48;2;250;0;17",
    ]
    private static let moves = [
        "\u{1B}[3;7H", "\u{1B}[2d", "\u{1B}[9G", "\u{1B}[C", "\u{1B}[4D", "\u{1B}[A", "\u{1B}[B",
        "\r",
        "\u{8}", "\u{1B}[?25l", "\u{1B}[?25h",
    ]
    private static let drawings = [
        "web.1", "● läuft", "日本", " ", "x\u{1B}[5b", "\u{1B}[6X", "\u{1B}[K", "\u{1B}[1K",
        "\u{1B}[J",
        "\u{1B}[2P", "\u{1B}[2@", "\u{1B}[L", "\u{1B}[M", "\u{1B}[2S", "\u{1B}[T", "\n", "\u{1B}M",
    ]
    private static let resets = ["\u{1B}(B\u{1B}[m", "\u{1B}[0m", "\u{1B}[39;49m\u{1B}(B\u{1B}[m"]

    /// A frame of random steps that ends as all frames do, with everything off.
    private func frame(_ random: inout SeededGenerator) -> String {
        func any(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
        return (0..<Int.random(in: 0..<60, using: &random)).map { _ in
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<30: any(Self.drawings)
            case 30..<40: any(Self.moves)
            case 40..<50: any(Self.resets)
            case 50..<60: "\u{1B}[\(any(Self.attributes))m"
            case 60..<70: "\u{1B}[0;\(any(Self.attributes));\(any(Self.colors))m"
            case 70: "\u{1B}[3m\u{1B}[24m"
            default: "\u{1B}[\(any(Self.colors))m\u{1B}[\(any(Self.colors))m"
            }
        }
        .joined() + "\u{1B}(B\u{1B}[m"
    }

    @Test(arguments: [UInt64](1...200))
    func `thrifty frames look like those they are made of`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var usual = TerminalPicture(columns: 24, rows: 6)
        var thrifty = usual
        for number in 0..<12 {
            let bytes = Array(frame(&random).utf8)
            usual.feed(bytes)
            thrifty.feed(PenThrift.thrifty(bytes))
            // Whole screens would be told otherwise.
            let isAlike = seen(usual) == seen(thrifty) && usual.cursor == thrifty.cursor
            #expect(isAlike, "seed \(seed), frame \(number)")
        }
    }

    /// A picture without what nobody sees: the color of blanks' text.
    private func seen(_ picture: TerminalPicture) -> [[TerminalPicture.Cell]] {
        picture.screen.map { row in
            row.map { cell in
                let pen = cell.pen
                guard cell.text == " ", !pen.isUnderlined, !pen.isReversed else { return cell }
                var background = Pen()
                background.background = pen.background
                return TerminalPicture.Cell(text: " ", pen: background)
            }
        }
    }

    private func thrifty(_ text: String) -> String {
        String(decoding: PenThrift.thrifty(Array(text.utf8)), as: UTF8.self)
    }

    @Test func `only what differs from the last pen is sent, and once`() {
        #expect(
            thrifty(
                "\u{1B}[38;5;253m\u{1B}[48;5;234ma\u{1B}[2;5H\u{1B}[38;5;75m\u{1B}[48;5;234mb"
                    + "\u{1B}[39;49m\u{1B}(B\u{1B}[m\u{1B}[38;5;75m\u{1B}[48;5;234mc"
                    + "\u{1B}[39;49m\u{1B}(B\u{1B}[m"
            )
                == "\u{1B}[0;38;5;253;48;5;234ma\u{1B}[2;5H\u{1B}[38;5;75mb\u{1B}(Bc\u{1B}[m"
        )
    }

    @Test func `a pen waits for the first sign that shows it`() {
        #expect(
            thrifty(
                "\u{1B}[38;5;9m\u{1B}[48;5;24ma\u{1B}[38;5;75m  \u{1B}[38;5;9m b\u{1B}[31m\u{1B}[9X"
                    + "\u{1B}[49m c\u{1B}[4m \u{1B}[m"
            )
                == "\u{1B}[0;38;5;9;48;5;24ma   b\u{1B}[9X\u{1B}[0;31m c\u{1B}[4m \u{1B}[m"
        )
    }

    @Test func `attributes go off all at once`() {
        #expect(
            thrifty("\u{1B}[0;1;31ma\u{1B}[0;4;31mb\u{1B}[7mc\u{1B}[m")
                == "\u{1B}[0;1;31ma\u{1B}[0;4;31mb\u{1B}[7mc\u{1B}[m"
        )
    }

    @Test func `after what is not understood everything stays as it is`() {
        let rest = "\u{1B}[38:2::1:2:3ma\u{1B}[31m\u{1B}[31mb\u{1B}[m\u{1B}["
        #expect(thrifty("\u{1B}[31mx" + rest) == "\u{1B}[0;31mx" + rest)
    }
}
