import Cells
import Testing
import Theming

@Suite struct ThemeInheritanceTests {
    private func theme(_ slots: String) throws -> Theme {
        let text = "base = \"dark\"\n[palette]\nsnow = \"#eeeeee\"\n[slots]\n\(slots)\n"
        return try ThemeLibrary().theme(text: text, file: "mine.toml")
    }

    private let snow = ColorValue.rgb(RGB(0xEE, 0xEE, 0xEE))

    @Test func `what a theme does not set comes from its base`() throws {
        let dark = try ThemeLibrary().theme(named: "dark")
        let mine = try theme("dim = { fg = \"snow\" }")
        #expect(mine.name == "mine")
        #expect(mine.kind == .dark)
        for slot in Slot.allCases where slot != .dim {
            #expect(mine.declared(slot) == dark.declared(slot), "\(slot)")
        }
        #expect(mine.style(for: .dim, depth: .trueColor).foreground == snow)
        #expect(mine.style(for: .dim, depth: .mono).attributes == .dim)
    }

    @Test func `a slot without colours takes those of text`() throws {
        let mine = try theme("text = { bg = \"#101010\" }")
        for slot in [Slot.ok, .border, .logA, .title] {
            #expect(mine.declared(slot).background == .rgb(RGB(16, 16, 16)), "\(slot)")
        }
    }

    @Test func `a dotted slot falls back to the part before the dot`() throws {
        let mine = try theme("border = { fg = \"snow\" }\nlog = { attrs = [\"underline\"] }")
        #expect(mine.declared(.borderFocus).foreground == snow)
        #expect(mine.style(for: .logC, depth: .sixteen).attributes == .underline)
        let both = try theme("border = { fg = \"snow\" }\n\"border.focus\" = { fg = \"red\" }")
        #expect(both.declared(.borderFocus).foreground == .palette(1))
    }

    @Test func `a bare dotted name means the same as a quoted one`() throws {
        let mine = try theme("border.focus = { fg = \"snow\" }\nlog.a.fg = \"red\"")
        #expect(mine.declared(.borderFocus).foreground == snow)
        #expect(mine.declared(.logA).foreground == .palette(1))
    }

    @Test func `a new colour does not keep the stand-in of the old one`() throws {
        let mine = try theme("ok = { fg = \"#0000ee\" }\nwarn = { fg16 = \"cyan\" }")
        #expect(mine.style(for: .ok, depth: .sixteen).foreground == .palette(4))
        #expect(mine.style(for: .warn, depth: .sixteen).foreground == .palette(6))
    }

    @Test func `text that would vanish with few colours is written in black or white`() throws {
        let mine = try theme("ok = { fg = \"#101010\", bg = \"#000000\", bg16 = \"black\" }")
        let style = mine.style(for: .ok, depth: .eight)
        #expect(style.foreground == .palette(7))
        #expect(style.background == .palette(0))
    }

    @Test func `with eight colours bold makes a colour bright`() throws {
        let mine = try theme("ok = { fg16 = \"bright-green\" }\ndim = { fg16 = \"bright-black\" }")
        let ok = mine.style(for: .ok, depth: .eight)
        #expect(ok.foreground == .palette(2))
        #expect(ok.attributes == .bold)
        #expect(mine.style(for: .ok, depth: .sixteen).attributes == [])
        #expect(mine.style(for: .dim, depth: .eight).attributes == [])
    }

    @Test func `a folder's theme goes before the one that is built in`() throws {
        try ThemeFiles.withLibrary(["light.toml": "base = \"dark\"\nkind = \"dark\"\n"]) {
            library,
            folder in
            let byName = try library.theme(named: "light")
            let byPath = try library.theme(named: "\(folder)/light.toml")
            #expect(byName.kind == .dark)
            #expect(byPath == byName)
            #expect(library.names.contains("mono"))
        }
    }

    @Test func `the usual folders are the user's, the installed and the program's`() {
        let folders = ThemeLibrary.usualFolders(
            executable: "/opt/skep/bin",
            environment: ["HOME": "/home/ada", "XDG_DATA_HOME": "rel"]
        )
        #expect(
            folders == [
                "/home/ada/.config/skep/themes", "/home/ada/.local/share/skep/themes",
                "/opt/skep/bin/../share/skep/themes",
                "/opt/skep/bin/themes",
            ]
        )
        let other = ThemeLibrary.usualFolders(
            executable: nil,
            environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/c"]
        )
        #expect(other == ["/c/skep/themes", "/h/.local/share/skep/themes"])
    }

    @Test func `where a theme's files lie, or would be found first, is told, circles included`()
        throws
    {
        let files = [
            "mine.toml": "base = \"nord\"\n", "one.toml": "base = \"two\"\n",
            "two.toml": "base = \"one\"\n",
        ]
        try ThemeFiles.withLibrary(files) { library, folder in
            // A file named as a built-in theme, or as its base, would hide that.
            let nord = ["\(folder)/nord.toml", "\(folder)/dark.toml"]
            #expect(library.places(ofThemeNamed: "nord") == nord)
            #expect(library.places(ofThemeNamed: "mine") == ["\(folder)/mine.toml"] + nord)
            #expect(
                library.places(ofThemeNamed: "one") == ["\(folder)/one.toml", "\(folder)/two.toml"]
            )
            let path = "\(folder)/mine.toml"
            #expect(library.places(ofThemeNamed: path) == [path] + nord)
            #expect(library.places(ofThemeNamed: "nothing") == ["\(folder)/nothing.toml"])
        }
    }
}
