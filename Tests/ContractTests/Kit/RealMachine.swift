import Foundation
import ProgramKit

struct LabError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

/// One real machine: a dockerd with namespaces, data and socket of its own.
final class RealMachine: Sendable {
    let number: Int
    let socket: String
    private let folder: String
    private let enclosure = Enclosure()

    init(number: Int, below parent: String) throws {
        self.number = number
        folder = "\(parent)/node\(number)"
        socket = "\(folder)/docker.sock"
        try FileManager.default.createDirectory(
            atPath: folder + "/data",
            withIntermediateDirectories: true
        )
    }

    /// What runs as the machine's first process: it waits to be wired, then starts the daemon.
    private static let script = """
        set -e
        hostname "node$1"
        mount -t proc proc /proc
        mkdir -p /run/docker /run/netns "$2/exec"
        mount -t tmpfs tmpfs /run/docker
        mount -t tmpfs tmpfs /run/netns
        printf 'nameserver 192.168.99.254\\noptions timeout:1 attempts:1\\n' >"$2/resolv.conf"
        mount --bind "$2/resolv.conf" /etc/resolv.conf
        ip link set lo up
        echo ready
        read -r go
        rm -f "$2/docker.sock" "$2/pid"
        dockerd --data-root "$2/data" --exec-root "$2/exec" -H "unix://$2/docker.sock" \
            --pidfile "$2/pid" --storage-driver vfs --exec-opt native.cgroupdriver=cgroupfs \
            --cgroup-parent "/$3/node$1" --bip "172.30.$1.1/24" --shutdown-timeout 5 \
            >>"$2/log" 2>&1 &
        while read -r go; do :; done
        """

    /// Starts the machine on the switch's network, and waits until its engine answers.
    func powerOn(switch hub: Int32, group: String) async throws {
        try await OwnThread.run { [self] in
            try? FileManager.default.removeItem(atPath: folder + "/exec")
            try enclosure.start(
                ["--net", "--mount", "--uts", "--ipc", "--pid"],
                script: Self.script,
                ["\(number)", folder, group]
            )
        }
        guard let pid = enclosure.pid else { throw LabError(text: "node\(number) is gone") }
        let wiring = """
            set -e
            ip link add p\(number) netns \(hub) type veth peer name eth0 netns \(pid)
            nsenter --net=/proc/\(hub)/ns/net sh -c 'ip link set p\(number) master br0 up'
            nsenter --net=/proc/\(pid)/ns/net sh -c \
            'ip addr add 192.168.99.\(number)/24 dev eth0 && ip link set eth0 up \
            && ip route add default via 192.168.99.254'
            """
        let wired = try await ShellRun.run(wiring, environment: Lab.environment)
        guard wired.code == 0 else { throw LabError(text: "no link: \(wired.text)") }
        enclosure.proceed()
        let ping = "docker -H unix://\(socket) version -f '{{.Server.Version}}'"
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let answer = try await ShellRun.run(ping, environment: Lab.environment)
            if answer.code == 0 { return }
            guard ContinuousClock.now < deadline else {
                let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
                throw LabError(text: "node\(number) does not answer: \(log.suffix(2000))")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    func powerOff() async throws {
        try await OwnThread.run { [self] in enclosure.end() }
    }
}
