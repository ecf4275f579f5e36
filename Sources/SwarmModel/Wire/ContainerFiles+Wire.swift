import Basics

extension Mount: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind = "Type"
        case source = "Source"
        case target = "Target"
        case readOnly = "ReadOnly"
        case bindOptions = "BindOptions"
        case volumeOptions = "VolumeOptions"
        case tmpfsOptions = "TmpfsOptions"
    }

    private struct BindOptions: Codable {
        var propagation: String?
        enum CodingKeys: String, CodingKey { case propagation = "Propagation" }
    }

    private struct VolumeOptions: Codable {
        var noCopy: Bool?
        var labels: [String: String]?
        var driver: DriverSpec?
        enum CodingKeys: String, CodingKey {
            case noCopy = "NoCopy"
            case labels = "Labels"
            case driver = "DriverConfig"
        }
    }

    private struct TmpfsOptions: Codable {
        var sizeBytes: Int64?
        enum CodingKeys: String, CodingKey { case sizeBytes = "SizeBytes" }
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            kind: try fields.word(.kind, or: .volume) { "invalid MountType: \(goQuoted($0))" },
            source: try fields.value(.source, or: ""),
            target: try fields.value(.target, or: ""),
            readOnly: try fields.value(.readOnly, or: false)
        )
        let volume = try fields.decodeIfPresent(VolumeOptions.self, forKey: .volumeOptions)
        volumeLabels = volume?.labels ?? [:]
        volumeDriver = volume?.driver
        volumeNoCopy = volume?.noCopy ?? false
        let bind = try fields.decodeIfPresent(BindOptions.self, forKey: .bindOptions)
        bindPropagation = bind?.propagation ?? ""
        let tmpfs = try fields.decodeIfPresent(TmpfsOptions.self, forKey: .tmpfsOptions)
        tmpfsSizeBytes = tmpfs?.sizeBytes ?? 0
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(kind, forKey: .kind)
        try fields.put(source, .source)
        try fields.put(target, .target)
        try fields.put(readOnly, .readOnly)
        if !bindPropagation.isEmpty {
            try fields.encode(BindOptions(propagation: bindPropagation), forKey: .bindOptions)
        }
        if volumeNoCopy || !volumeLabels.isEmpty || volumeDriver != nil {
            try fields.encode(volumeOptions, forKey: .volumeOptions)
        }
        if tmpfsSizeBytes != 0 {
            try fields.encode(TmpfsOptions(sizeBytes: tmpfsSizeBytes), forKey: .tmpfsOptions)
        }
    }

    private var volumeOptions: VolumeOptions {
        VolumeOptions(
            noCopy: volumeNoCopy ? true : nil,
            labels: volumeLabels.isEmpty ? nil : volumeLabels,
            driver: volumeDriver
        )
    }
}

extension FileTarget: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case uid = "UID"
        case gid = "GID"
        case mode = "Mode"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        uid = try fields.value(.uid, or: "")
        gid = try fields.value(.gid, or: "")
        mode = try fields.value(.mode, or: 0)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(uid, forKey: .uid)
        try fields.encode(gid, forKey: .gid)
        try fields.encode(mode, forKey: .mode)
    }
}

extension SecretReference: Codable {
    private enum CodingKeys: String, CodingKey {
        case file = "File"
        case id = "SecretID"
        case name = "SecretName"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(SecretID.self, forKey: .id)
        name = try fields.value(.name, or: "")
        file = try fields.decodeIfPresent(FileTarget.self, forKey: .file)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(file, forKey: .file)
        try fields.encode(id, forKey: .id)
        try fields.encode(name, forKey: .name)
    }
}

extension ConfigReference: Codable {
    private enum CodingKeys: String, CodingKey {
        case file = "File"
        case runtime = "Runtime"
        case id = "ConfigID"
        case name = "ConfigName"
    }

    private struct Nothing: Encodable {}

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ConfigID.self, forKey: .id)
        name = try fields.value(.name, or: "")
        file = try fields.decodeIfPresent(FileTarget.self, forKey: .file)
        let isForRuntime = try fields.contains(.runtime) && !fields.decodeNil(forKey: .runtime)
        if file == nil, !isForRuntime {
            throw EngineError(status: 400, message: "either File or Runtime should be set")
        }
        if file != nil, isForRuntime {
            throw EngineError(status: 400, message: "cannot specify both File and Runtime")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        if let file {
            try fields.encode(file, forKey: .file)
        } else {
            try fields.encode(Nothing(), forKey: .runtime)
        }
        try fields.encode(id, forKey: .id)
        try fields.encode(name, forKey: .name)
    }
}
