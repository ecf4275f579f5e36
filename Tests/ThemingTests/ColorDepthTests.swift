import Cells
import Testing
import Theming

@Suite struct ColorDepthTests {
    @Test(
        arguments: [
            (["TERM": "xterm-256color"], 256, .palette256),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, .trueColor),
            (["TERM": "tmux-256color", "COLORTERM": "24bit"], 256, .trueColor),
            (["TERM": "xterm", "COLORTERM": ""], 8, .eight),
            (["TERM": "xterm-16color"], 16, .sixteen),
            (["TERM": "rxvt-88color"], 88, .sixteen),
            (["TERM": "xterm-direct"], 0x100_0000, .trueColor),
            (["TERM": "vt100"], -1, .mono),
            (["TERM": "vt100", "COLORTERM": "truecolor"], -1, .mono),
            (["TERM": "xterm-256color", "NO_COLOR": "1"], 256, .mono),
            (["TERM": "xterm-256color", "NO_COLOR": ""], 256, .palette256),
            (["NO_COLOR": "1", "COLORTERM": "truecolor"], 256, .mono),
        ] as [([String: String], Int, ColorDepth)]
    )
    func `the depth follows NO_COLOR, terminfo and COLORTERM`(
        environment: [String: String],
        colors: Int,
        depth: ColorDepth
    ) {
        #expect(ColorDepth.detect(environment: environment, terminfoColors: colors) == depth)
    }

    @Test(
        arguments: [
            ("#ff0000", 196, 9, 1), ("#000000", 16, 0, 0), ("#ffffff", 231, 15, 7),
            ("#808080", 244, 8, 7), ("#5fd0c5", 80, 6, 6), ("#1a1b26", 234, 0, 0),
            ("#00cd00", 40, 2, 2), ("#0000ee", 21, 4, 4), ("#ffff00", 226, 11, 3),
        ] as [(String, UInt8, UInt8, UInt8)]
    )
    func `a colour comes down to 256, 16 and 8`(
        hex: String,
        in256: UInt8,
        in16: UInt8,
        in8: UInt8
    ) throws {
        let color = ColorValue.rgb(try #require(RGB(hex: hex)))
        #expect(ColorDepth.trueColor.nearest(to: color) == color)
        #expect(ColorDepth.palette256.nearest(to: color) == .palette(in256))
        #expect(ColorDepth.sixteen.nearest(to: color) == .palette(in16))
        #expect(ColorDepth.eight.nearest(to: color) == .palette(in8))
        #expect(ColorDepth.mono.nearest(to: color) == .standard)
    }

    @Test func `the terminal's own colours stay what they are`() {
        for depth in ColorDepth.allCases { #expect(depth.nearest(to: .standard) == .standard) }
        for index in UInt8(0)..<16 {
            #expect(ColorDepth.sixteen.nearest(to: .palette(index)) == .palette(index))
            #expect(ColorDepth.trueColor.nearest(to: .palette(index)) == .palette(index))
            guard case .palette(let dark) = ColorDepth.eight.nearest(to: .palette(index)) else {
                Issue.record("\(index) lost its colour")
                continue
            }
            #expect(dark < 8)
        }
    }

    @Test func `each of the 256 is its own nearest, but for the 16 the user owns`() {
        for index in UInt8(16)...255 {
            let color = ColorValue.rgb(RGB(palette: index))
            guard case .palette(let found) = ColorDepth.palette256.nearest(to: color) else {
                Issue.record("\(index) lost its colour")
                continue
            }
            #expect(RGB(palette: found) == RGB(palette: index))
        }
    }

    @Test func `hex reads back`() {
        #expect(RGB(hex: "#0a0B0c") == RGB(10, 11, 12))
        #expect(RGB(10, 11, 12).hex == "#0a0b0c")
        for bad in ["", "#", "#12345", "#1234567", "123456", "#12345g", "#+12345", "#é1234"] {
            #expect(RGB(hex: bad) == nil, "\(bad)")
        }
    }

    @Test func `depths are named as users know them`() {
        for depth in ColorDepth.allCases { #expect(ColorDepth(name: depth.label) == depth) }
        #expect(ColorDepth(name: "lots") == nil)
    }

    @Test func `contrast is that of WCAG`() {
        #expect(Int(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) * 100) == 2_100)
        #expect(Int(RGB(0x77, 0x77, 0x77).contrast(with: RGB(255, 255, 255)) * 100) == 447)
        #expect(RGB(9, 9, 9).contrast(with: RGB(9, 9, 9)) == 1)
    }
}
