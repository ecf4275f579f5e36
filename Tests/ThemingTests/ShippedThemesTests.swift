import Cells
import FoundationEssentials
import Testing
import Theming

@Suite struct ShippedThemesTests {
    @Test func `the folder holds the themes we know of, and the template`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: ThemeFiles.folder)
        let themes = files.filter { $0.hasSuffix(".toml") }.sorted()
        #expect(themes == (["TEMPLATE"] + ThemeFiles.names).map { $0 + ".toml" }.sorted())
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
        #expect(BuiltInThemes.all.map(\.name).sorted() == ThemeFiles.names)
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

    @Test(arguments: ["high-contrast", "high-contrast-light"])
    func `high contrast is high`(name: String) throws {
        let theme = try ThemeFiles.library.theme(named: name)
        for slot in Slot.allCases { #expect(ThemeCheck.contrast(of: slot, in: theme) >= 7) }
    }

    @Test(arguments: [
        ("deuteranopia", [ColorVision.protanopia, .deuteranopia]), ("tritanopia", [.tritanopia]),
    ])
    func `states are far apart for the eyes that a theme is made for`(
        name: String,
        visions: [ColorVision]
    ) throws {
        let theme = try ThemeFiles.library.theme(named: name)
        let states: [Slot] = [.ok, .progress, .warn, .bad]
        for vision in visions {
            for (index, first) in states.enumerated() {
                for second in states.dropFirst(index + 1) {
                    let distance = ThemeCheck.distance(first, second, in: theme, for: vision)
                    #expect(distance > 20, "\(first) \(second) \(vision): \(distance)")
                }
            }
        }
    }

    @Test func `red and green of one lightness are found out`() throws {
        let text = """
            base = "dark"
            [slots]
            ok = { fg = "#a0a000", attrs = [] }
            bad = { fg = "#c28f00", attrs = [] }
            """
        let theme = try ThemeFiles.library.theme(text: text, file: "alike.toml")
        let problems = ThemeCheck.problems(of: theme, file: "alike.toml").map(\.description)
        #expect(problems.contains { $0.contains("look alike with deuteranopia") }, "\(problems)")
    }

    @Test func `there are at least twelve themes`() {
        #expect(ThemeFiles.names.count >= 12)
    }

    @Test func `the template that the program prints is the file`() {
        let file = ThemeFiles.text(ThemeFiles.folder + "/TEMPLATE.toml")
        #expect(file == BuiltInThemes.template, "run themes/embed.sh")
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
