import TerminalKit
import Testing

/// Updates that are held, and labels.
extension LabTests {
    @Test func `an update under way is held, and goes on as it was`() throws {
        let skep = try attach()
        try createService("slow")
        try skep.tasksAgree(of: "slow", "four tasks", where: Self.all(4, of: "lab/web:1"))
        try skep.agree(to: "image slow lab/web:2", "Update")
        try skep.command("rollout slow")
        try skep.see("update under way")
        try skep.agree(to: "hold slow", "Hold")
        try skep.see("update HELD")
        // One slot more is begun, and then it waits: an update of four is not over.
        try skep.see("1 at a time · delay 720h")
        try skep.see("waits for its turn")
        let format = "{{.UpdateStatus.State}}"
        #expect(lab.lines("m1", "service", "inspect", "slow", "-f", format) == ["updating"])
        try skep.agree(to: "resume slow", "Resume")
        try skep.see("1 at a time · delay 500ms")
        try skep.see("update complete", "4/4 new")
        try skep.tasksAgree(of: "slow", "all updated", where: Self.all(4, of: "lab/web:2"))
        try skep.leave()
        try lab.docker("m1", "service", "rm", "slow")
    }

    @Test func `a console that comes late says what it did not see`() throws {
        try createService("late")
        let first = try attach()
        try first.tasksAgree(of: "late", "four tasks", where: Self.all(4, of: "lab/web:1"))
        try first.leave()
        let skep = try attach()
        try skep.command("rollout late")
        // From being made to running is known, and nothing of the steps between.
        try skep.see("│1 ", " ──", "done")
        try skep.leave()
        try lab.docker("m1", "service", "rm", "late")
    }

    @Test func `labels of services and nodes are set and taken away`() throws {
        let skep = try attach()
        try createService("tagged")
        try skep.tasksAgree(of: "tagged", "four tasks", where: Self.all(4, of: "lab/web:1"))
        let tasks = lab.lines("m1", "service", "ps", "-q", "tagged")
        func labels(_ kind: String, _ name: String) -> [String] {
            lab.lines("m1", kind, "inspect", name, "-f", "{{json .Spec.Labels}}")
        }
        try skep.agree(to: "label tagged tier=front note=two", "Save")
        try skep.command("describe service tagged")
        try skep.see("note=two")
        try skep.see("tier=front")
        #expect(labels("service", "tagged") == [#"{"note":"two","tier":"front"}"#])
        try skep.agree(to: "label service tagged note-", "Save")
        try skep.seeNo("note=two")
        #expect(labels("service", "tagged") == [#"{"tier":"front"}"#])
        #expect(lab.lines("m1", "service", "ps", "-q", "tagged") == tasks)
        try skep.agree(to: "label w1 zone=a", "Save")
        try skep.command("describe node w1")
        try skep.see("zone=a")
        #expect(labels("node", "w1") == [#"{"zone":"a"}"#])
        try skep.agree(to: "label node w1 zone-", "Save")
        try skep.seeNo("zone=a")
        try skep.leave()
        try lab.docker("m1", "service", "rm", "tagged")
    }

    @Test func `a service is scaled, given a variable, replaced and removed, a container killed`()
        throws
    {
        let skep = try attach()
        try createService("work")
        try skep.tasksAgree(of: "work", "four tasks", where: Self.all(4, of: "lab/web:1"))
        try skep.agree(to: "scale work 6", "Scale")
        try skep.tasksAgree(of: "work", "six tasks", where: Self.all(6, of: "lab/web:1"))
        func tasks() -> Set<String> {
            let running = ["--filter", "desired-state=running"]
            return Set(lab.lines("m1", "service", "ps", "-q", running[0], running[1], "work"))
        }
        var before = tasks()
        try skep.agree(to: "env work TIER=front", "Update")
        try skep.tasksAgree(of: "work", "all with the variable") {
            Self.all(6, of: "lab/web:1")($0) && before.isDisjoint(with: tasks())
        }
        let format = "{{json .Spec.TaskTemplate.ContainerSpec.Env}}"
        #expect(lab.lines("m1", "service", "inspect", "work", "-f", format) == [#"["TIER=front"]"#])
        before = tasks()
        try skep.agree(to: "update work", "Update")
        try skep.tasksAgree(of: "work", "all replaced") {
            Self.all(6, of: "lab/web:1")($0) && before.isDisjoint(with: tasks())
        }
        // Only this node's engine has its containers.
        let own = try #require(
            lab.lines(
                "m1",
                "node",
                "ps",
                "--filter",
                "desired-state=running",
                "--format",
                "{{.Name}}"
            )
            .first { $0.hasPrefix("work.") }
        )
        before = tasks()
        try skep.agree(to: "kill \(own)", "Kill")
        try skep.tasksAgree(of: "work", "another in its place") {
            Self.all(6, of: "lab/web:1")($0) && tasks() != before
        }
        try skep.agree(to: "rm service work", "Remove")
        try skep.command("services")
        try skep.seeNo("│work")
        #expect(lab.lines("m1", "service", "ls", "-q").isEmpty)
        try skep.leave()
    }

    @Test func `a network is made and removed, a node paused, and one that left is forgotten`()
        throws
    {
        let skep = try attach()
        try skep.agree(to: "create network inner", "Create")
        try skep.command("networks")
        try skep.see("│inner", "overlay")
        let names = ["network", "ls", "--filter", "name=inner", "--format", "{{.Driver}}"]
        #expect(
            lab.lines("m1", names[0], names[1], names[2], names[3], names[4], names[5]) == [
                "overlay"
            ]
        )
        try skep.agree(to: "rm network inner", "Remove")
        try skep.seeNo("│inner")
        try skep.agree(to: "pause w1", "Pause")
        try skep.nodesAgree("w1 paused") { $0.contains("w1 ready pause") }
        try skep.agree(to: "activate w1", "Activate")
        try skep.nodesAgree("w1 active") { $0.contains("w1 ready active") }
        try lab.docker("w2", "swarm", "leave")
        try skep.nodesAgree("w2 down") { $0.contains("w2 down active") }
        try skep.command("rm node w2")
        try skep.see("type w2 to confirm")
        try skep.terminal.type("w2")
        try skep.agree("Remove")
        try skep.seeNo("│w2")
        #expect(lab.lines("m1", "node", "ls", "-q").count == 4)
        try lab.script("up", "--tls")
        try skep.nodesAgree("w2 is back") { $0.contains("w2 ready active") }
        try skep.leave()
    }
}
