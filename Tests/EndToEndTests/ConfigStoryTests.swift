import Foundation
import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// What lies in the user's folders, while the program runs and from one run to the next.
    @Suite struct ConfigStoryTests {
        @Test func `a configuration and a theme are taken over while the console runs`() throws {
            let home = try Home()
            try home.write("aliases:\n  first: nodes\n", to: "config/skep/config.yml")
            let skep = try Skep.quietCluster(in: home)
            try home.write(
                "language: ko\naliases:\n  second: services\n",
                to: "config/skep/config.yml"
            )
            try skep.see("바뀐 설정이 적용되었습니다")
            try skep.see("┌─ 서비스")
            try home.write("language: ko\nteme: dark\n", to: "config/skep/config.yml")
            try skep.see("config.yml:2", "teme")
            // The one before holds.
            try skep.type(":second<enter>")
            try skep.see("덱 › 서비스")
            try home.write("language: en\n", to: "config/skep/config.yml")
            try skep.see("┌─ services")
            try skep.leave()
        }

        @Test func `the environment chooses the language`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home, changes: ["LANG": "ko_KR.UTF-8"])
            try skep.see("┌─ 서비스")
            try skep.see("? 도움말")
            try skep.leave()
        }

        @Test func `the order of a table is there again after a restart`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("services")
            try skep.type("NN")
            try skep.see("by name down")
            try skep.leave()
            let again = try Skep.quietCluster(in: home)
            try again.open("services")
            try again.see("by name down")
            try again.leave()
            let file = home.folder.appending(path: "state/skep/views")
            try Data([0xFF, 0x00, 0x7F]).write(to: file)
            let damaged = try Skep.quietCluster(in: home)
            try damaged.see("views is damaged")
            try damaged.open("services")
            try damaged.seeNo("by name")
            try damaged.leave()
        }

        /// A plugin that hangs, has a child that does, too, and heeds no signal.
        private static let stubborn = """
            plugins:
              hang:
                key: "!"
                in: [services]
                command: trap '' TERM HUP; echo $$ >> pids; while :; do echo tick; sleep 1; done
            """

        private func processes(_ home: Home) throws -> [pid_t] {
            let file = home.folder.appending(path: "pids")
            return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .compactMap { pid_t($0) }
        }

        @Test func `a plugin that heeds no signal neither holds the console up nor outlives it`()
            throws
        {
            let home = try Home()
            try home.write(Self.stubborn, to: "config/skep/config.yml")
            let skep = try Skep.quietCluster(in: home)
            try skep.open("services")
            try skep.type("!")
            try skep.see("tick")
            try skep.see("running …")
            try skep.type("^k")
            try skep.see("stopped")
            try skep.type("<esc>!")
            try skep.see("tick")
            try skep.see("running …")
            try skep.leave()
            let all = try processes(home)
            #expect(all.count == 2)
            for process in all { #expect(kill(process, 0) != 0, "\(process) goes on") }
        }
    }
}
