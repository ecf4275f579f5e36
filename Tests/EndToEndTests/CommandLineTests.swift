import Foundation
import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// The program without a screen.
    @Suite struct CommandLineTests {
        @Test func `--version prints one line`() throws {
            let (text, ending) = try Skep.output(["--version"], in: Home())
            #expect(ending == .exited(0))
            #expect(text.contains(/skep \d+\.\d+\.\d+/))
        }

        @Test func `--help names the commands and options`() throws {
            let (text, ending) = try Skep.output(["--help"], in: Home())
            #expect(ending == .exited(0))
            for word in ["demo", "theme", "--theme", "--read-only", "--state", "--speed", "--seed"]
            {
                #expect(text.contains(word), "\(word) is missing")
            }
        }

        @Test(arguments: [["--bogus"], ["nonsense"], ["--speed", "0"], ["--speed", "fast"]])
        func `wrong arguments are refused with the right ones`(arguments: [String]) throws {
            let (text, ending) = try Skep.output(arguments, in: Home())
            #expect(ending == .exited(64))
            #expect(text.contains("sage: skep"))
        }

        @Test func `a shell completes commands, options and the themes there are`() throws {
            let home = try Home()
            let (script, ending) = try Skep.output(
                ["--generate-completion-script", "bash"],
                in: home
            )
            #expect(ending == .exited(0) && script.contains("complete "))
            let program = PseudoTerminal.Program(
                path: "/bin/bash",
                arguments: ["--norc", "--noprofile", "-i"],
                environment: home.environment,
                directory: home.folder.path
            )
            let shell = try TerminalSession(program, columns: 120, rows: 40)
            try shell.see("ready>")
            let folder = Skep.binary.prefix(
                upTo: Skep.binary.lastIndex(of: "/") ?? Skep.binary.endIndex
            )
            try shell.type("PATH=\(folder):$PATH; skep --generate-completion-script bash | cat")
            try shell.type(" >completion; . ./completion; echo so$((1+1))far<enter>")
            try shell.see("so2far")
            try shell.type("skep conf<tab>ke<tab>")
            try shell.see("skep config keys")
            try shell.type("^uskep demo --the<tab>nor<tab>")
            try shell.see("skep demo --theme nord")
            try shell.type("^uexit<enter>")
            _ = try shell.waitForEnd()
        }

        @Test func `config keys lists each id with the keys that it has now`() throws {
            let home = try Home()
            try home.write("keys:\n  node.drain: D\n", to: "config/skep/config.yml")
            let shell = try Skep.start(
                ["config", "keys"],
                in: home,
                size: .init(columns: 120, rows: 400)
            )
            #expect(try shell.waitForEnd() == .exited(0))
            let lines = shell.picture.lines.map { $0.split(separator: " ", maxSplits: 2) }
            #expect(lines.contains { $0.prefix(2) == ["node.drain", "D"] })
            #expect(lines.contains { $0.prefix(2) == ["node.pause", "c"] })
        }

        @Test func `theme list names the themes, and theme check finds them fine`() throws {
            let home = try Home()
            let list = try Skep.output(["theme", "list"], in: home)
            #expect(list.ending == .exited(0))
            let check = try Skep.output(["theme", "check"], in: home)
            #expect(check.ending == .exited(0))
            for name in ["dark", "light", "terminal", "mono", "high-contrast"] {
                #expect(list.text.contains(name))
                #expect(check.text.contains("\(name): ok"))
            }
        }

        @Test func `theme check names file and line of what is wrong`() throws {
            let home = try Home()
            let file = try home.write(
                """
                name = "broken"
                base = "dark"

                [slots]
                text = { fg = "#12345" }
                bordr = { fg = "red" }
                """,
                to: "broken.toml"
            )
            let (text, ending) = try Skep.output(["theme", "check", file], in: home)
            #expect(ending == .exited(1))
            #expect(text.contains("broken.toml:5"))
            #expect(text.contains("broken.toml:6"))
            #expect(text.contains("border"))
        }

        @Test func `a theme of the user's is found by its name`() throws {
            let home = try Home()
            try home.write(
                """
                name = "mine"
                base = "dark"

                [slots]
                text = { fg = "#ffffff" }
                """,
                to: "config/skep/themes/mine.toml"
            )
            #expect(try Skep.output(["theme", "list"], in: home).text.contains("mine"))
            let skep = try Skep.quietCluster(["--theme", "mine"], in: home)
            try skep.see("numbers_numbers-api")
            try skep.leave()
        }

        @Test func `an unknown theme is refused before anything is created`() throws {
            let home = try Home()
            let (text, ending) = try Skep.output(
                ["demo", "--theme", "nosuch", "--state", home.state],
                in: home
            )
            #expect(ending == .exited(1))
            #expect(text.contains("nosuch"))
            #expect(!home.holdsCluster)
        }
    }
}
