import Basics
package import ClusterPorts
package import SwarmModel
import SwarmStore

extension ContainerView {
    /// `GET /containers/ID/top`: the one process that a simulated container has.
    ///
    /// - Throws: 409 for one that does not run.
    package func processes() throws(EngineError) -> JSONValue {
        guard isRunning else {
            throw EngineError(status: 409, message: "container \(id) is not running")
        }
        let started = view.snapshot.wallTime(of: startedAt ?? createdAt).rfc3339
        let time = started.split(separator: "T").last?.prefix(5) ?? ""
        return [
            "Titles": ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"],
            "Processes": [
                [
                    .string(spec.user.isEmpty ? "root" : spec.user),
                    .string("\(task.status.container?.pid ?? 1)"), "1", "0", .string(String(time)),
                    "?", "00:00:00",
                    .string(commandLine.isEmpty ? "(the image's own command)" : commandLine),
                ]
            ],
        ]
    }

    /// What commands in the container find there.
    package func setting(
        image: ImageReading?,
        environment: [String],
        user: String,
        directory: String
    ) -> ContainerShell.Setting {
        ContainerShell.Setting(
            task: task.id,
            hostname: hostname,
            environment: self.environment(image) + environment,
            directory: directory.isEmpty ? spec.directory : directory,
            user: user.isEmpty ? spec.user : user,
            command: commandLine,
            files: files,
            addresses: task.networks.compactMap { $0.addresses.first },
            now: view.snapshot.wallTime(of: view.snapshot.now)
        )
    }

    /// Configs and secrets by the path they are mounted at.
    private var files: [String: ShellFile] {
        // What an engine puts into every container; a service may put something else there.
        let addresses = task.networks.compactMap { $0.addresses.first?.prefix { $0 != "/" } }
        let own = addresses.map { "\($0)\t\(hostname)\n" }.joined()
        let others = spec.hosts.map { $0 + "\n" }.joined()
        var files: [String: ShellFile] = [
            "/etc/hostname": .config(Array((hostname + "\n").utf8)),
            "/etc/hosts": .config(Array(("127.0.0.1\tlocalhost\n" + others + own).utf8)),
            "/etc/resolv.conf": .config(Array("nameserver 127.0.0.11\noptions ndots:0\n".utf8)),
        ]
        for reference in spec.configs {
            guard let file = reference.file, let config = view.store.config(reference.id)
            else { continue }
            let path = file.name.hasPrefix("/") ? file.name : "/" + file.name
            files[path] = .config(config.spec.data)
        }
        for reference in spec.secrets {
            guard let file = reference.file else { continue }
            let path = file.name.hasPrefix("/") ? file.name : "/run/secrets/" + file.name
            files[path] = .secret(reference.id)
        }
        return files
    }
}
