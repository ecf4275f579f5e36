import Basics

extension Privileges: Codable {
    private enum CodingKeys: String, CodingKey {
        case credentials = "CredentialSpec"
        case noNewPrivileges = "NoNewPrivileges"
    }

    private struct Credentials: Codable {
        var config: String?
        var file: String?
        var registry: String?
        enum CodingKeys: String, CodingKey {
            case config = "Config"
            case file = "File"
            case registry = "Registry"
        }
    }

    /// - Throws: The engine's refusal of a credential spec that is not exactly one thing.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        noNewPrivileges = try fields.value(.noNewPrivileges, or: false)
        credentials = try fields.decodeIfPresent(Credentials.self, forKey: .credentials)
            .map(Self.credentials)
    }

    private static func credentials(_ source: Credentials) throws -> CredentialSpec {
        let config = source.config ?? ""
        let given = [config, source.file ?? "", source.registry ?? ""].filter { !$0.isEmpty }
        if given.isEmpty {
            throw EngineError(
                status: 400,
                message: "invalid CredentialSpec: must either provide \"file\", \"registry\", or "
                    + "\"config\" for credential spec"
            )
        }
        if given.count > 1 {
            throw EngineError(
                status: 400,
                message: "invalid CredentialSpec: cannot specify both \"config\", \"file\", and "
                    + "\"registry\" credential specs"
            )
        }
        if let file = source.file, !file.isEmpty { return .file(file) }
        if let registry = source.registry, !registry.isEmpty { return .registry(registry) }
        guard let id = ConfigID(config) else { throw EngineError.notFound("config", config) }
        return .config(id)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch credentials {
        case .config(let id):
            try fields.encode(Credentials(config: id.description), forKey: .credentials)
        case .file(let name): try fields.encode(Credentials(file: name), forKey: .credentials)
        case .registry(let name):
            try fields.encode(Credentials(registry: name), forKey: .credentials)
        case nil: break
        }
        try fields.put(noNewPrivileges, .noNewPrivileges)
    }
}
