import Basics
import Cells
import Testing

@testable import Curses

@Suite struct KeyDecoderTests {
    private func bytes(_ text: String) -> [RawInput] { text.utf8.map { .byte($0) } }

    private func keys(_ events: [InputEvent]) -> String {
        events.map { event in
            if case .key(let key) = event { return key.description }
            return "\(event)"
        }
        .joined(separator: " ")
    }

    @Test(
        arguments: [
            ("q", "q"), ("Zé日", "Z é 日"), ("\u{3}\u{1A}\u{13}\u{11}\u{1C}", "^c ^z ^s ^q ^\\"),
            ("\r", "enter"), ("\n", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"),
            ("\u{8}", "backspace"), ("\u{0}", "^@"), ("\u{1D}\u{1E}\u{1F}", "^] ^^ ^_"),
            ("\u{1B}", "esc"), ("\u{1B}q", "esc q"), (" ", "space"), ("\u{85}", ""),
        ]
    )
    func `bytes become keys`(typed: String, expected: String) {
        var decoder = KeyDecoder()
        #expect(keys(decoder.decode(bytes(typed))) == expected)
    }

    @Test(
        arguments: [
            "\u{1B}[1;5A", "\u{1B}[I", "\u{1B}Oz", "\u{1B}[<0;12;3M", "\u{1B}[27;5;9~",
            "\u{1B}[?62;c", "\u{1B}[200",
        ]
    )
    func `an escape sequence nobody knows types nothing`(sequence: String) {
        var decoder = KeyDecoder()
        #expect(decoder.decode(bytes(sequence)).isEmpty)
        #expect(keys(decoder.decode(bytes("D"))) == "D")
    }

    @Test func `what follows an unknown sequence is typed`() {
        var decoder = KeyDecoder()
        #expect(keys(decoder.decode(bytes("a\u{1B}[1;5Ab") + [.key(.up), .otherKey])) == "a b up")
    }

    @Test func `a short unknown sequence ends after one letter`() {
        var decoder = KeyDecoder()
        #expect(keys(decoder.decode(bytes("\u{1B}Oz9b"))) == "9 b")
    }

    @Test func `an escape and a bracket alone are two keys`() {
        var decoder = KeyDecoder()
        #expect(keys(decoder.decode(bytes("\u{1B}["))) == "esc [")
    }

    @Test func `a paste is one event, made safe`() {
        var decoder = KeyDecoder()
        let inputs =
            [.pasteBegin] + bytes("drain\rnode1\u{1B}[2J é") + [.key(.up), .pasteEnd] + bytes("q")
        #expect(
            decoder.decode(inputs) == [.paste("drain node1·[2J é"), .key(.character("q"))]
        )
    }

    @Test func `a paste may come in parts and is cut at its limit`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([.pasteBegin] + bytes("ab")).isEmpty)
        #expect(decoder.decode(bytes("c") + [.pasteEnd]) == [.paste("abc")])
        #expect(decoder.decode([.pasteEnd]).isEmpty)
        let flood = Array(repeating: RawInput.byte(0x61), count: KeyDecoder.pasteLimit + 5)
        guard case .paste(let text) = decoder.decode([.pasteBegin] + flood + [.pasteEnd]).first
        else {
            Issue.record("no paste came out")
            return
        }
        #expect(text.count == KeyDecoder.pasteLimit)
    }

    @Test func `characters may arrive byte by byte`() {
        var decoder = KeyDecoder()
        var found = ""
        for byte in "é日🎉x".utf8 { found += keys(decoder.decode([.byte(byte)])) }
        #expect(found == "é日🎉x")
    }

    @Test(arguments: UInt64(1)...40)
    func `broken UTF-8 never loses the letters around it`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var assembler = UTF8Assembler()
        var found: [Unicode.Scalar] = []
        for _ in 0..<200 {
            let noise = UInt8.random(in: 0x80...0xFF, using: &generator)
            found += assembler.append(noise)
            found += assembler.append(UInt8(ascii: "k"))
        }
        #expect(found.filter { $0 == "k" }.count == 200, "seed \(seed)")
        #expect(found.allSatisfy { $0 == "k" || $0 == "\u{FFFD}" }, "seed \(seed)")
    }

    @Test func `overlong and surrogate forms are broken`() {
        for form: [UInt8] in [[0xC0, 0x9B], [0xE0, 0x80, 0x9B], [0xED, 0xA0, 0x80], [0xFF]] {
            var assembler = UTF8Assembler()
            let found = form.flatMap { assembler.append($0) }
            #expect(found.allSatisfy { $0 == "\u{FFFD}" }, "\(form)")
        }
    }

    @Test func `every code of the C side is a key or is ignored`() {
        #expect(RawInput(code: 0) == .otherKey)
        #expect(RawInput(code: 105) == .key(.function(5)))
        let all = (1...21).map { RawInput(code: $0) }
        #expect(Set(all).count == all.count)
        #expect(all.filter { $0 == .otherKey }.count == 1)
    }

    @Test func `reports of the mouse become events, and broken ones nothing`() {
        func decode(_ report: String) -> [InputEvent] {
            var decoder = KeyDecoder()
            return decoder.decode([.mouseBegin] + report.utf8.map { .byte($0) })
        }
        let place = Position(row: 4, column: 11)
        #expect(decode("0;12;5M") == [.mouse(MouseEvent(.press, at: place))])
        #expect(decode("0;12;5m") == [.mouse(MouseEvent(.release, at: place))])
        #expect(decode("32;12;5M") == [.mouse(MouseEvent(.drag, at: place))])
        #expect(decode("64;12;5M") == [.mouse(MouseEvent(.wheelUp, at: place))])
        #expect(decode("69;12;5M") == [.mouse(MouseEvent(.wheelDown, at: place))])
        for report in ["2;12;5M", "0;0;5M", "0;5M", "0;1;1;1M", "M"] {
            #expect(decode(report) == [], "\(report)")
        }
        #expect(
            decode("0;12;5Mq") == [.mouse(MouseEvent(.press, at: place)), .key(.character("q"))]
        )
        #expect(decode(String(repeating: "1", count: 40)).count < 40)
    }

    @Test func `a report of the mouse may come in parts`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([.mouseBegin, .byte(UInt8(ascii: "0"))]) == [])
        let rest = ";3;4M".utf8.map { RawInput.byte($0) }
        #expect(
            decoder.decode(rest) == [.mouse(MouseEvent(.press, at: Position(row: 3, column: 2)))]
        )
    }
}
