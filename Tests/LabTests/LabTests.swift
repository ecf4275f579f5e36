import Foundation
import TerminalKit
import Testing

/// `skep attach` on a real swarm: after each deed the screen says what the docker command says.
@Suite(
    .serialized,
    .enabled(if: Lab.lacks.isEmpty, "SKIPPED: a real swarm needs root and dockerd, see make lab")
)
struct LabTests {
    let lab: Lab

    init() throws { lab = try Lab.shared.get() }

    func attach(_ node: String = "m1") throws -> Console {
        try Console(to: lab.socket(node), of: lab)
    }

    /// A service of four tasks that is updated one by one.
    func createService(_ name: String) throws {
        try lab.docker(
            "m1",
            "service",
            "create",
            "--detach",
            "--name",
            name,
            "--replicas",
            "4",
            "--update-delay",
            "500ms",
            "--update-monitor",
            "500ms",
            "--stop-grace-period",
            "1s",
            "--restart-delay",
            "200ms",
            "lab/web:1"
        )
    }

    static func all(_ count: Int, of image: String) -> ([String]) -> Bool {
        { lines in
            lines.count == count
                && lines.allSatisfy { $0.contains(" \(image) ") && $0.hasSuffix(" running") }
        }
    }

    @Test func `a rolling update is watched slot by slot, and rolled back`() throws {
        let skep = try attach()
        try createService("web")
        try skep.tasksAgree(of: "web", "four tasks", where: Self.all(4, of: "lab/web:1"))
        try skep.agree(to: "image web lab/web:2", "Update")
        try skep.command("rollout web")
        try skep.see("lab/web:1 → lab/web:2")
        for count in 1...3 { try skep.see("\(count)/4 new") }
        try skep.tasksAgree(of: "web", "all updated", where: Self.all(4, of: "lab/web:2"))
        try skep.agree(to: "rollback web", "Roll back")
        try skep.tasksAgree(of: "web", "rolled back", where: Self.all(4, of: "lab/web:1"))
        try skep.command("rollout web")
        try skep.see("rollback completed")
        try skep.leave()
        try lab.docker("m1", "service", "rm", "web")
    }

    @Test func `a drained node loses its tasks, a promoted one votes`() throws {
        let skep = try attach()
        try createService("shop")
        try skep.tasksAgree(of: "shop", "four tasks", where: Self.all(4, of: "lab/web:1"))
        try skep.agree(to: "drain w1", "Drain")
        try skep.tasksAgree(of: "shop", "none on w1") { lines in
            Self.all(4, of: "lab/web:1")(lines) && !lines.contains { $0.contains(" w1 ") }
        }
        try skep.nodesAgree("w1 drained") { $0.contains("w1 ready drained") }
        try skep.agree(to: "activate w1", "Activate")
        try skep.nodesAgree("w1 active") { $0.contains("w1 ready active") }
        try skep.agree(to: "promote w1", "Promote")
        try skep.nodesAgree("w1 a manager") { $0.contains("w1 ready active reachable") }
        try skep.agree(to: "demote w1", "Demote")
        try skep.nodesAgree("w1 a worker") { $0.contains("w1 ready active") }
        try skep.leave()
        try lab.docker("m1", "service", "rm", "shop")
    }

    @Test func `a container that is killed far away is replaced on the screen`() throws {
        let skep = try attach()
        try lab.docker(
            "m1",
            "service",
            "create",
            "--detach",
            "--name",
            "far",
            "--constraint",
            "node.hostname==w2",
            "--restart-delay",
            "200ms",
            "lab/web:1"
        )
        try skep.tasksAgree(of: "far", "it runs", where: Self.all(1, of: "lab/web:1"))
        let container = try #require(lab.lines("w2", "container", "ls", "-q").first)
        try lab.docker("w2", "container", "rm", "-f", container)
        try skep.see("\\_ far.1", "failed")
        try skep.tasksAgree(of: "far", "it runs again", where: Self.all(1, of: "lab/web:1"))
        try skep.leave()
        try lab.docker("m1", "service", "rm", "far")
    }

    @Test func `a stack is deployed, its spec edited, and it is removed`() throws {
        let skep = try attach()
        try skep.write(
            "version: '3.8'\nservices:\n  site:\n    image: lab/web:1\n    deploy:\n"
                + "      replicas: 2\n"
                // An engine that has just lost its peers may reject a task once.
                + "      update_config:\n        failure_action: continue\n",
            to: "app.yml"
        )
        try skep.command("deploy app.yml app")
        try skep.see("app_site")
        try skep.see("enter carries it out")
        try skep.terminal.type("<enter>")
        try skep.agree("Deploy")
        try skep.tasksAgree(of: "app_site", "it runs", where: Self.all(2, of: "lab/web:1"))
        try skep.command("edit service app_site")
        try skep.see("+", "lab/web:3")
        try skep.agree("Send")
        try skep.tasksAgree(of: "app_site", "it is edited", where: Self.all(2, of: "lab/web:3"))
        try skep.command("stack rm app")
        try skep.see("type app to confirm")
        try skep.terminal.type("app")
        try skep.agree("Remove")
        try skep.command("services")
        try skep.seeNo("app_site")
        #expect(lab.lines("m1", "stack", "ls", "--format", "{{.Name}}").isEmpty)
        try skep.leave()
    }

    @Test func `a dead engine and a cut link are seen, and their end`() throws {
        let skep = try attach()
        try lab.script("kill", "w2", "dockerd")
        try lab.script("partition", "w1")
        try skep.nodesAgree("both down") {
            $0.contains("w1 down active") && $0.contains("w2 down active")
        }
        try lab.script("heal")
        try lab.script("start", "w2")
        try skep.nodesAgree("both back") {
            $0.contains("w1 ready active") && $0.contains("w2 ready active")
        }
        try skep.leave()
    }

    @Test func `a shell in a task has the terminal, and gives it back`() throws {
        try lab.docker(
            "m1",
            "service",
            "create",
            "--detach",
            "--name",
            "near",
            "--constraint",
            "node.hostname==m1",
            "lab/web:1"
        )
        let skep = try attach()
        try skep.tasksAgree(of: "near", "it runs", where: Self.all(1, of: "lab/web:1"))
        try skep.useShell(in: "near.1")
        try skep.leave()
        try lab.docker("m1", "service", "rm", "near")
    }

    @Test func `the leader dies under the console, which goes on at another manager`() throws {
        let leader = try #require(lab.leader())
        let other = leader == "m2" ? "m3" : "m2"
        let skep = try Console(to: lab.tcp(leader), of: lab, environment: lab.environment())
        try skep.nodesAgree(via: leader, "all well") {
            $0.contains("\(leader) ready active leader")
        }
        try lab.script("kill", leader)
        try skep.see("STALE")
        try skep.seeNo("STALE")
        try skep.nodesAgree(via: other, "another leader") { lines in
            lines.contains { $0.hasSuffix(" leader") && !$0.hasPrefix(leader) }
                && lines.contains("\(leader) down active unreachable")
        }
        try lab.script("start", leader)
        try skep.nodesAgree(via: other, "all back") { lines in
            lines.allSatisfy { $0.contains(" ready ") }
                && !lines.contains { $0.contains("unreachable") }
        }
        try skep.leave()
    }

    @Test func `a lost quorum stops changes and nothing else`() throws {
        let leader = try #require(lab.leader())
        let others = ["m1", "m2", "m3"].filter { $0 != leader }
        let skep = try Console(to: lab.socket(leader), of: lab)
        try skep.nodesAgree(via: leader, "all well") { !$0.contains { $0.contains("unreachable") } }
        for other in others { try lab.script("kill", other) }
        try skep.see("STALE")
        try skep.command("drain w1")
        try skep.see("does not answer")
        try skep.terminal.type("<esc>")
        for other in others { try lab.script("start", other) }
        try skep.seeNo("STALE")
        try skep.nodesAgree(via: leader, "all back") { lines in
            lines.allSatisfy { $0.contains(" ready ") }
                && !lines.contains { $0.contains("unreachable") }
        }
        try skep.leave()
    }
}
