import Foundation
import ProgramKit

/// A real cluster: several dockerd in namespaces of their own, on a switch in another.
///
/// Nothing of the host's network, mounts or cgroups is left behind, whatever becomes of the test.
final class Lab: Sendable {
    /// Whether it can be made here, and why not.
    static let obstacle: String? = {
        guard geteuid() == 0 else { return "only root can start a dockerd of its own" }
        let missing = ["dockerd", "docker", "ip", "iptables", "unshare", "nsenter", "busybox"]
            .filter { Installed.path(of: $0) == nil }
        return missing.isEmpty ? nil : "not installed: \(missing.joined(separator: ", "))"
    }()

    /// What is kept of the tests' own environment.
    static let environment: [String: String] = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return ["PATH": path + ":/usr/sbin:/sbin", "HOME": "/nonexistent", "LC_ALL": "C"]
    }()

    let machines: [RealMachine]
    private let hub = Enclosure()
    private let folder: ScratchFolder
    private let group: String

    private init(_ count: Int) throws {
        folder = try ScratchFolder("contract")
        group = URL(filePath: folder.path).lastPathComponent
        let path = folder.path
        machines = try (1...count).map { try RealMachine(number: $0, below: path) }
    }

    private static let switchScript = """
        set -e
        ip link add br0 type bridge
        ip addr add 192.168.99.254/24 dev br0
        ip link set lo up
        ip link set br0 up
        echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null || true
        echo 0 >/proc/sys/net/ipv4/icmp_ratelimit 2>/dev/null || true
        echo ready
        while read -r go; do :; done
        """

    /// Makes a lab, lends it out, and takes every trace of it away.
    static func with(_ count: Int, _ body: (Lab) async throws -> Void) async throws {
        let lab = try Lab(count)
        let result: Result<Void, any Error>
        do {
            try await lab.start()
            result = .success(try await body(lab))
        } catch {
            result = .failure(error)
        }
        await lab.remove()
        try result.get()
    }

    private func start() async throws {
        try await OwnThread.run { [self] in
            try hub.start(["--net"], script: Self.switchScript, [])
        }
        let images = try await RealImages.archive()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for machine in machines {
                group.addTask { [self] in
                    try await powerOn(machine.number)
                    let loaded = try await ShellRun.run(
                        "docker -H unix://\(machine.socket) load -q -i \(images)",
                        environment: Self.environment
                    )
                    guard loaded.code == 0 else { throw LabError(text: loaded.text) }
                }
            }
            try await group.waitForAll()
        }
    }

    func powerOn(_ number: Int) async throws {
        guard let pid = hub.pid else { throw LabError(text: "the switch is gone") }
        try await machines[number - 1].powerOn(switch: pid, group: group)
    }

    private func remove() async {
        for machine in machines { try? await machine.powerOff() }
        try? await OwnThread.run { [hub] in hub.end() }
        let cgroups = """
            for try in 1 2 3 4 5 6 7 8 9 10; do
              left=$(find /sys/fs/cgroup -depth -type d -path '*/\(group)*' 2>/dev/null)
              [ -z "$left" ] && break
              echo "$left" | xargs -r rmdir 2>/dev/null || sleep 0.1
            done
            rm -rf --one-file-system \(folder.path)
            """
        _ = try? await ShellRun.run(cgroups, environment: Self.environment)
    }
}
