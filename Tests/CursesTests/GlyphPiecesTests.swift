import Basics
import Cells
import Testing

@testable import Curses

@Suite struct GlyphPiecesTests {
    private let terminal = GlyphPieces(
        width: { Unicode.Scalar($0).map { DisplayWidth.of($0) } ?? -1 },
        isASCIIOnly: false
    )
    private let plain = GlyphPieces(width: { _ in 1 }, isASCIIOnly: true)

    private func text(_ pieces: [GlyphPieces.Piece]) -> [String] {
        pieces.map { piece in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: piece.scalars.compactMap { Unicode.Scalar($0) })
            return String(view)
        }
    }

    @Test(
        arguments: [
            ("a", 1, ["a"]), ("日", 2, ["日"]), ("e\u{301}", 1, ["e\u{301}"]),
            ("🇩🇪", 2, ["D", "E"]), ("👩‍💻", 2, ["👩"]), ("👍🏽", 2, ["👍"]),
            ("कि", 2, ["क", "ि"]), ("日", 1, ["?"]), ("a", 2, ["a", " "]),
            ("한", 2, ["한"]),
        ] as [(Character, Int, [String])]
    )
    func `a glyph is put in pieces that fill its cells`(
        character: Character,
        columns: Int,
        expected: [String]
    ) {
        let pieces = terminal.pieces(of: Glyph(character), columns: columns)
        #expect(text(pieces) == expected)
        #expect(pieces.reduce(0) { $0 + $1.columns } == columns)
    }

    @Test func `a character the C library does not know becomes a question mark`() {
        let stranger = GlyphPieces(width: { $0 > 0x7F ? -1 : 1 }, isASCIIOnly: false)
        #expect(text(stranger.pieces(of: Glyph("日"), columns: 2)) == ["?", " "])
    }

    @Test(
        arguments: [
            ("┌", "+"), ("─", "-"), ("│", "|"), ("▶", ">"), ("✔", "V"), ("✖", "X"), ("●", "*"),
            ("…", "."), ("█", "#"), ("╪", "+"), ("é", "e"), ("日", "?"), ("·", "."), ("⚠", "!"),
            ("q", "q"), ("e\u{301}", "e"), ("↻", "~"), ("→", ">"),
        ] as [(Character, String)]
    )
    func `without Unicode every sign has an ASCII one`(character: Character, expected: String) {
        let columns = max(1, DisplayWidth.of(character))
        let pieces = plain.pieces(of: Glyph(character), columns: columns)
        #expect(text(pieces).first == expected)
        #expect(pieces.reduce(0) { $0 + $1.columns } == columns)
        #expect(pieces.flatMap(\.scalars).allSatisfy { $0 < 0x7F })
    }
}
