import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// What is seen at first, in every kind of terminal.
    @Suite struct FirstFrameTests {
        @Test(arguments: [TerminalSize.small, .ordinary, .large])
        func `the demo shows its cluster at once`(size: TerminalSize) throws {
            let home = try Home()
            let skep = try Skep.demo(in: home, size: size)
            try skep.see("SIMULATED", "survives 1 loss")
            try skep.see("nodes 5/5 ready")
            try skep.see("numbers_numbers-api", "6/6")
            try skep.see("? help")
            #expect(skep.picture.isAlternate)
            #expect(!skep.picture.isCursorVisible)
            #expect(skep.picture.unknown == [])
            try skep.leave()
        }

        @Test func `the first start asks what to begin with`() throws {
            let home = try Home()
            let skep = try Skep.start(["--state", home.state], in: home)
            try skep.see("There is no cluster of yours")
            try skep.see("> The demo")
            try skep.type("j")
            try skep.see("> An empty cluster", "5")
            try skep.type("<backspace>3<enter>")
            try skep.see("nodes 3/3 ready")
            try skep.leave()
            let again = try Skep.start(["--state", home.state], in: home)
            try again.see("nodes 3/3 ready")
            try again.leave()
        }

        @Test func `whoever begins nothing leaves nothing behind`() throws {
            let home = try Home()
            let skep = try Skep.start(["--state", home.state], in: home)
            try skep.see("> The demo")
            try skep.type("<esc>")
            #expect(try skep.waitForEnd() == .exited(0))
            #expect(!home.holdsCluster)
        }

        @Test func `without a locale the lines are ASCII and the words the same`() throws {
            let home = try Home()
            for locale in ["C", "POSIX", "xx_XX.nonsense"] {
                let skep = try Skep.quietCluster(in: home, changes: ["LANG": locale])
                try skep.see("numbers_numbers-api", "6/6")
                #expect(!skep.picture.contains("\u{FFFD}"), "LANG=\(locale)")
                try skep.leave()
            }
        }

        @Test func `NO_COLOR keeps all colours away`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home, changes: ["NO_COLOR": "1"])
            try skep.open("nodes")
            try skep.select("node4")
            try skep.type("r")
            try skep.see("Drain node node4")
            #expect(!skep.picture.hasUsedColor)
            try skep.type("<esc>")
            try skep.leave()
        }

        @Test(arguments: ["vt100", "xterm", "linux", "screen-256color", "tmux-256color"])
        func `other terminals show the same`(term: String) throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home, changes: ["TERM": term])
            try skep.see("numbers_numbers-api", "6/6")
            try skep.leave()
        }
    }

    /// Where there can be no screen, the program says why and what to do.
    @Suite struct NoScreenTests {
        @Test(
            arguments: [
                (nil, "TERM is not set"), ("", "TERM is not set"),
                ("nonsense", "terminfo does not know"), ("dumb", "cannot place its cursor"),
            ] as [(String?, String)]
        )
        func `a terminal that cannot serve is named, with the remedy`(
            term: String?,
            words: String
        ) throws {
            let home = try Home()
            let (text, ending) = try Skep.output(
                ["demo", "--state", home.state],
                in: home,
                changes: ["TERM": term]
            )
            #expect(ending == .exited(1))
            #expect(text.contains(words))
            #expect(text.contains("export TERM=xterm-256color"))
        }

        @Test func `standard input must be a terminal`() throws {
            let home = try Home()
            let skep = try Skep.start(
                ["demo", "--state", home.state],
                in: home,
                input: "/dev/null"
            )
            #expect(try skep.waitForEnd() == .exited(1))
            #expect(skep.picture.contains("standard input is not a terminal"))
            #expect(!skep.picture.isAlternate)
        }

        @Test func `a state folder that cannot be used is named`() throws {
            let home = try Home()
            let file = try home.write("not a folder", to: "file")
            for path in [file, "\(file)/below", "/proc/none"] {
                let (text, ending) = try Skep.output(["demo", "--state", path], in: home)
                #expect(ending == .exited(1))
                #expect(text.contains(path))
            }
        }
    }
}
