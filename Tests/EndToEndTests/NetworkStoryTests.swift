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

        @Test func `a data centre that is cut off is replaced, and its surplus stopped afterwards`()
            throws
        {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "8"], in: home)
            try skep.open("zones")
            try skep.see("none: all links are as they should be")
            try skep.command("fault partition dc1 dc2")
            try skep.see("node4 is seen down after about 15 s")
            try skep.agree(to: "Cut")
            try skep.see("dc1 – dc2", "cut")
            try skep.see("0/1 ready")
            try skep.command("tasks gallery_iotd")
            try skep.wait(for: "five replicas on the other nodes") { screen in
                screen.lines.count {
                    $0.contains("gallery_iotd.") && $0.contains("running") && !$0.contains("\\_")
                        && !$0.contains("node4")
                } == 5
            }
            try skep.command("heal")
            try skep.agree(to: "Heal")
            try skep.open("zones")
            try skep.see("none: all links are as they should be")
            try skep.see("nodes 5/5 ready")
            try skep.leave()
        }

        @Test func `the leader is lost, another one leads, and all managers come back`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "8"], in: home)
            try skep.open("managers")
            try skep.see("3 managers, 3 reachable, survives 1 loss")
            try skep.command("fault kill node1")
            try skep.see("node1 leads; 2 of 3 remain, a new leader in 10-20 s")
            try skep.agree(to: "Power off")
            try skep.wait(for: "another leader") {
                $0.contains("leader node2") || $0.contains("leader node3")
            }
            try skep.command("fault kill node2,node3")
            try skep.see("the quorum is lost")
            try skep.agree(to: "Power off")
            try skep.see("NO QUORUM")
            try skep.command("scale gallery_iotd 9")
            try skep.see("the managers have no quorum")
            try skep.type("<esc>")
            try skep.command("request node5:8088 3")
            try skep.see("✓ 3 requests answered")
            try skep.command("fault start node1,node2,node3")
            try skep.see("The quorum is back")
            try skep.agree(to: "Power on")
            try skep.see("managers 3", "survives 1 loss")
            try skep.wait(for: "a leader") { $0.contains("leader node") }
            try skep.leave()
        }
    }
}
