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

    /// `GET /containers/ID/stats`: zeros, as nothing is consumed, with the limits that were set.
    package func statistics(_ view: EngineView) -> JSONValue {
        let limit = task.spec.value.resources.limits.memoryBytes
        let memory = limit > 0 ? limit : view.node?.description.resources.memoryBytes ?? 0
        let now = view.snapshot.wallTime(of: view.snapshot.now).rfc3339
        let cpu: JSONValue = [
            "cpu_usage": [
                "total_usage": 0, "usage_in_kernelmode": 0, "usage_in_usermode": 0,
            ],
            "system_cpu_usage": 0, "online_cpus": 1,
            "throttling_data": ["periods": 0, "throttled_periods": 0, "throttled_time": 0],
        ]
        return [
            "read": .string(now), "preread": .string(now),
            "pids_stats": ["current": JSONValue(isRunning ? 1 : 0)],
            "blkio_stats": ["io_service_bytes_recursive": nil],
            "num_procs": 0, "storage_stats": [:],
            "cpu_stats": cpu, "precpu_stats": cpu,
            "memory_stats": isRunning
                ? ["usage": 0, "stats": [:], "limit": JSONValue(memory)] : [:],
            "name": .string("/" + task.name),
            "id": .string(id.description),
            "networks": [:],
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
        var files: [String: ShellFile] = [:]
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
