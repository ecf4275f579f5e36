import Basics
import Testing

@Suite struct StyledTextTests {
    private func style(_ foreground: UInt8?, bold: Bool = false) -> TerminalColorStyle {
        var style = TerminalColorStyle(foreground: foreground)
        style.isBold = bold
        return style
    }

    @Test func `a line without escapes has no runs`() {
        let line = StyledText(sanitizing: "GET / 200\n")
        #expect(line.text == "GET / 200")
        #expect(line.runs.isEmpty)
    }

    @Test func `colours become runs and leave the text clean`() {
        let line = StyledText(sanitizing: "\u{1B}[1;31mERR\u{1B}[0m 日本 \u{1B}[92mok")
        #expect(line.text == "ERR 日本 ok")
        #expect(
            line.runs == [
                .init(range: 0..<3, style: style(1, bold: true)),
                .init(range: 11..<13, style: style(10)),
            ]
        )
        #expect(line.pieces.map(\.text) == ["ERR", " 日本 ", "ok"])
    }

    @Test func `every other sequence stays visible and harmless`() {
        #expect(StyledText(sanitizing: "\u{1B}[2J\u{1B}[31mx").text == "·[2Jx")
        #expect(StyledText(sanitizing: "\u{1B}]0;title\u{07}").text == "·]0;title·")
        #expect(StyledText(sanitizing: "\u{1B}[?25l").text == "·[?25l")
        #expect(StyledText(sanitizing: "\u{1B}").text == "·")
        #expect(StyledText(sanitizing: "\u{1B}[31").text == "·[31")
    }

    @Test func `an endless sequence is not a colour`() {
        let long = "\u{1B}[" + String(repeating: "1;", count: 100) + "m"
        #expect(StyledText(sanitizing: long).runs.isEmpty)
    }

    @Test(
        arguments: [
            ("38;5;208", UInt8(208)), ("38;2;255;0;0", 196), ("38;2;128;128;128", 244),
            ("38;2;0;0;0", 16), ("38;2;255;255;255", 231), ("97", 15), ("34", 4),
        ]
    )
    func `extended colours come down to 256`(parameters: String, index: UInt8) {
        let line = StyledText(sanitizing: "\u{1B}[\(parameters)mx")
        #expect(line.runs.first?.style.foreground == index)
    }

    @Test(arguments: ["38", "38;5", "38;2;1;2", "38;9;1", "5", "999", "38;5;999"])
    func `broken or unknown parameters change nothing`(parameters: String) {
        #expect(StyledText(sanitizing: "\u{1B}[\(parameters)mx").runs.isEmpty)
    }

    @Test func `attributes go on and off one by one`() {
        let line = StyledText(
            sanitizing: "\u{1B}[1;2;4;7;45mx\u{1B}[22my\u{1B}[24mz\u{1B}[27mw\u{1B}[49mv"
        )
        let styles = line.pieces.map(\.style)
        #expect(styles.count == 5)
        #expect(styles.first?.isDim == true && styles.first?.isReversed == true)
        #expect(styles[1].isBold == false && styles[1].isDim == false && styles[1].isUnderlined)
        #expect(styles[2].isUnderlined == false && styles[2].isReversed)
        #expect(styles[3].isReversed == false && styles[3].background == 5)
        #expect(styles.last == .plain)
    }

    @Test func `the pieces are the whole text`() {
        var generator = SeededGenerator(seed: 20)
        let parts = [
            "a", "日", "\u{1B}[31m", "\u{1B}[0m", "\u{1B}[2K", "e\u{301}", "\t", "🇩🇪", "\r\n",
        ]
        for _ in 0..<500 {
            let count = Int.random(in: 0...12, using: &generator)
            let raw = (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }
            let line = StyledText(sanitizing: raw.joined())
            #expect(line.pieces.map(\.text.string).joined() == line.text.string)
        }
    }
}
