import Basics
import Testing

@Suite struct SafeTextTests {
    @Test func `plain text stays as it is`() {
        let text = SafeText(sanitizing: "web.1 ~ 3/3")
        #expect(text.string == "web.1 ~ 3/3")
        #expect(text.isASCII)
        #expect(text.count == 11)
    }

    @Test(
        arguments: [
            ("\u{1B}[2J", "·[2J"),
            ("a\u{07}b", "a·b"),
            ("a\u{7F}b", "a·b"),
            ("\u{9B}31m", "·31m"),
            ("\u{85}x", " x"),
            ("abc\u{202E}txt.exe", "abc·txt.exe"),
            ("\u{2066}a\u{2069}", "·a·"),
            ("a\u{200B}b", "a·b"),
            ("\u{FEFF}a", "·a"),
            ("so\u{AD}ft", "so·ft"),
            ("a\u{3164}b", "a·b"),
            ("a\u{0}b", "a·b"),
            ("\u{E0041}", "·"),
            ("a\u{10FFFF}b", "a·b"),
        ]
    )
    func `nothing that steers or hides gets through`(raw: String, shown: String) {
        #expect(SafeText(sanitizing: raw).string == shown)
    }

    @Test(arguments: [0, 0x1000, 0x2000, 0x3000, 0xF000, 0x1_0000, 0x1_F000, 0xE_0000] as [UInt32])
    func `no control, format or unassigned character survives`(block: UInt32) {
        let scalars = (block..<block + 0x1000).compactMap { Unicode.Scalar($0) }
        let raw = scalars.map { "a\($0)" }.joined(separator: " ")
        let kept = SafeText(sanitizing: raw).string.unicodeScalars
        let bad = kept.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .unassigned, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        #expect(bad.isEmpty, "\(bad.map { String($0.value, radix: 16) })")
        #expect(kept.count >= scalars.count)
    }

    @Test func `a joiner stays between emoji and nowhere else`() {
        #expect(SafeText(sanitizing: "👩‍💻").string == "👩‍💻")
        #expect(SafeText(sanitizing: "a\u{200D}b").string == "ab")
        #expect(SafeText(sanitizing: "\u{200D}").string == "·")
    }

    @Test func `variation selectors are dropped because terminals disagree about them`() {
        #expect(SafeText(sanitizing: "❤\u{FE0F}!").string == "❤!")
    }

    @Test func `a mark without a base stands on a dotted circle`() {
        #expect(SafeText(sanitizing: "\u{301}x").string == "\u{25CC}\u{301}x")
        #expect(SafeText(sanitizing: "\u{1B}\u{301}").string == "·\u{25CC}\u{301}")
    }

    @Test func `a letter keeps its marks up to a limit`() {
        #expect(SafeText(sanitizing: "e\u{301}").string == "e\u{301}")
        let heap = "e" + String(repeating: "\u{301}", count: 1_000)
        #expect(SafeText(sanitizing: heap).string.unicodeScalars.count == 8)
    }

    @Test func `tabs become spaces up to the next stop`() {
        #expect(SafeText(sanitizing: "ab\tc\td").string == "ab      c       d")
    }

    @Test func `line ends become a space inside and go away at the end`() {
        #expect(SafeText(sanitizing: "one\ntwo\r\nthree\n\n").string == "one two three")
        #expect(SafeText(sanitizing: "50 %\r60 %\r").string == "50 % 60 %")
    }

    @Test func `invalid UTF-8 is marked, never trusted`() {
        #expect(SafeText(decoding: [0x61, 0xFF, 0x62]).string == "a\u{FFFD}b")
        #expect(SafeText(decoding: [0xC0, 0x9B]).string == "\u{FFFD}\u{FFFD}")
        #expect(SafeText(decoding: [0xED, 0xA0, 0x80]).string.allSatisfy { $0 == "\u{FFFD}" })
        #expect(SafeText(decoding: [0x1B, 0x5D, 0x30, 0x3B]).string == "·]0;")
    }

    @Test func `texts are put together and cut`() {
        var text: SafeText = "a"
        text += "日"
        #expect(text + "b" == "a日b")
        #expect(!text.isASCII)
        #expect(text.prefix(1).isASCII)
        #expect(text.dropFirst(1) == "日")
        #expect(SafeText(-12) + SafeText(UInt64.max) == "-1218446744073709551615")
        #expect([SafeText(1), SafeText(2)].joined(separator: ", ") == "1, 2")
        #expect(SafeText("ab").repeated(2) == "abab")
    }

    @Test func `the replacement can be chosen`() {
        #expect(SafeText(sanitizing: "a\u{1B}", replacement: "?").string == "a?")
    }
}
