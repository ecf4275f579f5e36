import Cells
import FoundationEssentials
import Testing
import Theming

@Suite struct ShippedThemesTests {
    @Test func `the folder holds the themes we know of, and the template`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: ThemeFiles.folder)
        let themes = files.filter { $0.hasSuffix(".toml") }.sorted()
        #expect(themes == (["TEMPLATE"] + ThemeFiles.names).map { $0 + ".toml" })
        #expect(ThemeFiles.library.names == ThemeFiles.names)
    }

    @Test(arguments: ThemeFiles.names)
    func `nothing is wrong with a shipped theme`(name: String) {
        let problems = ThemeFiles.library.problems(ofThemeNamed: name)
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
    }

    @Test func `nothing is wrong with the template, and it speaks of every slot`() throws {
        let path = ThemeFiles.folder + "/TEMPLATE.toml"
        #expect(ThemeFiles.library.problems(ofThemeNamed: path).isEmpty)
        let text = try #require(ThemeFiles.text(path))
        for slot in Slot.allCases {
            let isThere = text.split(separator: "\n").contains { line in
                line.hasPrefix(slot.name + " ") || line.hasPrefix("\"\(slot.name)\" ")
            }
            #expect(isThere, "\(slot.name)")
        }
    }

    @Test(arguments: ThemeFiles.names)
    func `a theme is called like its file`(name: String) throws {
        let theme = try ThemeFiles.library.theme(named: name)
        #expect(theme.name == name)
    }

    @Test(arguments: ThemeFiles.names)
    func `a theme looks as on its golden card`(name: String) throws {
        let card = ThemeCard.text(of: try ThemeFiles.library.theme(named: name))
        #expect(ThemeFiles.golden("\(name).card", actual: card) == card)
    }

    @Test func `the themes compiled in are the files`() {
        #expect(
            BuiltInThemes.all.map(\.name) == ["dark", "high-contrast", "light", "mono", "terminal"]
        )
        for theme in BuiltInThemes.all {
            let file = ThemeFiles.text("\(ThemeFiles.folder)/\(theme.name).toml")
            #expect(file == theme.text, "run themes/embed.sh: \(theme.name).toml has changed")
        }
    }

    @Test func `every base works without any file`() throws {
        let library = ThemeLibrary()
        for name in library.names { #expect(library.problems(ofThemeNamed: name).isEmpty) }
        let light = try library.theme(named: "light")
        #expect(light.kind == .light)
    }

    @Test func `high contrast is high`() throws {
        let theme = try ThemeFiles.library.theme(named: "high-contrast")
        for slot in Slot.allCases { #expect(ThemeCheck.contrast(of: slot, in: theme) >= 7) }
    }

    @Test func `mono has no colour at any depth`() throws {
        let theme = try ThemeFiles.library.theme(named: "mono")
        for depth in ColorDepth.allCases {
            for slot in Slot.allCases {
                let style = theme.style(for: slot, depth: depth)
                #expect(style.foreground == .standard && style.background == .standard)
            }
        }
    }
}
