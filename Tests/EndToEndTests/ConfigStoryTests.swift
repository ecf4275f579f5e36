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
    }
}
