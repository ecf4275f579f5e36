package import Basics

/// A secret as `GET /secrets` has it: without its data.
package struct EngineSecret: Codable, Sendable {
    package let id: SecretID
    private let meta: EngineMeta
    private let spec: Spec

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case spec = "Spec"
    }

    private struct Spec: Codable {
        let name: String
        let labels: [String: String]?
        let driver: DriverSpec?
        let templating: DriverSpec?
        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case labels = "Labels"
            case driver = "Driver"
            case templating = "Templating"
        }
    }

    package init(_ secret: Secret, epoch: WallTime) {
        id = secret.id
        meta = EngineMeta(secret.meta, epoch: epoch)
        spec = Spec(
            name: secret.spec.name,
            labels: secret.spec.labels,
            driver: secret.spec.driver,
            templating: secret.spec.templating
        )
    }

    /// The secret, its times counted from `epoch`; an engine withholds the data.
    package func secret(epoch: WallTime) -> Secret {
        let spec = SecretSpec(
            name: spec.name,
            labels: spec.labels ?? [:],
            data: .withheld,
            driver: spec.driver,
            templating: spec.templating
        )
        var secret = Secret(id: id, spec: spec)
        secret.meta = meta.meta(epoch: epoch)
        return secret
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(SecretID.self, forKey: .id)
        meta = try EngineMeta(from: decoder)
        spec = try fields.decode(Spec.self, forKey: .spec)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        try fields.encode(spec, forKey: .spec)
    }
}

/// The body of `POST /secrets/create`, the one place where a secret's data goes over the wire.
package struct EngineSecretRequest: Codable, Sendable {
    package let name: String
    package let labels: [String: String]
    package let data: [UInt8]
    package var driver: DriverSpec?
    package var templating: DriverSpec?

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
        case data = "Data"
        case driver = "Driver"
        case templating = "Templating"
    }

    package init(name: String, labels: [String: String], data: [UInt8]) {
        self.name = name
        self.labels = labels
        self.data = data
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        labels = try fields.value(.labels, or: [:])
        data = try fields.bytes(.data)
        driver = try fields.decodeIfPresent(DriverSpec.self, forKey: .driver)
        templating = try fields.decodeIfPresent(DriverSpec.self, forKey: .templating)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(labels, forKey: .labels)
        try fields.encode(Base64.encode(data), forKey: .data)
        try fields.encodeIfPresent(driver, forKey: .driver)
        try fields.encodeIfPresent(templating, forKey: .templating)
    }

    /// The spec as a session takes it.
    package var spec: SecretSpec {
        SecretSpec(
            name: name,
            labels: labels,
            data: .plain(data),
            driver: driver,
            templating: templating
        )
    }
}

/// A config as `GET /configs` has it.
package struct EngineConfig: Codable, Sendable {
    package let id: ConfigID
    private let meta: EngineMeta
    private let spec: ConfigSpec

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case spec = "Spec"
    }

    package init(_ config: Config, epoch: WallTime) {
        id = config.id
        meta = EngineMeta(config.meta, epoch: epoch)
        spec = config.spec
    }

    /// The config, its times counted from `epoch`.
    package func config(epoch: WallTime) -> Config {
        var config = Config(id: id, spec: spec)
        config.meta = meta.meta(epoch: epoch)
        return config
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ConfigID.self, forKey: .id)
        meta = try EngineMeta(from: decoder)
        spec = try fields.decode(ConfigSpec.self, forKey: .spec)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        try fields.encode(spec, forKey: .spec)
    }
}
