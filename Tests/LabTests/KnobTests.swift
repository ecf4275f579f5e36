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
}
