import Foundation
import TerminalKit
import Testing

/// The ways to an engine: certificates, contexts, ssh, and engines that want none of it.
extension LabTests {
    private func createService(_ name: String, on node: String) throws {
        try lab.docker(
            "m1",
            "service",
            "create",
            "--detach",
            "--name",
            name,
            "--constraint",
            "node.hostname==\(node)",
            "lab/web:1"
        )
    }

    @Test func `an engine behind TLS is attached to, and a shell goes the same way`() throws {
        try createService("safe", on: "m2")
        let skep = try Console(to: lab.tcp("m2"), of: lab, environment: lab.environment())
        try skep.nodesAgree("all well") { $0.count == 5 }
        try skep.tasksAgree(of: "safe", "it runs", where: Self.all(1, of: "lab/web:1"))
        try skep.useShell(in: "safe.1")
        try skep.leave()
        try lab.docker("m1", "service", "rm", "safe")
    }

    @Test func `a docker context brings its certificates along`() throws {
        let config = try lab.makeContext("prod", for: "m1", as: "client")
        let skep = try Console(
            to: nil,
            of: lab,
            arguments: ["--context", "prod"],
            environment: ["DOCKER_CONFIG": config]
        )
        try skep.see("LIVE", "prod")
        try skep.nodesAgree("all well") { $0.count == 5 }
        try skep.leave()
    }

    @Test func `certificates that are refused say so, and what to do`() throws {
        let address = lab.tcp("m1")
        func told(_ environment: [String: String]) -> String {
            lab.refusal([address], environment)
        }
        // Whoever is let in has no terminal here.
        #expect(told(lab.environment()).contains("not a terminal"))
        #expect(told([:]).contains("speaks TLS only: set DOCKER_TLS_VERIFY=1"))
        #expect(told(lab.environment("impostor")).contains("signed by nobody that is trusted here"))
        #expect(told(lab.environment("stranger")).contains("it wants a certificate, and another"))
        #expect(
            told(lab.environment("nowhere")).contains("no ca.pem in \(lab.certificates("nowhere"))")
        )
        let config = try lab.makeContext("strange", for: "m1", as: "stranger")
        let words = lab.refusal(["--context", "strange"], ["DOCKER_CONFIG": config])
        #expect(words.contains("docker context inspect strange"))
        #expect(
            lab.refusal([lab.tcp("w1")], lab.environment()).contains("is a worker of its swarm")
        )
    }

    @Test(.enabled(if: Lab.hasSSHD, "SKIPPED: no sshd (openssh-server) on this machine"))
    func `an engine is reached by a real ssh, and lost and found with it`() throws {
        let address = try lab.script("ssh", "m3").trimmingCharacters(in: .whitespacesAndNewlines)
        try createService("shell", on: "m3")
        // The keys are the lab's own: ssh is told so, as a user's settings would.
        let folder = lab.folder + "/ssh/bin"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let ssh = "#!/bin/sh\nexec /usr/bin/ssh -F \(lab.folder)/ssh/config \"$@\"\n"
        try ssh.write(toFile: folder + "/ssh", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: folder + "/ssh"
        )
        let skep = try Console(
            to: address,
            of: lab,
            environment: ["PATH": folder + ":/usr/local/bin:/usr/bin:/bin"]
        )
        try skep.nodesAgree("all well") { $0.count == 5 }
        try skep.tasksAgree(of: "shell", "it runs", where: Self.all(1, of: "lab/web:1"))
        try skep.command("exec shell.1 hostname")
        try skep.seeNo("STALE")
        try skep.leave()
        try lab.docker("m1", "service", "rm", "shell")
        #expect(lab.refusal([address]).contains("cannot reach \(address) by ssh"))
    }

    @Test func `who may only look changes nothing`() throws {
        let skep = try Console(to: lab.socket("m1"), of: lab, arguments: ["--read-only"])
        try skep.command("drain w1")
        try skep.see("read-only")
        try skep.terminal.type("<esc>")
        try skep.leave()
        #expect(
            lab.lines("m1", "node", "inspect", "w1", "-f", "{{.Spec.Availability}}") == ["active"]
        )
    }
}
