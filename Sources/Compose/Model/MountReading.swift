import SwarmModel

/// Reads a service's `volumes`.
struct MountReading {
    let service: ServiceReading

    func mounts() throws(ComposeError) -> [ComposeMount] {
        var mounts: [ComposeMount] = []
        for (index, node) in service.fields.items("volumes").enumerated() {
            mounts.append(try mount(node, path: "services.\(service.name).volumes[\(index)]"))
        }
        return mounts
    }

    private func mount(_ node: YAMLNode, path: String) throws(ComposeError) -> ComposeMount {
        let fields = node.mapping ?? YAMLMapping()
        guard let word = fields.text("type"), let kind = Mount.Kind(rawValue: word) else {
            throw .missingKey("type", path: path, at: node.place)
        }
        guard let target = fields.text("target"), !target.isEmpty else {
            throw .missingKey("target", path: path, at: node.place)
        }
        try checkOptions(of: kind, fields, at: node.place)
        let source = fields.text("source") ?? ""
        try checkSource(source, of: kind, at: node.place)
        var mount = Mount(
            kind: kind,
            source: source,
            target: target,
            readOnly: fields.flag("read_only") ?? false
        )
        mount.bindPropagation = fields.mapping("bind")?.text("propagation") ?? ""
        mount.volumeNoCopy = fields.mapping("volume")?.flag("nocopy") ?? false
        mount.tmpfsSizeBytes = fields.mapping("tmpfs")?.bytes("size") ?? 0
        if kind == .bind { mount.source = folder(source) }
        let isNamed = kind == .volume && !source.isEmpty
        let isClusterVolume = kind == .cluster && !source.hasPrefix("group:")
        return ComposeMount(volume: isNamed || isClusterVolume ? source : nil, mount: mount)
    }

    /// Options of one kind of mount make no sense with another.
    private func checkOptions(
        of kind: Mount.Kind,
        _ fields: YAMLMapping,
        at place: SourcePlace
    ) throws(ComposeError) {
        for other in ["bind", "volume", "tmpfs", "cluster"] where other != kind.rawValue {
            guard let options = fields.mapping(other), !options.entries.isEmpty else { continue }
            if other == "bind", kind == .npipe { continue }
            throw .invalidService(
                service.name,
                reason: "\(other) options are incompatible with type \(kind.rawValue)",
                at: place
            )
        }
    }

    private func checkSource(
        _ source: String,
        of kind: Mount.Kind,
        at place: SourcePlace
    ) throws(ComposeError) {
        switch kind {
        case .volume: return
        case .tmpfs:
            if source.isEmpty { return }
            throw .invalidService(
                service.name,
                reason: "invalid tmpfs source, source must be empty",
                at: place
            )
        case .bind, .npipe, .cluster:
            if !source.isEmpty { return }
            throw .invalidService(
                service.name,
                reason: "invalid \(kind.rawValue) source, source cannot be empty",
                at: place
            )
        }
    }

    /// The folder of the node that is bound: relative ones start at the project's folder.
    private func folder(_ source: String) -> String {
        var source = source
        if source.hasPrefix("~"), let home = service.input.environment["HOME"] {
            source = home + source.dropFirst()
        }
        let isOnWindows = source.hasPrefix("\\") || source.dropFirst().first == ":"
        return isOnWindows || source.hasPrefix("~")
            ? source : FilePath.join(service.input.projectFolder, source)
    }
}
