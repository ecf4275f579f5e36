import Basics
import Compose
import SwarmModel
import SwarmStore

/// The steps from a store to a stack: each says what it is, and what it would send.
struct StackSteps {
    struct Step {
        var item: StackPlan.Item
        /// `nil` if nothing is sent.
        var command: ClusterCommand?
    }

    let stack: ComposeStack
    let name: StackName
    let store: Store
    let prune: Bool
    private let objects: StackObjects

    init(stack: ComposeStack, name: StackName, store: Store, prune: Bool) {
        self.stack = stack
        self.name = name
        self.store = store
        self.prune = prune
        objects = stack.objects(of: name)
    }

    private func refused(_ action: String, _ error: EngineError) -> StackPlan.Change {
        .refused(.refused(action, error))
    }

    // MARK: - Networks

    /// External ones first; they only have to be there.
    var networks: [Step] {
        objects.externalNetworks.compactMap(external) + objects.networks.map(network)
    }

    /// Networks that every node has of its own are not looked for.
    private func external(_ name: String) -> Step? {
        if ["host", "bridge", "none", "default"].contains(name) || network(named: name) != nil {
            return nil
        }
        let item = StackPlan.Item(
            kind: .network,
            name: name,
            change: .refused(.missingNetwork(name))
        )
        return Step(item: item)
    }

    private func network(named name: String) -> Network? {
        store.network(named: name).flatMap { $0.name == name ? $0 : nil }
    }

    /// A network that is there is never changed.
    private func network(_ spec: NetworkSpec) -> Step {
        func step(_ change: StackPlan.Change, _ command: ClusterCommand? = nil) -> Step {
            Step(item: .init(kind: .network, name: spec.name, change: change), command: command)
        }
        guard let stored = network(named: spec.name) else {
            return step(.add, .createNetwork(spec))
        }
        guard stored.stack == name.text else {
            let conflict = EngineError(
                status: 409,
                message: "network with name \(spec.name) already exists"
            )
            return step(refused("create network \(spec.name)", conflict))
        }
        let fields = differences(stored.spec, spec)
        return step(fields.isEmpty ? .unchanged : .fixed(fields))
    }

    private func differences(_ stored: NetworkSpec, _ wanted: NetworkSpec) -> [String] {
        let pairs = [
            ("driver", stored.driver.name == wanted.driver.name),
            // An engine adds options of its own.
            (
                "driver_opts",
                wanted.driver.options.allSatisfy { stored.driver.options[$0.key] == $0.value }
            ),
            ("attachable", stored.attachable == wanted.attachable),
            ("internal", stored.isInternal == wanted.isInternal),
            ("labels", stored.labels == wanted.labels),
            (
                "ipam",
                wanted.subnets.isEmpty
                    || stored.subnets.map(\.subnet) == wanted.subnets.map(\.subnet)
            ),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }

    // MARK: - Secrets and configs

    private static let onlyLabels = EngineError.rpc(
        .invalidArgument,
        "only updates to Labels are allowed"
    )

    var secrets: [Step] {
        objects.secrets.map { spec in
            guard let stored = store.secret(named: spec.name) else {
                return Step(
                    item: .init(kind: .secret, name: spec.name, change: .add),
                    command: .createSecret(spec)
                )
            }
            let isSame = isSame(stored.spec.data, spec.data)
            let change = change(
                .secret,
                spec.name,
                isSame: isSame,
                stored.spec.labels,
                spec.labels
            )
            return Step(
                item: .init(kind: .secret, name: spec.name, change: change),
                command: isUpdate(change)
                    ? .updateSecret(
                        stored.id,
                        version: stored.meta.version,
                        labels: spec.labels
                    ) : nil
            )
        }
    }

    var configs: [Step] {
        objects.configs.map { spec in
            guard let stored = store.config(named: spec.name) else {
                return Step(
                    item: .init(kind: .config, name: spec.name, change: .add),
                    command: .createConfig(spec)
                )
            }
            let change = change(
                .config,
                spec.name,
                isSame: stored.spec.data == spec.data,
                stored.spec.labels,
                spec.labels
            )
            return Step(
                item: .init(kind: .config, name: spec.name, change: change),
                command: isUpdate(change)
                    ? .updateConfig(
                        stored.id,
                        version: stored.meta.version,
                        labels: spec.labels
                    ) : nil
            )
        }
    }

    private func isUpdate(_ change: StackPlan.Change) -> Bool {
        if case .change = change { return true }
        return false
    }

    private func change(
        _ kind: StackPlan.Kind,
        _ name: String,
        isSame: Bool?,
        _ stored: [String: String],
        _ wanted: [String: String]
    ) -> StackPlan.Change {
        if isSame == false { return refused("update \(kind.rawValue) \(name)", Self.onlyLabels) }
        if stored != wanted { return .change([FieldChange(name: "labels")], .none) }
        return isSame == nil ? .unreadable : .unchanged
    }

    /// Whether both hold the same; `nil` if only their sizes, or not even those, can be compared.
    private func isSame(_ stored: SecretData, _ wanted: SecretData) -> Bool? {
        if case .plain = stored { return stored == wanted }
        guard let size = stored.size, size != wanted.size else { return nil }
        return false
    }

    // MARK: - Services

    /// The services' steps.
    ///
    /// The resolver knows the ids of what the steps before have made. A plan has none: in it, ids
    /// that are still to come are stood in for.
    func services(resolver: StackResolver?) -> [Step] {
        let specs: [ServiceSpec]
        do throws(ComposeError) {
            specs = try stack.serviceSpecs(of: name, resolver: resolver ?? planned)
        } catch {
            let item = StackPlan.Item(
                kind: .service,
                name: name.text,
                change: .refused(.compose(error))
            )
            return [Step(item: item)]
        }
        return specs.map(service)
    }

    private func service(_ wanted: ServiceSpec) -> Step {
        func step(_ change: StackPlan.Change, _ command: ClusterCommand? = nil) -> Step {
            Step(item: .init(kind: .service, name: wanted.name, change: change), command: command)
        }
        let refusal = ServiceValidation.refusal(of: wanted)
        guard let stored = store.service(named: wanted.name) else {
            if let refusal { return step(refused("create service \(wanted.name)", refusal)) }
            return step(.add, .createService(wanted))
        }
        guard stored.stack == name.text else {
            let conflict = EngineError.rpc(
                .alreadyExists,
                "name conflicts with an existing object: service \(wanted.name) already exists"
            )
            return step(refused("create service \(wanted.name)", conflict))
        }
        let spec = kept(wanted, from: stored.spec)
        if spec == stored.spec { return step(.unchanged) }
        if let refusal = refusal ?? modeChange(from: stored.spec, to: spec) {
            return step(refused("update service \(wanted.name)", refusal))
        }
        let difference = SpecDifference(from: stored.spec, to: spec)
        return step(
            .change(difference.fields, difference.effect),
            .updateService(stored.id, version: stored.meta.version, spec: spec)
        )
    }

    /// - Source: VAL-42.
    private func modeChange(from stored: ServiceSpec, to wanted: ServiceSpec) -> EngineError? {
        stored.mode.isSameKind(as: wanted.mode)
            ? nil : .rpc(.unimplemented, "service mode change is not allowed")
    }

    /// The wanted spec with what a file cannot say: the counter of forced updates, and the image
    /// as it was resolved, as long as the file names the same one.
    private func kept(_ wanted: ServiceSpec, from stored: ServiceSpec) -> ServiceSpec {
        var spec = wanted
        spec.task.forceUpdate = stored.task.forceUpdate
        if let image = stored.labels[StackLabel.image], image == wanted.labels[StackLabel.image] {
            spec.task.container.image = stored.task.container.image
        }
        return spec
    }

    // MARK: - Names to ids

    /// Ids of what the store has.
    var stored: StackResolver {
        StackResolver(
            networks: Dictionary(store.networks.map { ($0.name, $0.id) }) { first, _ in first },
            configs: Dictionary(store.configs.map { ($0.name, $0.id) }) { first, _ in first },
            secrets: Dictionary(store.secrets.map { ($0.name, $0.id) }) { first, _ in first }
        )
    }

    /// The same, with stand-ins for what the deployment will make.
    private var planned: StackResolver {
        var resolver = stored
        var random = SeededGenerator(seed: 0)
        for network in objects.networks where resolver.networks[network.name] == nil {
            resolver.networks[network.name] = NetworkID(using: &random)
        }
        for name in objects.externalNetworks where resolver.networks[name] == nil {
            resolver.networks[name] = NetworkID(using: &random)
        }
        for config in objects.configs where resolver.configs[config.name] == nil {
            resolver.configs[config.name] = ConfigID(using: &random)
        }
        for secret in objects.secrets where resolver.secrets[secret.name] == nil {
            resolver.secrets[secret.name] = SecretID(using: &random)
        }
        return resolver
    }

    // MARK: - What the file no longer has

    /// Only services are ever pruned.
    var leftOvers: [Step] {
        func steps(_ kind: StackPlan.Kind, _ names: [String], _ known: [String]) -> [Step] {
            Set(names).subtracting(known).sorted().map { name in
                Step(item: .init(kind: kind, name: name, change: .leftOver(isPruned: false)))
            }
        }
        let mine = StackContents(of: name.text, in: store)
        let services = prunable.map { service in
            Step(
                item: .init(
                    kind: .service,
                    name: service.name,
                    change: .leftOver(isPruned: prune)
                ),
                command: prune ? .removeService(service.id) : nil
            )
        }
        return steps(.network, mine.networks.map(\.name), objects.networks.map(\.name))
            + steps(.secret, mine.secrets.map(\.name), objects.secrets.map(\.name))
            + steps(.config, mine.configs.map(\.name), objects.configs.map(\.name)) + services
    }

    private var prunable: [Service] {
        let known = Set(stack.services.map { name.scoped($0.name) })
        return StackContents(of: name.text, in: store).services.filter { !known.contains($0.name) }
    }
}

/// The objects that bear a stack's label, by name.
struct StackContents {
    let services: [Service]
    let secrets: [Secret]
    let configs: [Config]
    let networks: [Network]

    init(of name: String, in store: Store) {
        services = store.services.filter { $0.stack == name }
        secrets = store.secrets.filter { $0.stack == name }
        configs = store.configs.filter { $0.stack == name }
        networks = store.networks.filter { $0.stack == name }
    }

    var isEmpty: Bool {
        services.isEmpty && secrets.isEmpty && configs.isEmpty && networks.isEmpty
    }
}
