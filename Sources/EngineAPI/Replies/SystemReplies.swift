import Basics
import ClusterPorts
package import SwarmModel
import SwarmStore

/// What the program says of itself.
package struct EngineIdentity: Hashable, Sendable {
    /// The program's version.
    package var version: String

    package init(version: String) { self.version = version }

    /// Said wherever an engine tells its version, so that nobody takes this for a real one.
    package var engineVersion: String { "skep-\(version)-simulated" }
}

extension EngineView {
    package func versionReply(_ identity: EngineIdentity) throws(EngineError) -> APIReply {
        let details: JSONValue = [
            "ApiVersion": .string(APIVersion.newest.description),
            "Arch": "amd64",
            "BuildTime": "",
            "Experimental": "false",
            "GitCommit": "simulated",
            "GoVersion": "none (skep is written in Swift)",
            "KernelVersion": "simulated",
            "MinAPIVersion": .string(APIVersion.oldest.description),
            "Os": "linux",
        ]
        let engine: JSONValue = [
            "Name": "Engine", "Version": .string(identity.engineVersion), "Details": details,
        ]
        return try .json(
            [
                "Platform": ["Name": "skep (simulated nodes and containers, no Docker)"],
                "Components": [engine],
                "Version": .string(identity.engineVersion),
                "ApiVersion": .string(APIVersion.newest.description),
                "MinAPIVersion": .string(APIVersion.oldest.description),
                "GitCommit": "simulated",
                "GoVersion": "none (skep is written in Swift)",
                "Os": "linux",
                "Arch": "amd64",
                "KernelVersion": "simulated",
                "BuildTime": "",
            ] as JSONValue
        )
    }

    /// `GET /info` of a machine with so many images.
    package func infoReply(
        _ identity: EngineIdentity,
        images: Int
    ) throws(EngineError) -> APIReply {
        let counts = containerCounts
        let resources =
            node?.description.resources
            ?? Resources(
                nanoCPUs: 4_000_000_000,
                memoryBytes: 8_589_934_592
            )
        let now = snapshot.wallTime(of: snapshot.now).rfc3339
        var info: JSONValue = [
            "ID": .string(LocalNetwork.digits(machine + "/engine")),
            "Containers": JSONValue(counts.all),
            "ContainersRunning": JSONValue(counts.running),
            "ContainersPaused": 0,
            "ContainersStopped": JSONValue(counts.all - counts.running),
            "Images": JSONValue(images),
            "Driver": "simulated",
            "DriverStatus": [["Simulated by", .string("skep \(identity.version)")]],
            "Plugins": [
                "Volume": ["local"],
                "Network": ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
                "Authorization": nil,
                "Log": ["json-file", "local", "journald", "syslog", "none"],
            ],
            "MemoryLimit": true, "SwapLimit": true, "CpuCfsPeriod": true, "CpuCfsQuota": true,
            "CPUShares": true, "CPUSet": true, "PidsLimit": true, "IPv4Forwarding": true,
            "BridgeNfIptables": true, "BridgeNfIp6tables": true, "Debug": false,
            "OomKillDisable": true, "NFd": 0, "NGoroutines": 0,
            "SystemTime": .string(now),
            "LoggingDriver": "json-file",
            "CgroupDriver": "none", "CgroupVersion": "2",
            "NEventsListener": 0,
            "KernelVersion": "simulated",
            "OperatingSystem": .string("skep \(identity.version) (simulated)"),
            "OSVersion": .string(identity.version),
            "OSType": "linux", "Architecture": "x86_64",
            "IndexServerAddress": "https://index.docker.io/v1/",
        ]
        for member in moreInfo(identity, resources).members {
            info = info.adding(member.key, member.value)
        }
        let swarm = try swarmInfo()
        return try .json(info.adding("Swarm", swarm))
    }

    private func moreInfo(_ identity: EngineIdentity, _ resources: Resources) -> JSONValue {
        [
            "RegistryConfig": [
                "AllowNondistributableArtifactsCIDRs": [],
                "AllowNondistributableArtifactsHostnames": [],
                "InsecureRegistryCIDRs": ["127.0.0.0/8"],
                "IndexConfigs": [:],
                "Mirrors": [],
            ],
            "NCPU": JSONValue(resources.nanoCPUs / 1_000_000_000),
            "MemTotal": JSONValue(resources.memoryBytes),
            "GenericResources": nil,
            "DockerRootDir": "/var/lib/docker",
            "HttpProxy": "", "HttpsProxy": "", "NoProxy": "",
            "Name": .string(machine),
            "Labels": JSONValue(
                (node?.description.engineLabels ?? [:]).map { "\($0)=\($1)" }.sorted()
            ),
            "ExperimentalBuild": false,
            "ServerVersion": .string(identity.engineVersion),
            "Runtimes": ["simulated": ["path": "skep"]],
            "DefaultRuntime": "simulated",
            "LiveRestoreEnabled": false,
            "Isolation": "",
            "InitBinary": "",
            "ContainerdCommit": ["ID": "", "Expected": ""],
            "RuncCommit": ["ID": "", "Expected": ""],
            "InitCommit": ["ID": "", "Expected": ""],
            "SecurityOptions": [],
            "Warnings": [
                "WARNING: this is skep: its nodes and containers are simulated, without Docker"
            ],
        ]
    }

    /// The `Swarm` block of `GET /info`.
    package func swarmInfo() throws(EngineError) -> JSONValue {
        guard let node else {
            return [
                "NodeID": "", "NodeAddr": "", "LocalNodeState": "inactive",
                "ControlAvailable": false, "Error": "", "RemoteManagers": nil,
            ]
        }
        if isLocked {
            return [
                "NodeID": "", "NodeAddr": "", "LocalNodeState": "locked",
                "ControlAvailable": false, "Error": "", "RemoteManagers": nil,
            ]
        }
        let managers = store.nodes.filter { $0.manager != nil }
        let remotes = managers.map { manager -> JSONValue in
            [
                "NodeID": .string(manager.id.description),
                "Addr": .string(manager.manager?.address ?? ""),
            ]
        }
        let hasLeader = snapshot.managers.leader != nil
        let block: JSONValue = [
            "NodeID": .string(node.id.description),
            "NodeAddr": .string(node.status.address),
            "LocalNodeState": "active",
            "ControlAvailable": .bool(isManager && hasLeader),
            "Error": .string(isManager && !hasLeader ? EngineError.noLeader.message : ""),
            "RemoteManagers": .array(remotes),
        ]
        guard isManager, hasLeader else { return block }
        let cluster = try JSONValue(encoding: EngineCluster(store.cluster, epoch: epoch, tls: tls))
        return block.adding("Nodes", JSONValue(store.nodeCount))
            .adding("Managers", JSONValue(managers.count))
            .adding("Cluster", cluster)
    }

    /// How many containers the machine has, and how many of them run.
    var containerCounts: (all: Int, running: Int) {
        guard let node else { return (0, 0) }
        let tasks = store.tasks(on: node.id).filter { $0.status.container != nil }
        return (tasks.count, tasks.count { $0.state == .running })
    }

    /// The words of the `Swarm` header of a ping.
    package var swarmStateWord: String {
        guard node != nil else { return "inactive" }
        if isLocked { return "locked" }
        return isManager ? "active/manager" : "active/worker"
    }
}
