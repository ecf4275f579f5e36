import Cells
import Testing
import Theming

@Suite struct ThemeErrorTests {
    private func problems(_ text: String) -> [String] {
        do throws(ThemeFailure) {
            _ = try ThemeLibrary().theme(text: text, file: "mine.toml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `every mistake is told with its line and the nearest valid word`() {
        let text = """
            nmae = "mine"
            base = "dark"
            kind = "drak"

            [palette]
            snow = "#d8dee9"
            red  = "#bf616a"
            ice  = "#88c0dg"

            [slots]
            text           = { fg = "snwo" }
            "border.fokus" = { fg = "snow" }
            heading        = { fg = "snow", atrs = ["bold"] }
            title          = { fg = "snow", attrs = ["blod"] }
            dim            = "snow"
            key            = { fg16 = "#ffffff", fg = 7 }
            bad            = { attrs = "bold" }
            cursor         = { bg = "bright-bleu" }
            """
        #expect(
            problems(text) == [
                #"mine.toml:1: unknown key "nmae"; did you mean "name"?"#,
                #"mine.toml:3: unknown kind "drak"; did you mean "dark"?"#,
                #"mine.toml:7: "red" is a color already and cannot be redefined"#,
                ##"mine.toml:8: unknown color "#88c0dg""##,
                #"mine.toml:11: unknown color "snwo"; did you mean "snow"?"#,
                #"mine.toml:12: unknown slot "border.fokus"; did you mean "border.focus"?"#,
                #"mine.toml:13: unknown field "atrs" in a slot; did you mean "attrs"?"#,
                #"mine.toml:14: unknown attribute "blod"; did you mean "bold"?"#,
                #"mine.toml:15: "dim" must be a table such as { fg = "red" }"#,
                #"mine.toml:16: "fg" must be text in quotes"#,
                ##"mine.toml:16: unknown color "#ffffff""##,
                #"mine.toml:17: "attrs" must be a list such as ["bold"]"#,
                #"mine.toml:18: unknown color "bright-bleu"; did you mean "bright-blue"?"#,
            ]
        )
    }

    @Test func `a syntax error is told with its line`() throws {
        let found = problems("name = \"x\"\n\n[slots\ntext = 1\n")
        #expect(found.count == 1)
        let first = try #require(found.first)
        #expect(first.hasPrefix("mine.toml:3: this is not TOML: "))
        #expect(problems("a = 1\na = 2\n").first?.hasPrefix("mine.toml:2: ") == true)
    }

    @Test func `slots that nobody sets are missing`() {
        let found = problems("[slots]\ntext = { fg = \"red\" }\n")
        #expect(found.count == Slot.allCases.count - 1)
        #expect(found.first == #"mine.toml: slot "dim" is missing and has no base"#)
    }

    @Test func `a base must exist`() {
        #expect(
            problems("name = \"x\"\nbase = \"drak\"\n")
                == [#"mine.toml:2: there is no theme "drak"; did you mean "dark"?"#]
        )
    }

    @Test func `themes cannot inherit in a circle`() throws {
        let files = [
            "one.toml": "base = \"two\"\n", "two.toml": "# two\nbase = \"one\"\n",
            "self.toml": "base = \"self\"\n",
        ]
        try ThemeFiles.withLibrary(files) { library, folder in
            let found = library.problems(ofThemeNamed: "one")
            #expect(
                found.map(\.description) == [
                    "\(folder)/two.toml:2: themes cannot inherit in a circle: one → two → one"
                ]
            )
            #expect(library.problems(ofThemeNamed: "self").first?.line == 1)
        }
    }

    @Test func `a mistake in a base is told with the base's file`() throws {
        let files = ["one.toml": "base = \"two\"\n", "two.toml": "base = \"dark\"\nx = 1\n"]
        try ThemeFiles.withLibrary(files) { library, folder in
            let found = library.problems(ofThemeNamed: "one")
            #expect(found.map(\.file) == ["\(folder)/two.toml"])
            #expect(found.map(\.line) == [2])
        }
    }

    @Test func `an unknown theme is told with the nearest name`() {
        let found = ThemeLibrary().problems(ofThemeNamed: "lihgt")
        #expect(
            found.map(\.description) == [
                #"themes: there is no theme "lihgt"; did you mean "light"?"#
            ]
        )
    }

    @Test func `weak contrast, invisible text and equal states are found`() throws {
        let text = """
            base = "dark"
            [slots]
            dim    = { fg = "#333333" }
            border = { fg = "#4a5362" }
            off    = { fg = "#14171c" }
            warn   = { mono = [] }
            """
        try ThemeFiles.withLibrary(["weak.toml": text]) { library, folder in
            let found = library.problems(ofThemeNamed: "weak").map(\.description)
            #expect(
                found == [
                    "\(folder)/weak.toml:3: slot \"dim\" has a contrast of 1.42:1 and needs 4.50:1",
                    "\(folder)/weak.toml:4: slot \"border\" has a contrast of 2.31:1"
                        + " and needs 3.00:1",
                    "\(folder)/weak.toml:4: slot \"border.focus\" has a contrast of 2.31:1"
                        + " and needs 3.00:1",
                    "\(folder)/weak.toml:5: slot \"off\" has a contrast of 1.00:1 and needs 4.50:1",
                    "\(folder)/weak.toml:5: slot \"off\" cannot be seen at color depth palette256",
                    "\(folder)/weak.toml:6: slots \"ok\" and \"warn\" look the same without colors",
                ]
            )
        }
    }

    @Test func `a word that is like no other gets no hint`() {
        #expect(NearestWord.to("xyzzy", among: ["bold", "dim"]) == nil)
        #expect(NearestWord.to("bld", among: ["dim", "bold"]) == "bold")
        #expect(NearestWord.to("", among: []) == nil)
    }
}
