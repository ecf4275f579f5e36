import Cells
import Testing

@Suite struct KeyTests {
    @Test(
        arguments: [
            ("q", .character("q")), ("M", .character("M")), ("shift-m", .character("M")),
            ("^d", .control("d")), ("ctrl-D", .control("d")), ("<^d>", .control("d")),
            ("enter", .enter), ("<enter>", .enter), ("<ESC>", .escape), ("escape", .escape),
            ("f5", .function(5)), ("F12", .function(12)), ("space", .character(" ")),
            ("shift-tab", .backTab), ("pgdn", .pageDown), ("<", .character("<")),
            ("^", .character("^")), ("^\\", .control("\\")), ("shift-up", .shiftUp),
        ] as [(String, Key)]
    )
    func `a key is read by its name`(name: String, key: Key) {
        #expect(Key(named: name) == key)
    }

    @Test(arguments: ["", "^", "nope", "^1", "f0", "f99", "<>", "ctrl-", "shift-1"])
    func `an unknown name is no key`(name: String) {
        #expect(name == "^" ? Key(named: name) == .character("^") : Key(named: name) == nil)
    }

    @Test func `every key reads back from what it prints`() {
        var keys: [Key] = [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left,
            .right,
            .shiftUp, .shiftDown, .shiftLeft, .shiftRight, .home, .end, .pageUp, .pageDown,
        ]
        keys += (1...12).map { Key.function($0) }
        keys += "azAZ09 :/?日é".map { Key.character($0) }
        keys += "az[\\]^_@".map { Key.control($0) }
        for key in keys { #expect(Key(named: key.description) == key, "\(key)") }
    }

    @Test func `typed keys are read in order`() {
        #expect(
            Key.sequence("jj<enter>^d:q<esc>")
                == [
                    .character("j"), .character("j"), .enter, .control("d"), .character(":"),
                    .character("q"), .escape,
                ]
        )
        #expect(Key.sequence("<lt>x<^>") == [.character("<"), .character("x"), .character("^")])
        #expect(Key.sequence("a<bogus>") == nil)
        #expect(Key.sequence("a<") == [.character("a"), .character("<")])
        #expect(Key.sequence("") == [])
    }
}
