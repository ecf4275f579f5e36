package import Basics
package import SwarmModel

/// Finds ids for the names that services refer to.
package struct StackResolver: Sendable {
    package var networks: [String: NetworkID]
    package var configs: [String: ConfigID]
    package var secrets: [String: SecretID]

    package init(
        networks: [String: NetworkID] = [:],
        configs: [String: ConfigID] = [:],
        secrets: [String: SecretID] = [:]
    ) {
        self.networks = networks
        self.configs = configs
        self.secrets = secrets
    }
}

extension ComposeStack {
    /// The specs of all services of the stack of that name, in order of their names.
    ///
    /// They are what `docker stack deploy` sends: scoped names, the stack's labels, aliases,
    /// references in order of their names.
    ///
    /// - Throws: `notFound` for a name that the resolver does not know.
    package func serviceSpecs(
        of stack: StackName,
        resolver: StackResolver
    ) throws(ComposeError) -> [ServiceSpec] {
        var specs: [ServiceSpec] = []
        for service in services {
            let conversion = ServiceConversion(
                service: service,
                stack: self,
                name: stack,
                resolver: resolver
            )
            specs.append(try conversion.spec())
        }
        return specs
    }
}

/// Makes one service's spec complete.
private struct ServiceConversion {
    let service: ComposeService
    let stack: ComposeStack
    let name: StackName
    let resolver: StackResolver

    func spec() throws(ComposeError) -> ServiceSpec {
        var spec = service.spec
        spec.name = name.scoped(service.name)
        spec.labels = name.labels(spec.labels)
        // The label holds the image as written; a client adds the tag that is not said.
        spec.labels[StackLabel.image] = spec.task.container.image
        spec.task.container.image = tagged(spec.task.container.image)
        spec.task.container.labels = name.labels(spec.task.container.labels)
        spec.task.container.mounts = service.mounts.map(mount)
        spec.task.container.secrets = try secrets()
        spec.task.container.configs = try configs()
        spec.task.networks = try networks()
        return spec
    }

    private func tagged(_ image: String) -> String {
        guard let reference = ImageReference(image), reference.digest == nil else { return image }
        return reference.tagged
    }

    /// In order of the networks' names; the service's own name is the last alias.
    private func networks() throws(ComposeError) -> [NetworkAttachmentSpec] {
        let attachments =
            service.networks.isEmpty
            ? [ComposeAttachment(network: "default", aliases: [], driverOptions: [:])]
            : service.networks
        let named = attachments.map { attachment in
            let network = stack.networks.first { $0.key == attachment.network } ?? .standard
            return (name: network.name(in: name), attachment: attachment)
        }
        var specs: [NetworkAttachmentSpec] = []
        for (target, attachment) in named.sorted(by: { $0.name < $1.name }) {
            guard let id = resolver.networks[target] else {
                throw .notFound(.network, target, service: service.name)
            }
            let takesAliases = !["host", "bridge", "none", "default"].contains(target)
            specs.append(
                NetworkAttachmentSpec(
                    target: id,
                    aliases: attachment.aliases + (takesAliases ? [service.name] : []),
                    driverOptions: attachment.driverOptions
                )
            )
        }
        return specs
    }

    private func secrets() throws(ComposeError) -> [SecretReference] {
        var references: [SecretReference] = []
        for reference in service.secrets {
            let object = stack.secrets.first { $0.key == reference.source }
            let target = object?.name(in: name) ?? reference.source
            guard let id = resolver.secrets[target] else {
                throw .notFound(.secret, target, service: service.name)
            }
            references.append(SecretReference(id: id, name: target, file: reference.file))
        }
        return references.sorted { ($0.name, $0.file?.name ?? "") < ($1.name, $1.file?.name ?? "") }
    }

    private func configs() throws(ComposeError) -> [ConfigReference] {
        var references: [ConfigReference] = []
        for reference in service.configs {
            let object = stack.configs.first { $0.key == reference.source }
            let target = object?.name(in: name) ?? reference.source
            guard let id = resolver.configs[target] else {
                throw .notFound(.config, target, service: service.name)
            }
            references.append(ConfigReference(id: id, name: target, file: reference.file))
        }
        return references.sorted { ($0.name, $0.file?.name ?? "") < ($1.name, $1.file?.name ?? "") }
    }

    private func mount(_ written: ComposeMount) -> Mount {
        var mount = written.mount
        guard let key = written.volume, let volume = stack.volumes.first(where: { $0.key == key })
        else { return mount }
        mount.source = volume.name(in: name)
        guard mount.kind == .volume, !volume.isExternal else { return mount }
        mount.volumeLabels = name.labels(volume.labels)
        mount.volumeDriver = volume.driver
        return mount
    }
}
