import Basics
package import ClusterPorts
package import SwarmModel

extension ContainerView {
    /// A line of `GET /containers/json`.
    package func summary(image: ImageReading?) -> JSONValue {
        [
            "Id": .string(id.description),
            "Names": [.string("/" + task.name)],
            "Image": .string(task.image),
            "ImageID": .string(imageID),
            "Command": .string(commandLine),
            "Created": JSONValue(wall(createdAt).nanoseconds / 1_000_000_000),
            "Ports": ports(image),
            "Labels": JSONValue(labels),
            "State": .string(state.rawValue),
            "Status": .string(statusText),
            "HostConfig": ["NetworkMode": "default"],
            "NetworkSettings": ["Networks": networkForms],
            "Mounts": .array(spec.mounts.map(mountForm)),
        ]
    }

    /// `GET /containers/ID/json`.
    package func inspection(image: ImageReading?) -> JSONValue {
        let words = spec.command + spec.args
        return [
            "Id": .string(id.description),
            "Created": .string(wall(createdAt).rfc3339),
            "Path": .string(words.first ?? ""),
            "Args": JSONValue(Array(words.dropFirst())),
            "State": stateForm,
            "Image": .string(imageID),
            "ResolvConfPath": "", "HostnamePath": "", "HostsPath": "", "LogPath": "",
            "Name": .string("/" + task.name),
            "RestartCount": 0,
            "Driver": "simulated", "Platform": "linux",
            "MountLabel": "", "ProcessLabel": "", "AppArmorProfile": "",
            "ExecIDs": nil,
            "HostConfig": hostConfig,
            "Mounts": .array(spec.mounts.map(mountForm)),
            "Config": config(image),
            "NetworkSettings": [
                "Bridge": "", "SandboxID": "", "SandboxKey": "",
                "Ports": portMap(image),
                "EndpointID": "", "Gateway": "", "GlobalIPv6Address": "",
                "GlobalIPv6PrefixLen": 0, "IPAddress": "", "IPPrefixLen": 0, "IPv6Gateway": "",
                "MacAddress": "",
                "Networks": networkForms,
            ],
        ]
    }

    private func wall(_ moment: Moment) -> WallTime { view.snapshot.wallTime(of: moment) }

    private var stateForm: JSONValue {
        let form: JSONValue = [
            "Status": .string(state.rawValue),
            "Running": .bool(isRunning),
            "Paused": false, "Restarting": false, "OOMKilled": false, "Dead": false,
            "Pid": JSONValue(isRunning ? max(task.status.container?.pid ?? 0, 0) : 0),
            "ExitCode": JSONValue(exitCode),
            "Error": "",
            "StartedAt": .string(startedAt.map { wall($0).rfc3339 } ?? WallTime.zeroText),
            "FinishedAt": .string(endedAt.map { wall($0).rfc3339 } ?? WallTime.zeroText),
        ]
        guard let health = reading?.health else { return form }
        return form.adding(
            "Health",
            [
                "Status": .string(health),
                "FailingStreak": JSONValue(reading?.failingStreak ?? 0),
                "Log": [],
            ]
        )
    }

    private var hostConfig: JSONValue {
        let resources = task.spec.value.resources
        return [
            "NetworkMode": "default",
            "PortBindings": [:],
            "RestartPolicy": ["Name": "", "MaximumRetryCount": 0],
            "AutoRemove": false,
            "LogConfig": [
                "Type": .string(task.spec.value.logDriver?.name ?? "json-file"),
                "Config": JSONValue(task.spec.value.logDriver?.options ?? [:]),
            ],
            "Memory": JSONValue(resources.limits.memoryBytes),
            "NanoCpus": JSONValue(resources.limits.nanoCPUs),
            "ReadonlyRootfs": .bool(spec.readOnly),
            "Init": spec.initProcess.map { .bool($0) } ?? .null,
            "CapAdd": JSONValue(spec.capabilitiesAdded),
            "CapDrop": JSONValue(spec.capabilitiesDropped),
            "Dns": JSONValue(spec.dns.nameservers),
            "ExtraHosts": JSONValue(spec.hosts),
            "Isolation": .string(spec.isolation),
        ]
    }

    private func config(_ image: ImageReading?) -> JSONValue {
        [
            "Hostname": .string(hostname), "Domainname": "", "User": .string(spec.user),
            "AttachStdin": false, "AttachStdout": false, "AttachStderr": false,
            "ExposedPorts": exposedForm(image),
            "Tty": .bool(spec.tty), "OpenStdin": .bool(spec.openStdin), "StdinOnce": false,
            "Env": JSONValue(environment(image)),
            "Cmd": spec.args.isEmpty ? nil : JSONValue(spec.args),
            "Image": .string(task.image),
            "Volumes": nil,
            "WorkingDir": .string(spec.directory),
            "Entrypoint": spec.command.isEmpty ? nil : JSONValue(spec.command),
            "OnBuild": nil,
            "Labels": JSONValue(labels),
        ]
    }

    /// `KEY=value`: the image's, under the service's.
    package func environment(_ image: ImageReading?) -> [String] {
        let own = Set(spec.environment.map { $0.prefix { $0 != "=" } })
        return spec.environment.map { template.filled(in: $0) }
            + (image?.environment ?? []).filter { !own.contains($0.prefix { $0 != "=" }) }
    }

    // MARK: - Networks, ports and mounts

    private var networkForms: JSONValue {
        let forms = networks.map { network, address -> JSONValue.Member in
            let parts = address.split(separator: "/")
            let plain = parts.first.map(String.init) ?? ""
            return .init(
                key: network.name,
                value: [
                    "IPAMConfig": ["IPv4Address": .string(plain)],
                    "Links": nil,
                    "Aliases": [.string(id.short)],
                    "NetworkID": .string(network.id.description),
                    "EndpointID": .string(LocalNetwork.digits("\(task.id)/\(network.id)")),
                    "Gateway": "",
                    "IPAddress": .string(plain),
                    "IPPrefixLen": JSONValue(parts.count > 1 ? Int(parts[1]) ?? 0 : 0),
                    "IPv6Gateway": "", "GlobalIPv6Address": "", "GlobalIPv6PrefixLen": 0,
                    "MacAddress": .string(MACAddress.text(of: address)),
                    "DriverOpts": nil,
                ]
            )
        }
        return .object(forms)
    }

    /// A host's port is open to both of the internet's families.
    private static let anyAddress = ["0.0.0.0", "::"]

    private func ports(_ image: ImageReading?) -> JSONValue {
        guard isRunning else { return [] }
        var forms = hostPorts.flatMap { port in
            Self.anyAddress.map { address -> JSONValue in
                [
                    "IP": .string(address), "PrivatePort": JSONValue(port.targetPort),
                    "PublicPort": JSONValue(port.publishedPort),
                    "Type": .string(port.transport.rawValue),
                ]
            }
        }
        let published = Set(hostPorts.map { "\($0.targetPort)/\($0.transport.rawValue)" })
        for exposed in image?.exposedPorts ?? [] where !published.contains(exposed) {
            let parts = exposed.split(separator: "/")
            guard parts.count == 2, let number = Int(parts[0]) else { continue }
            forms.append(["PrivatePort": JSONValue(number), "Type": .string(String(parts[1]))])
        }
        return .array(forms)
    }

    private func portMap(_ image: ImageReading?) -> JSONValue {
        guard isRunning else { return [:] }
        var members = hostPorts.map { port in
            JSONValue.Member(
                key: "\(port.targetPort)/\(port.transport.rawValue)",
                value: .array(
                    Self.anyAddress.map {
                        ["HostIp": .string($0), "HostPort": .string("\(port.publishedPort)")]
                    }
                )
            )
        }
        for exposed in image?.exposedPorts ?? []
        where !members.contains(where: { $0.key == exposed }) {
            members.append(.init(key: exposed, value: nil))
        }
        return .object(members)
    }

    private func exposedForm(_ image: ImageReading?) -> JSONValue {
        .object((image?.exposedPorts ?? []).map { .init(key: $0, value: [:]) })
    }

    private func mountForm(_ mount: Mount) -> JSONValue {
        let form: JSONValue = ["Type": .string(mount.kind.rawValue)]
        let named =
            mount.kind == .volume
            ? form.adding("Name", .string(mount.source))
                .adding("Source", .string("/var/lib/docker/volumes/\(mount.source)/_data"))
            : form.adding("Source", .string(mount.source))
        let placed = named.adding("Destination", .string(mount.target))
        return (mount.kind == .volume ? placed.adding("Driver", "local") : placed)
            .adding("Mode", .string(mount.kind == .volume ? "z" : ""))
            .adding("RW", .bool(!mount.readOnly))
            .adding("Propagation", .string(mount.kind == .bind ? "rprivate" : ""))
    }
}
