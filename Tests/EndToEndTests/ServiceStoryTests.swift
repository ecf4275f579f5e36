import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// Services are scaled, updated, rolled back and removed.
    @Suite struct ServiceStoryTests {
        private static let api = "numbers_numbers-api"

        @Test func `the demo's update is seen to sweep over all slots`() throws {
            let home = try Home()
            let skep = try Skep.demo(["--speed", "5"], in: home)
            try skep.see(Self.api, "updating")
            try skep.command("rollout \(Self.api)")
            try skep.see("diamol/numbers-api:v3 → diamol/numbers-api:v4")
            for done in 1...6 where done.isMultiple(of: 3) {
                try skep.wait(for: "\(done) of 6 slots new") { screen in
                    (done...6).contains { screen.contains("\($0)/6 new") }
                }
            }
            try skep.see("update complete")
            try skep.see("update completed")
            try skep.type("<esc>")
            try skep.see(Self.api, "6/6", "running")
            try skep.leave()
        }

        @Test func `a number of replicas that is none is refused in the box`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("services")
            try skep.select("gallery_accesslog")
            try skep.type("s")
            try skep.fill("seven")
            try skep.see("✗")
            try skep.type("<enter><enter><tab><tab><enter>")
            try skep.type("<esc>")
            try skep.seeNo("[ Cancel ]")
            try skep.see("gallery_accesslog", "3/3")
            try skep.leave()
        }

        @Test func `^l goes back to the previous spec, field by field`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "10"], in: home)
            try skep.open("services")
            try skep.select(Self.api)
            try skep.type("^l")
            try skep.see("no previous spec")
            try skep.type("<esc>")
            try skep.command("image \(Self.api) diamol/numbers-api:v4")
            try skep.agree(to: "Update")
            try skep.see(Self.api, "running", "diamol/numbers-api:v4")
            try skep.wait(for: "the update's end") {
                $0.row(with: [Self.api, "6/6", "● running"]) != nil
            }
            try skep.type("^l")
            try skep.see("diamol/numbers-api:v4 → diamol/numbers-api:v3")
            try skep.agree(to: "Roll back")
            try skep.see(Self.api, "6/6", "diamol/numbers-api:v3")
            try skep.leave()
        }

        @Test func `^d removes a service, after asking`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.open("services")
            try skep.select("todo_todo-web")
            try skep.type("^d")
            try skep.see("Remove service todo_todo-web")
            try skep.agree(to: "Remove")
            try skep.seeNo("│todo_todo-web")
            try skep.see("services 7")
            try skep.leave()
        }

        @Test func `a killed container is replaced`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.open("services")
            try skep.select("timecheck_timecheck")
            try skep.type("<enter>")
            try skep.see("timecheck_timecheck.1", "running")
            try skep.type("^d")
            try skep.agree(to: "Kill")
            try skep.see("\\_ timecheck_timecheck.1", "failed")
            try skep.wait(for: "a new task that runs") { screen in
                screen.lines.contains {
                    $0.contains("│timecheck_timecheck.1") && $0.contains("running")
                }
            }
            try skep.leave()
        }

        @Test func `--read-only refuses every change, and says so`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--read-only"], in: home)
            try skep.open("services")
            try skep.select("gallery_accesslog")
            for key in ["s", "i", "r", "^l", "^d"] {
                try skep.type(key)
                try skep.see("read-only")
                try skep.seeNo("[ Cancel ]")
            }
            try skep.command("scale gallery_accesslog 9")
            try skep.see(":scale", "read-only")
            try skep.type("<esc>")
            try skep.see("gallery_accesslog", "3/3")
            try skep.leave()
        }
    }
}
