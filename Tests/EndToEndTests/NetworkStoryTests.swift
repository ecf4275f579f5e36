import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// Names, requests and broken links, as a user of the demo meets them.
    @Suite struct NetworkStoryTests {
        @Test func `a name stands for an address, and requests go round behind it`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.command("lookup numbers-api from numbers_numbers-web")
            try skep.see("a service's virtual address on numbers-prod")
            try skep.see("service numbers_numbers-api")
            try skep.command("lookup tasks.numbers-api from numbers_numbers-web")
            try skep.see("all tasks on numbers-prod")
            try skep.see("numbers_numbers-api.6")
            try skep.command("lookup todo-web from numbers_numbers-web")
            try skep.see("nothing (NXDOMAIN)")
            try skep.see("is on todo_todo-net only")
            try skep.command("request node4:8010 6")
            try skep.see("✓ 6 requests answered")
            try skep.see("node4:8010 → ingress 10.0.0.")
            try skep.type("<enter>")
            try skep.see("✓ 6 requests answered")
            try skep.command("request node4:80")
            try skep.see("host mode")
            try skep.command("request node4:9999")
            try skep.see("connection refused")
            try skep.see("no service publishes 9999")
            try skep.leave()
        }

        @Test func `a network's tasks have their addresses`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("networks")
            try skep.select("numbers-prod")
            try skep.type("<enter>")
            try skep.see("tasks of numbers-prod", "via 10.0.")
            try skep.type("<esc>d")
            try skep.see("Load balancers (5)")
            try skep.leave()
        }
    }
}
