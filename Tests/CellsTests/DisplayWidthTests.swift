import Basics
import Cells
import Testing

@Suite struct DisplayWidthTests {
    @Test(
        arguments: [
            ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("Ａ", 2), ("한", 2),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("🎉", 2), ("👩‍💻", 2), ("🇩🇪", 2), ("👍🏽", 2), ("❤", 1),
            ("│", 1), ("…", 1), ("\u{301}", 0), ("ａ", 2), ("ﾊ", 1), ("§", 1), ("कि", 2),
        ] as [(Character, Int)]
    )
    func `a character takes as many columns as terminals give it`(character: Character, width: Int)
    {
        #expect(DisplayWidth.of(character) == width)
    }

    @Test func `text is as wide as its characters together`() {
        #expect(SafeText("web").width == 3)
        #expect(SafeText("日本 é").width == 6)
        #expect(SafeText().width == 0)
    }

    @Test func `text that is too long ends in an ellipsis`() {
        #expect(SafeText("production").truncated(toWidth: 6) == "produ…")
        #expect(SafeText("web").truncated(toWidth: 3) == "web")
        #expect(SafeText("日本語").truncated(toWidth: 5) == "日本…")
        #expect(SafeText("日本語").truncated(toWidth: 4) == "日…")
        #expect(SafeText("web").truncated(toWidth: 0) == "")
        #expect(SafeText("web").truncated(toWidth: 1) == "…")
        #expect(SafeText("web").truncated(toWidth: -1) == "")
    }

    @Test func `padding makes text exactly as wide as its field`() {
        #expect(SafeText("日").padded(toWidth: 4) == "日  ")
        #expect(SafeText("12").padded(toWidth: 5, alignment: .trailing) == "   12")
        #expect(SafeText("ab").padded(toWidth: 5, alignment: .center) == " ab  ")
        #expect(SafeText("日本").padded(toWidth: 4, alignment: .leading) == "日本")
        #expect(SafeText("日本語").padded(toWidth: 4).width == 4)
    }

    @Test func `wrapped text breaks between words and inside long ones`() {
        let text: SafeText = "drain node2 日本日本 now"
        #expect(text.wrapped(toWidth: 6) == ["drain", "node2", "日本日", "本 now"])
        #expect(SafeText().wrapped(toWidth: 6) == [""])
        #expect(text.wrapped(toWidth: 0) == [])
        #expect(text.wrapped(toWidth: 1).allSatisfy { $0.width <= 1 })
    }
}
