import Basics

extension ServiceValidation {
    /// VAL-25.
    static func refusal(ofSecrets references: [SecretReference]) -> EngineError? {
        var targets = Targets(kind: "secret")
        for reference in references {
            if reference.name.isEmpty { return invalid("malformed secret reference") }
            guard let file = reference.file else {
                return invalid("malformed secret reference, no target provided")
            }
            if let refusal = targets.claim(file, for: reference.name) { return refusal }
        }
        return nil
    }

    /// VAL-26, VAL-27; a config without a file is meant for the runtime.
    static func refusal(
        ofConfigs references: [ConfigReference],
        credentials: ConfigID?
    ) -> EngineError? {
        var targets = Targets(kind: "config")
        for reference in references {
            if reference.name.isEmpty { return invalid("malformed config reference") }
            guard let file = reference.file else { continue }
            if let refusal = targets.claim(file, for: reference.name) { return refusal }
        }
        guard let credentials,
            !references.contains(where: { $0.file == nil && $0.id == credentials })
        else { return nil }
        return invalid(
            "CredentialSpec references config '\(credentials)', but that config isn't in config "
                + "references with RuntimeTarget"
        )
    }

    /// File names that are taken; secrets and configs have their own.
    private struct Targets {
        let kind: String
        var owners: [String: String] = [:]

        mutating func claim(_ file: FileTarget, for name: String) -> EngineError? {
            if file.name.isEmpty {
                return invalid(
                    "malformed file \(kind) reference, invalid target file name provided"
                )
            }
            if let other = owners.updateValue(name, forKey: file.name) {
                return invalid(
                    "\(kind) references '\(other)' and '\(name)' have a conflicting target: "
                        + "'\(file.name)'"
                )
            }
            return nil
        }
    }
}
