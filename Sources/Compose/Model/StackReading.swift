import Basics
import SwarmModel

/// Turns the one checked tree into a stack, and checks what only shows in the whole.
struct StackReading {
    let files: LoadedFiles
    let input: ComposeInput

    func stack(readFile: ComposeFileReader) throws(ComposeError) -> ComposeStack {
        let root = files.tree.mapping ?? YAMLMapping()
        let file = files.tree.place.file
        let stack = ComposeStack(
            services: try services(root, readFile: readFile),
            networks: try objects(root, "networks", "network", Self.network),
            volumes: try objects(root, "volumes", "volume", Self.volume),
            configs: try fileObjects(root, "configs", "config", readFile: readFile),
            secrets: try fileObjects(root, "secrets", "secret", readFile: readFile),
            warnings: files.warnings,
            tree: files.tree
        )
        guard !stack.services.isEmpty else { throw .noServices(file: file) }
        try ReferenceCheck(stack: stack, root: root).run()
        return stack
    }

    private func entries(_ root: YAMLMapping, _ section: String) -> [YAMLMapping.Entry] {
        (root.mapping(section)?.entries ?? []).sorted { $0.key < $1.key }
    }

    private func services(
        _ root: YAMLMapping,
        readFile: ComposeFileReader
    ) throws(ComposeError) -> [ComposeService] {
        var services: [ComposeService] = []
        for entry in entries(root, "services") {
            services.append(try ServiceReading(entry, input: input).service(readFile: readFile))
        }
        return services
    }

    // MARK: - Networks and volumes

    private func objects<Object>(
        _ root: YAMLMapping,
        _ section: String,
        _ kind: String,
        _ make: (String, YAMLMapping) -> Object
    ) throws(ComposeError) -> [Object] {
        var objects: [Object] = []
        for entry in entries(root, section) {
            let fields = entry.value.mapping ?? YAMLMapping()
            try checkExternal(
                fields,
                kind: kind,
                entry: entry,
                against: ["driver", "driver_opts", "labels", "ipam", "internal", "attachable"]
            )
            objects.append(make(entry.key, fields))
        }
        return objects
    }

    /// An external object exists already; nothing but its name can be said of it.
    private func checkExternal(
        _ fields: YAMLMapping,
        kind: String,
        entry: YAMLMapping.Entry,
        against keys: [String]
    ) throws(ComposeError) {
        guard fields.flag("external") == true else { return }
        for key in keys {
            guard let other = fields.entry(key) else { continue }
            if fields.flag(key) == false { continue }
            throw .conflict(
                "conflicting parameters \"external\" and \"\(key)\" specified for "
                    + "\(kind) \"\(entry.key)\"",
                at: other.keyPlace
            )
        }
    }

    private static func network(_ key: String, _ fields: YAMLMapping) -> ComposeNetwork {
        let pools = fields.mapping("ipam")?.items("config") ?? []
        return ComposeNetwork(
            key: key,
            name: fields.text("name"),
            isExternal: fields.flag("external") ?? false,
            driver: DriverSpec(
                name: fields.text("driver") ?? "",
                options: fields.texts(by: "driver_opts")
            ),
            labels: fields.texts(by: "labels"),
            isInternal: fields.flag("internal") ?? false,
            attachable: fields.flag("attachable") ?? false,
            subnets: pools.compactMap { $0.mapping?.text("subnet") }
        )
    }

    private static func volume(_ key: String, _ fields: YAMLMapping) -> ComposeVolume {
        let options = fields.texts(by: "driver_opts")
        let driver = fields.text("driver")
        return ComposeVolume(
            key: key,
            name: fields.text("name"),
            isExternal: fields.flag("external") ?? false,
            driver: driver == nil && options.isEmpty
                ? nil : DriverSpec(name: driver ?? "", options: options),
            labels: fields.texts(by: "labels")
        )
    }

    // MARK: - Configs and secrets

    private func fileObjects(
        _ root: YAMLMapping,
        _ section: String,
        _ kind: String,
        readFile: ComposeFileReader
    ) throws(ComposeError) -> [ComposeFileObject] {
        var objects: [ComposeFileObject] = []
        for entry in entries(root, section) {
            let fields = entry.value.mapping ?? YAMLMapping()
            try checkExternal(
                fields,
                kind: kind,
                entry: entry,
                against: ["file", "labels", "driver"]
            )
            for key in ["driver", "driver_opts", "template_driver"] {
                guard let field = fields.entry(key) else { continue }
                throw .conflict(
                    "\(kind) \(entry.key): `\(key)` is not supported: contents come from a file",
                    at: field.keyPlace
                )
            }
            let isExternal = fields.flag("external") ?? false
            objects.append(
                ComposeFileObject(
                    key: entry.key,
                    name: fields.text("name"),
                    isExternal: isExternal,
                    labels: fields.texts(by: "labels"),
                    data: isExternal
                        ? [] : try contents(fields, kind: kind, entry: entry, readFile: readFile)
                )
            )
        }
        return objects
    }

    private func contents(
        _ fields: YAMLMapping,
        kind: String,
        entry: YAMLMapping.Entry,
        readFile: ComposeFileReader
    ) throws(ComposeError) -> [UInt8] {
        guard let file = fields.entry("file"), let name = file.value.text, !name.isEmpty else {
            throw .conflict(
                "\(kind) \(entry.key): needs `file`, or `external: true`",
                at: entry.keyPlace
            )
        }
        let path = FilePath.join(input.projectFolder, name)
        do {
            return try readFile(path)
        } catch {
            throw .unreadableFile(
                "\(kind) \(entry.key)",
                path: path,
                reason: error.reason,
                at: file.value.place
            )
        }
    }
}

/// Checks that what services refer to is defined at the top of the file.
private struct ReferenceCheck {
    let stack: ComposeStack
    let root: YAMLMapping

    func run() throws(ComposeError) {
        let networks = stack.networks.map(\.key) + ["default"]
        let volumes = stack.volumes.map(\.key)
        for service in stack.services {
            let fields = root.mapping("services")?.mapping(service.name)
            for attachment in service.networks where !networks.contains(attachment.network) {
                let place = fields?.mapping("networks")?.entry(attachment.network)?.keyPlace
                throw undefined(.network, attachment.network, among: networks, service, at: place)
            }
            for (mount, node) in zip(service.mounts, fields?.items("volumes") ?? []) {
                guard let volume = mount.volume, !volumes.contains(volume) else { continue }
                throw undefined(.volume, volume, among: volumes, service, at: node.place)
            }
            try check(service.configs, .config, stack.configs, service, fields?.items("configs"))
            try check(service.secrets, .secret, stack.secrets, service, fields?.items("secrets"))
        }
    }

    private func check(
        _ references: [ComposeFileReference],
        _ kind: ComposeError.Reference,
        _ objects: [ComposeFileObject],
        _ service: ComposeService,
        _ nodes: [YAMLNode]?
    ) throws(ComposeError) {
        let keys = objects.map(\.key)
        for (reference, node) in zip(references, nodes ?? []) where !keys.contains(reference.source)
        {
            throw undefined(kind, reference.source, among: keys, service, at: node.place)
        }
    }

    private func undefined(
        _ kind: ComposeError.Reference,
        _ name: String,
        among names: [String],
        _ service: ComposeService,
        at place: SourcePlace?
    ) -> ComposeError {
        .undefined(
            kind,
            name,
            service: service.name,
            nearest: NearestWord.nearest(to: name, among: names.sorted()),
            at: place ?? service.place
        )
    }
}
