import Basics
package import SwarmModel

/// The name of a stack, and what it makes of the names in a file.
package struct StackName: Hashable, Sendable {
    package let text: String

    /// - Throws: `invalidStackName` for a name of nothing but white space and quotes.
    package init(_ text: String) throws(ComposeError) {
        guard text.contains(where: { !$0.isWhitespace && $0 != "\"" && $0 != "'" }) else {
            throw .invalidStackName(text)
        }
        self.text = text
    }

    /// `STACK_name`.
    package func scoped(_ name: String) -> String { "\(text)_\(name)" }

    func labels(_ own: [String: String]) -> [String: String] {
        own.merging([StackLabel.namespace: text]) { _, stack in stack }
    }
}

/// What a stack needs besides its services, under the names it gets in a cluster.
package struct StackObjects: Hashable, Sendable {
    /// Networks that a service joins, by name.
    package var networks: [NetworkSpec]
    /// Networks that must be there already, by name.
    package var externalNetworks: [String]
    package var secrets: [SecretSpec]
    package var configs: [ConfigSpec]
}

extension ComposeStack {
    /// The networks, secrets and configs of the stack of that name.
    ///
    /// Networks that no service joins are left out, as docker does; secrets and configs are not.
    package func objects(of stack: StackName) -> StackObjects {
        let used = Set(
            services.flatMap { $0.networks.isEmpty ? ["default"] : $0.networks.map(\.network) }
        )
        var all = networks
        if !all.contains(where: { $0.key == "default" }) { all.append(.standard) }
        let joined = all.filter { used.contains($0.key) }
        return StackObjects(
            networks: joined.filter { !$0.isExternal }.map { $0.spec(in: stack) }
                .sorted { $0.name < $1.name },
            externalNetworks: joined.filter(\.isExternal).map { $0.name(in: stack) }.sorted(),
            secrets: secrets.filter { !$0.isExternal }.map { secret in
                SecretSpec(
                    name: secret.name(in: stack),
                    labels: stack.labels(secret.labels),
                    data: .plain(secret.data)
                )
            },
            configs: configs.filter { !$0.isExternal }.map { config in
                ConfigSpec(
                    name: config.name(in: stack),
                    labels: stack.labels(config.labels),
                    data: config.data
                )
            }
        )
    }
}

extension ComposeNetwork {
    /// What a service joins that names no network.
    static let standard = ComposeNetwork(
        key: "default",
        name: nil,
        isExternal: false,
        driver: DriverSpec(),
        labels: [:],
        isInternal: false,
        attachable: false,
        subnets: []
    )

    package func name(in stack: StackName) -> String {
        name ?? (isExternal ? key : stack.scoped(key))
    }

    fileprivate func spec(in stack: StackName) -> NetworkSpec {
        NetworkSpec(
            name: name(in: stack),
            labels: stack.labels(labels),
            driver: DriverSpec(
                name: driver.name.isEmpty ? "overlay" : driver.name,
                options: driver.options
            ),
            attachable: attachable,
            isInternal: isInternal,
            subnets: subnets.map { Subnet(subnet: $0, gateway: "") }
        )
    }
}

extension ComposeVolume {
    package func name(in stack: StackName) -> String {
        name ?? (isExternal ? key : stack.scoped(key))
    }
}

extension ComposeFileObject {
    package func name(in stack: StackName) -> String {
        name ?? (isExternal ? key : stack.scoped(key))
    }
}
