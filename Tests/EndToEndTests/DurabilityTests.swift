import Foundation
import JourneyKit
import TerminalKit
import Testing

extension EndToEndTests {
    /// What was confirmed on the screen is there again, whatever happened to the program.
    @Suite struct DurabilityTests {
        @Test func `kill -9 at any moment loses nothing that was confirmed`() throws {
            let home = try Home()
            var random = SeededChoice(seed: 11)
            var confirmed = Confirmed()
            for round in 1...8 {
                let skep = try Skep.quietCluster(["--speed", "3"], in: home)
                try skep.open("services")
                try confirmed.expect(on: skep)
                for _ in 0...random.next(below: 3) {
                    try confirmed.change(on: skep, &random)
                }
                try confirmed.beginChange(on: skep, &random)
                for _ in 0..<random.next(below: 4) { skep.look(within: .milliseconds(5)) }
                skep.terminal.send(signal: SIGKILL)
                #expect(try skep.waitForEnd() == .killed(signal: Int(SIGKILL)), "round \(round)")
            }
            let skep = try Skep.quietCluster(in: home)
            try skep.open("services")
            try confirmed.expect(on: skep)
            try skep.leave()
        }

        @Test func `a cluster looks the same after kill -9`() throws {
            let home = try Home()
            let skep = try Skep.quietCluster(in: home, size: .large)
            try skep.command("drain node4")
            try skep.agree(to: "Drain")
            try skep.open("tasks")
            try skep.wait(for: "24 tasks that run") { screen in
                screen.lines.count { $0.contains("● running") } == 24
            }
            let before = skep.picture.taskRows
            skep.terminal.send(signal: SIGKILL)
            _ = try skep.waitForEnd()
            let again = try Skep.quietCluster(in: home, size: .large)
            try again.open("tasks")
            try again.wait(for: "the same tasks") { $0.taskRows == before }
            try again.leave()
        }

        @Test func `a demo that was killed still tells what it did`() throws {
            let home = try Home()
            let skep = try Skep.demo(in: home)
            skep.terminal.send(signal: SIGKILL)
            _ = try skep.waitForEnd()
            let again = try Skep.demo(in: home)
            try again.command("ops")
            for deed in ["Begin a swarm of 5 nodes", "Deploy stack todo", "Deploy stack gallery"] {
                try again.see(deed, "by demo")
            }
            try again.leave()
        }

        @Test func `a second program is told to leave the cluster alone`() throws {
            let home = try Home()
            let first = try Skep.quietCluster(in: home)
            let (text, ending) = try Skep.output(["--state", home.state], in: home)
            #expect(ending == .exited(1))
            #expect(text.contains(home.state))
            #expect(text.contains("skep"))
            try first.open("nodes")
            try first.see("node4", "ready")
            first.terminal.send(signal: SIGKILL)
            _ = try first.waitForEnd()
            let second = try Skep.quietCluster(in: home)
            try second.see("nodes 5/5 ready")
            try second.leave()
        }

        @Test func `no secret is readable in the state folder`() throws {
            let home = try Home()
            let file = try home.write(
                """
                version: "3.7"
                services:
                  web:
                    image: nginx:1.27
                    secrets: [password]
                secrets:
                  password:
                    file: password.txt
                """,
                to: "vault.yml"
            )
            try home.write("open-sesame-4711", to: "password.txt")
            let skep = try Skep.quietCluster(["--speed", "4"], in: home)
            try skep.command("deploy \(file) vault")
            try skep.see("vault_web")
            try skep.type("<enter>")
            try skep.agree(to: "Deploy")
            try skep.open("services")
            try skep.see("vault_web", "1/1")
            try skep.leave()
            for name in try FileManager.default.contentsOfDirectory(atPath: home.state) {
                let path = home.state + "/" + name
                let bytes = try Data(contentsOf: URL(filePath: path))
                #expect(bytes.range(of: Data("open-sesame-4711".utf8)) == nil, "in \(name)")
                let rights = try FileManager.default.attributesOfItem(atPath: path)[
                    .posixPermissions
                ]
                #expect((rights as? Int).map { $0 & 0o077 } == 0, "\(name) is open to others")
            }
        }
    }
}

/// Numbers that look random and are the same each time.
private struct SeededChoice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }
}

/// How many replicas the screen has confirmed, and what was asked for after that.
private struct Confirmed {
    private static let services = ["gallery_accesslog", "gallery_image-gallery", "gallery_iotd"]

    private var replicas = ["gallery_accesslog": 3, "gallery_image-gallery": 2, "gallery_iotd": 5]
    /// Asked for just before the end: may have come to pass or not.
    private var open: (service: String, replicas: Int)?

    /// Waits until the services table shows all that was confirmed.
    mutating func expect(on skep: TerminalSession) throws {
        for service in Self.services {
            let known = replicas[service] ?? 0
            let asked = open?.service == service ? open?.replicas : nil
            try skep.wait(for: "\(service) with \(known) replicas") { screen in
                screen.wanted(service) == known || screen.wanted(service) == asked
            }
            replicas[service] = skep.picture.wanted(service)
        }
        open = nil
    }

    /// Scales a service and waits until the screen confirms it.
    mutating func change(on skep: TerminalSession, _ random: inout SeededChoice) throws {
        try beginChange(on: skep, &random)
        guard let asked = open else { return }
        try skep.wait(for: "\(asked.service) with \(asked.replicas) replicas") {
            $0.wanted(asked.service) == asked.replicas
        }
        replicas[asked.service] = asked.replicas
        open = nil
    }

    /// Scales a service and does not wait.
    mutating func beginChange(on skep: TerminalSession, _ random: inout SeededChoice) throws {
        let service = Self.services[random.next(below: Self.services.count)]
        let count = 1 + random.next(below: 9)
        guard replicas[service] != count else { return }
        try skep.command("scale \(service) \(count)")
        try skep.see("Scale service \(service)")
        open = (service, count)
        try skep.type("<enter>")
        try skep.wait(for: "Scale in focus") { $0.isLit("[ Scale ]") }
        try skep.type("<enter>")
    }
}

extension TerminalPicture {
    /// How many replicas of a service are wanted, as the services table says.
    fileprivate func wanted(_ service: String) -> Int? {
        guard let row = row(with: ["│" + service + " "]),
            let match = text(ofRow: row).firstMatch(of: #/\d+\/(\d+) /#)
        else { return nil }
        return Int(match.1)
    }

    /// Which tasks there are and where, as the tasks table says.
    fileprivate var taskRows: [String] {
        lines.filter { $0.contains("running") }.map { line in
            let words = line.split(separator: " ")
            let node = words.first { $0.hasPrefix("node") } ?? "nowhere"
            return "\(words.first ?? "") on \(node)"
        }
    }
}
