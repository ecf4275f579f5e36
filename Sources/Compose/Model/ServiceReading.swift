import Basics
import SwarmModel

/// Turns one service of a checked tree into a spec, by the rules of docker's own conversion.
struct ServiceReading {
    let name: String
    let place: SourcePlace
    let fields: YAMLMapping
    let input: ComposeInput

    init(_ entry: YAMLMapping.Entry, input: ComposeInput) {
        name = entry.key
        place = entry.keyPlace
        fields = entry.value.mapping ?? YAMLMapping()
        self.input = input
    }

    func service(readFile: ComposeFileReader) throws(ComposeError) -> ComposeService {
        try checkImage()
        let deploy = DeployReading(service: self)
        let task = TaskSpec(
            container: try container(readFile: readFile),
            resources: deploy.resources,
            restart: try deploy.restartPolicy(),
            placement: deploy.placement,
            logDriver: fields.mapping("logging").map { logging in
                DriverSpec(
                    name: logging.text("driver") ?? "",
                    options: logging.texts(by: "options")
                )
            }
        )
        return ComposeService(
            name: name,
            place: place,
            spec: ServiceSpec(
                name: name,
                labels: deploy.fields.texts(by: "labels"),
                task: task,
                mode: try deploy.mode(),
                update: deploy.update("update_config"),
                rollback: deploy.update("rollback_config"),
                endpoint: EndpointSpec(mode: deploy.endpointMode, ports: try ports())
            ),
            networks: attachments,
            mounts: try MountReading(service: self).mounts(),
            configs: try references("configs"),
            secrets: try references("secrets")
        )
    }

    func fault(_ reason: String, at key: String? = nil) -> ComposeError {
        .invalidService(
            name,
            reason: reason,
            at: key.flatMap { fields.entry($0)?.keyPlace } ?? place
        )
    }

    private func checkImage() throws(ComposeError) {
        let image = fields["image"]
        let text = image?.text ?? ""
        if text.isEmpty {
            throw .invalidImage(
                service: name,
                reason: "no image specified",
                at: image?.place ?? place
            )
        }
        if ImageReference(text) == nil {
            throw .invalidImage(
                service: name,
                reason: "invalid reference format",
                at: image?.place ?? place
            )
        }
    }

    // MARK: - The container

    private func container(readFile: ComposeFileReader) throws(ComposeError) -> ContainerSpec {
        var container = ContainerSpec(image: fields.text("image") ?? "")
        container.labels = fields.texts(by: "labels")
        container.command = fields.texts("entrypoint")
        container.args = fields.texts("command")
        container.hostname = fields.text("hostname") ?? ""
        container.environment = try environment(readFile: readFile)
        container.directory = fields.text("working_dir") ?? ""
        container.user = fields.text("user") ?? ""
        container.stopSignal = fields.text("stop_signal") ?? ""
        container.stopGracePeriod = fields.duration("stop_grace_period")
        container.tty = fields.flag("tty") ?? false
        container.openStdin = fields.flag("stdin_open") ?? false
        container.readOnly = fields.flag("read_only") ?? false
        container.initProcess = fields.flag("init")
        container.healthCheck = try healthCheck()
        container.hosts = hosts
        container.dns.nameservers = fields.texts("dns")
        container.dns.search = fields.texts("dns_search")
        container.sysctls = fields.texts(by: "sysctls")
        (container.capabilitiesAdded, container.capabilitiesDropped) = capabilities
        container.ulimits = try ulimits()
        container.isolation = fields.text("isolation") ?? ""
        return container
    }

    /// `env_file` first, `environment` over it; a name alone takes its value from outside.
    private func environment(readFile: ComposeFileReader) throws(ComposeError) -> [String] {
        var values: [String: String?] = [:]
        for node in fields.items("env_file") {
            let path = FilePath.join(input.projectFolder, node.text ?? "")
            let bytes: [UInt8]
            do {
                bytes = try readFile(path)
            } catch {
                throw .unreadableFile(
                    "service \(name)",
                    path: path,
                    reason: error.reason,
                    at: node.place
                )
            }
            let file = SourceFile(path: path, bytes: bytes)
            for (key, value) in try EnvironmentFile.plain(file, outside: input.environment) {
                values[key] = .some(value)
            }
        }
        for entry in fields.mapping("environment")?.entries ?? [] {
            values[entry.key] = .some(entry.value.text ?? input.environment[entry.key])
        }
        return values.map { key, value in value.map { "\(key)=\($0)" } ?? key }.sorted()
    }

    private func healthCheck() throws(ComposeError) -> HealthConfig? {
        guard let check = fields.mapping("healthcheck") else { return nil }
        let test = check.texts("test")
        if check.flag("disable") == true {
            if !test.isEmpty {
                throw fault("test and disable can't be set at the same time", at: "healthcheck")
            }
            return HealthConfig(test: ["NONE"])
        }
        return HealthConfig(
            test: test,
            interval: check.duration("interval") ?? .zero,
            timeout: check.duration("timeout") ?? .zero,
            retries: Int(check.integer("retries") ?? 0),
            startPeriod: check.duration("start_period") ?? .zero,
            startInterval: check.duration("start_interval") ?? .zero
        )
    }

    /// `host:address` as `address host`.
    private var hosts: [String] {
        fields.texts("extra_hosts").map { entry in
            let parts = entry.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count > 1 ? "\(parts[1]) \(parts[0])" : entry
        }
    }

    /// In upper case with their prefix, in order; what is added is not dropped, `ALL` stands alone.
    private var capabilities: (added: [String], dropped: [String]) {
        func normalized(_ key: String) -> Set<String> {
            let names = fields.texts(key).map { name in
                let upper = name.filter { !$0.isWhitespace }.uppercased()
                return upper == "ALL" || upper.hasPrefix("CAP_") ? upper : "CAP_" + upper
            }
            return names.contains("ALL") ? ["ALL"] : Set(names)
        }
        let added = normalized("cap_add")
        return (added.sorted(), normalized("cap_drop").subtracting(added).sorted())
    }

    private func ulimits() throws(ComposeError) -> [Ulimit] {
        let entries = fields.mapping("ulimits")?.entries ?? []
        var ulimits: [Ulimit] = []
        for entry in entries.sorted(by: { $0.key < $1.key }) {
            guard let soft = entry.value.mapping?.integer("soft"),
                let hard = entry.value.mapping?.integer("hard")
            else {
                let missing = entry.value.mapping?["soft"] == nil ? "soft" : "hard"
                throw .missingKey(
                    missing,
                    path: "services.\(name).ulimits.\(entry.key)",
                    at: entry.keyPlace
                )
            }
            ulimits.append(Ulimit(name: entry.key, soft: soft, hard: hard))
        }
        return ulimits
    }

    // MARK: - What it is tied to

    /// In order of published port, target port, protocol and mode.
    private func ports() throws(ComposeError) -> [PortConfig] {
        var ports: [PortConfig] = []
        for (index, node) in fields.items("ports").enumerated() {
            guard let target = node.mapping?.integer("target") else {
                throw .missingKey(
                    "target",
                    path: "services.\(name).ports[\(index)]",
                    at: node.place
                )
            }
            ports.append(
                PortConfig(
                    transport: .init(rawValue: node.mapping?.text("protocol") ?? "") ?? .tcp,
                    targetPort: UInt32(target),
                    publishedPort: UInt32(node.mapping?.integer("published") ?? 0),
                    publishMode: .init(rawValue: node.mapping?.text("mode") ?? "") ?? .ingress
                )
            )
        }
        func rank(_ port: PortConfig) -> (UInt32, UInt32, String, String) {
            (
                port.publishedPort, port.targetPort, port.transport.rawValue,
                port.publishMode.rawValue
            )
        }
        return ports.sorted { rank($0) < rank($1) }
    }

    private var attachments: [ComposeAttachment] {
        let entries = fields.mapping("networks")?.entries ?? []
        return entries.sorted { $0.key < $1.key }.map { entry in
            ComposeAttachment(
                network: entry.key,
                aliases: entry.value.mapping?.texts("aliases") ?? [],
                driverOptions: entry.value.mapping?.texts(by: "driver_opts") ?? [:]
            )
        }
    }

    /// Configs or secrets, as written; two may not have one target.
    private func references(_ key: String) throws(ComposeError) -> [ComposeFileReference] {
        var references: [ComposeFileReference] = []
        for (index, node) in fields.items(key).enumerated() {
            let fields = node.mapping ?? YAMLMapping()
            guard let source = fields.text("source") else {
                throw .missingKey(
                    "source",
                    path: "services.\(name).\(key)[\(index)]",
                    at: node.place
                )
            }
            let target = fields.text("target") ?? ""
            references.append(
                ComposeFileReference(
                    source: source,
                    file: FileTarget(
                        name: target.isEmpty ? source : target,
                        uid: fields.text("uid") ?? "0",
                        gid: fields.text("gid") ?? "0",
                        mode: UInt32(fields.integer("mode") ?? 0o444)
                    )
                )
            )
        }
        return references
    }
}
