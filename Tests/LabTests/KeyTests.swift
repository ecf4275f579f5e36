import TerminalKit
import Testing

/// What is secret: tokens, the unlock key, and the data of services.
extension LabTests {
    @Test func `a manager that starts again is unlocked, whether skep was there or not`() throws {
        let skep = try attach()
        try skep.agree(to: "lock on", "Lock")
        try skep.command("unlock-key")
        try skep.see(try key("m1"))
        try skep.agree(to: "rotate unlock-key", "Rotate")
        try skep.command("unlock-key")
        try skep.see(try key("m1"))
        // A console that comes later finds it locked, a second time one that was there before.
        let other = try lockedConsole(on: "m3")
        try other.command("unlock SWMKEY-1-wrong")
        try other.see("invalid key")
        try other.command("unlock \(try key("m1"))")
        try other.nodesAgree(via: "m3", "all back", where: Self.isWell)
        try lab.script("kill", "m3", "dockerd")
        try other.see("STALE")
        try lab.script("start", "m3")
        try other.see("the engine is locked: :unlock KEY opens it")
        try other.command("unlock \(try key("m1"))")
        try other.seeNo("STALE")
        try other.nodesAgree(via: "m3", "all back again", where: Self.isWell)
        try other.command("ops")
        try other.see("Unlock the engine")
        try other.seeNo("SWMKEY")
        try other.leave()
        try skep.agree(to: "lock off", "Unlock")
        try skep.command("unlock-key")
        try skep.see("managers are not locked")
        try skep.leave()
    }

    private static func isWell(_ lines: [String]) -> Bool {
        lines.allSatisfy { $0.contains(" ready ") }
            && !lines.contains { $0.contains("unreachable") }
    }

    private func key(_ node: String) throws -> String {
        try #require(lab.lines(node, "swarm", "unlock-key", "-q").first)
    }

    private func lockedConsole(on node: String) throws -> Console {
        try lab.script("kill", node, "dockerd")
        try lab.script("start", node)
        let console = try attach(node)
        try console.see("the engine is locked: :unlock KEY opens it")
        return console
    }

    @Test func `join tokens are shown and rotated`() throws {
        let skep = try attach()
        for role in ["worker", "manager"] {
            func token() throws -> String {
                try #require(lab.lines("m1", "swarm", "join-token", "-q", role).first)
            }
            let before = try token()
            try skep.command("join-token \(role)")
            try skep.see("docker swarm join --token", before)
            try skep.agree(to: "rotate \(role)", "Rotate")
            try skep.seeNo(before)
            #expect(try token() != before)
            try skep.see("docker swarm join --token", try token())
        }
        try skep.leave()
    }

    @Test(arguments: ["secret", "config"])
    func `data is made, rotated for those who use it, and removed`(kind: String) throws {
        let skep = try attach()
        let name = "key-\(kind)"
        let service = "user-\(kind)"
        try skep.write("one\n", to: "first")
        try skep.write("two\n", to: "second")
        try skep.agree(to: "create \(kind) \(name) \(skep.folder)/first", "Create")
        try skep.command("\(kind)s")
        try skep.see("│\(name)")
        try lab.docker(
            "m1",
            "service",
            "create",
            "--detach",
            "--name",
            service,
            "--\(kind)",
            "source=\(name),target=/run/data",
            "--constraint",
            "node.hostname==m1",
            "--stop-grace-period",
            "1s",
            "lab/web:1"
        )
        func data() -> [String] {
            let containers = lab.lines("m1", "ps", "-q", "--filter", "name=\(service)")
            return containers.flatMap { lab.lines("m1", "exec", $0, "cat", "/run/data") }
        }
        try skep.tasksAgree(of: service, "it runs", where: Self.all(1, of: "lab/web:1"))
        #expect(data() == ["one"])
        try skep.agree(to: "rotate \(kind) \(name) \(skep.folder)/second", "Rotate")
        try skep.tasksAgree(of: service, "it has the new data") { lines in
            Self.all(1, of: "lab/web:1")(lines) && data() == ["two"]
        }
        try skep.agree(to: "rm \(kind) \(name)", "Remove")
        try skep.command("\(kind)s")
        try skep.seeNo("│\(name) ")
        try skep.see("│\(name)-v2")
        #expect(lab.lines("m1", kind, "ls", "--format", "{{.Name}}") == [name + "-v2"])
        try lab.docker("m1", "service", "rm", service)
        try skep.agree(to: "rm \(kind) \(name)-v2", "Remove")
        try skep.seeNo("│\(name)-v2")
        try skep.leave()
    }
}
