/// Marks the networks that the swarm makes itself (LDR-2).
package let predefinedNetworkLabel = "com.docker.swarm.predefined"

/// What the control API refuses in a network's spec, before it looks at other objects.
///
/// - Source: VAL-60, in evaluation order.
package enum NetworkValidation {
    /// Drivers that every engine has.
    private static let builtIn: Set<String> = ["overlay", "bridge", "host", "ipvlan", "macvlan"]

    /// The first reason to refuse the spec; `nil` if it is fine.
    ///
    /// - Parameters:
    ///   - spec: what is asked for.
    ///   - plugins: names of network drivers that some node has besides the usual ones.
    /// - Returns: the refusal.
    package static func refusal(
        of spec: NetworkSpec,
        plugins: Set<String> = []
    ) -> EngineError? {
        if spec.attachable, spec.ingress {
            return invalid("ingress network cannot be attachable")
        }
        if let refusal = NameRules.refusal(ofObjectName: spec.name) { return refusal }
        if spec.labels[predefinedNetworkLabel] != nil {
            return .rpc(
                .permissionDenied,
                "label \(predefinedNetworkLabel) is for internally created predefined networks and "
                    + "cannot be applied by users"
            )
        }
        return refusal(ofDriverOf: spec, plugins: plugins)
            ?? spec.subnets.lazy.compactMap(refusal(of:)).first
    }

    private static func invalid(_ text: String) -> EngineError { .rpc(.invalidArgument, text) }

    /// An unknown driver is the engine's own refusal, given before the managers are asked.
    private static func refusal(
        ofDriverOf spec: NetworkSpec,
        plugins: Set<String>
    ) -> EngineError? {
        let driver = spec.driver.name
        if driver.isEmpty { return nil }
        if spec.ingress, driver != "overlay" {
            return .rpc(
                .unimplemented,
                "only overlay driver is currently supported for ingress network"
            )
        }
        if builtIn.contains(driver) || plugins.contains(driver) { return nil }
        return EngineError(status: 404, message: "plugin \(goQuoted(driver)) not found")
    }

    private static func refusal(of pool: Subnet) -> EngineError? {
        guard let subnet = InternetSubnet(pool.subnet) else {
            return invalid("ipam configuration: invalid subnet \(pool.subnet)")
        }
        if !pool.range.isEmpty {
            let address = pool.range.split(separator: "/", omittingEmptySubsequences: false)[0]
            guard InternetSubnet(pool.range) != nil,
                let start = InternetAddress(String(address))
            else { return invalid("ipam configuration: invalid range \(pool.range)") }
            if !subnet.contains(start) {
                return invalid(
                    "ipam configuration: subnet \(pool.subnet) does not contain range "
                        + "\(pool.range)"
                )
            }
        }
        if !pool.gateway.isEmpty {
            guard let gateway = InternetAddress(pool.gateway) else {
                return invalid("ipam configuration: invalid gateway \(pool.gateway)")
            }
            if !subnet.contains(gateway) {
                return invalid(
                    "ipam configuration: subnet \(pool.subnet) does not contain gateway "
                        + "\(pool.gateway)"
                )
            }
        }
        return nil
    }
}
