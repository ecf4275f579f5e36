/// What the control API refuses in a secret's or config's spec.
///
/// - Source: SEC-1 to SEC-4.
package enum DataValidation {
    /// The first reason to refuse a new secret; `nil` if it is fine.
    ///
    /// No node has drivers for secrets, so a named one is not found.
    package static func refusal(of spec: SecretSpec) -> EngineError? {
        if let refusal = NameRules.refusal(ofDataName: spec.name) { return refusal }
        if let driver = spec.driver {
            if driver.name.isEmpty {
                return .rpc(.invalidArgument, "secret driver must have a name")
            }
            return .rpc(.unknown, "plugin \(goQuoted(driver.name)) not found")
        }
        guard case .sealed(_, let size) = spec.data, (1..<512_000).contains(size) else {
            return .rpc(
                .invalidArgument,
                "secret data must be larger than 0 and less than 512000 bytes"
            )
        }
        return nil
    }

    /// The first reason to refuse a new config; `nil` if it is fine.
    package static func refusal(of spec: ConfigSpec) -> EngineError? {
        if let refusal = NameRules.refusal(ofDataName: spec.name) { return refusal }
        if (1..<1_024_000).contains(spec.data.count) { return nil }
        return .rpc(
            .invalidArgument,
            "config data must be larger than 0 and less than 1024000 bytes"
        )
    }

    /// Why an update of a secret is refused; `nil` if only labels change.
    ///
    /// Data that is sent along must be what is kept, which only who has the key can say.
    ///
    /// - Parameters:
    ///   - secret: the secret as it is kept.
    ///   - name: the name in the request.
    ///   - hasSameData: whether the request's data is the secret's; `nil` = it has none.
    /// - Returns: the refusal.
    package static func refusal(
        ofUpdating secret: Secret,
        name: String,
        hasSameData: Bool?
    ) -> EngineError? {
        secret.name == name && hasSameData ?? true ? nil : onlyLabels
    }

    /// Why an update of a config is refused; `nil` if only labels change.
    package static func refusal(ofUpdating config: Config, to spec: ConfigSpec) -> EngineError? {
        config.name == spec.name && (spec.data.isEmpty || spec.data == config.spec.data)
            ? nil : onlyLabels
    }

    private static let onlyLabels = EngineError.rpc(
        .invalidArgument,
        "only updates to Labels are allowed"
    )
}
