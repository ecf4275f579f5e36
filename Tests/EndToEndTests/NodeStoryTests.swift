import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// Nodes are drained, promoted, demoted and lost, by keys and by commands.
    @Suite struct NodeStoryTests {
        @Test func `esc leaves a box without doing anything`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home)
            try skep.open("nodes")
            try skep.select("node4")
            for key in ["r", "c", "M", "L", "^d"] {
                try skep.type(key)
                try skep.see("[ Cancel ]")
                try skep.type("<esc>")
                try skep.seeNo("[ Cancel ]")
            }
            try skep.open("ops", titled: "operations")
            try skep.see("Nothing was asked of the cluster from here yet")
            try skep.leave()
        }

        @Test func `M promotes node4 and demotes it again`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.open("nodes")
            try skep.select("node4")
            try skep.type("M")
            try skep.see("Promote node node4")
            try skep.see("3 managers · survives 1 loss → 4 managers · survives 1 loss")
            try skep.agree(to: "Promote")
            try skep.see("node4", "reachable")
            try skep.see("managers 4", "survives 1 loss")
            try skep.type("M")
            try skep.see("Demote node node4")
            try skep.agree(to: "Demote")
            try skep.seeNo("node4", "reachable")
            try skep.see("managers 3", "survives 1 loss")
            try skep.leave()
        }

        @Test func `the leader can be demoted; another one takes over`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.open("nodes")
            try skep.see("leader node1")
            try skep.command("demote node1")
            try skep.see("it is the leader")
            try skep.agree(to: "Demote")
            try skep.see("managers 2", "survives no loss")
            try skep.wait(for: "another leader") {
                $0.contains("leader node2") || $0.contains("leader node3")
            }
            try skep.leave()
        }

        @Test func `a demotion that would lose the quorum is refused`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.open("nodes")
            try skep.command("fault node3 off")
            try skep.agree(to: "Power off")
            try skep.see("node3", "down", "unreachable")
            try skep.see("managers 3", "2 reachable", "survives no loss")
            try skep.select("node2")
            try skep.type("M")
            try skep.see("NO QUORUM")
            try skep.see("refused", "lose the quorum")
            try skep.type("<tab><tab><tab><enter>")
            try skep.type("<esc>")
            try skep.seeNo("[ Cancel ]")
            try skep.see("node2", "reachable")
            try skep.command("fault node3 on")
            try skep.agree(to: "Power on")
            try skep.see("node3", "ready", "reachable")
            try skep.see("survives 1 loss")
            try skep.leave()
        }

        @Test func `a machine that loses its power loses its tasks to the others`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "8"], in: home)
            try skep.open("nodes")
            try skep.command("fault node5 off")
            try skep.agree(to: "Power off")
            try skep.see("node5", "down")
            try skep.command("tasks gallery_iotd")
            try skep.wait(for: "five replicas on four nodes") { screen in
                let running = screen.lines.filter {
                    $0.contains("gallery_iotd.") && $0.contains("running") && !$0.contains("\\_")
                }
                return running.count == 5 && running.allSatisfy { !$0.contains("node5") }
            }
            try skep.leave()
        }

        @Test func `a simulated machine joins`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.open("nodes")
            try skep.command("join worker extra")
            try skep.agree(to: "Join")
            try skep.see("extra", "ready")
            try skep.see("nodes 6/6 ready")
            try skep.leave()
        }
    }
}
