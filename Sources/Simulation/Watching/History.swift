import Basics
import SwarmModel
import SwarmStore

/// An object that clients read and write, by its kind and name.
struct Register: Hashable, Comparable {
    enum Kind: Int { case service, node, network, secret, config, cluster }

    let kind: Kind
    let name: String

    static func < (one: Self, other: Self) -> Bool {
        (one.kind.rawValue, one.name) < (other.kind.rawValue, other.name)
    }
}

/// What only clients change in an object.
enum RegisterContent: Hashable {
    case service(TaskSpec, ServiceMode)
    case node(NodeSpec)
    case network(NetworkSpec)
    case secret(SecretSpec)
    case config(ConfigSpec)
    case cluster(ClusterSpec)
}

/// What one read showed of an object.
struct RegisterReading {
    let id: String
    let version: UInt64
    let content: RegisterContent
    /// Whether the cluster says that it took a spec back by itself.
    var isRolledBack = false
    /// Whether it has no spec to go back to any more, or never had one.
    ///
    /// - Source: UPD-35, UPD-61.
    var hasNoPrevious = false

    init(id: String, version: UInt64, content: RegisterContent) {
        self.id = id
        self.version = version
        self.content = content
    }

    init(_ service: Service) {
        self.init(
            id: service.id.description,
            version: service.meta.version,
            content: .service(service.spec.task, service.spec.mode)
        )
        hasNoPrevious = service.previousSpec == nil
        switch service.updateStatus?.state {
        case .rollbackStarted, .rollbackPaused, .rollbackCompleted: isRolledBack = true
        case nil, .updating, .paused, .completed: break
        }
    }

    /// All objects that a read of a whole store shows.
    static func all(in store: Store) -> [(Register, RegisterReading)] {
        func read(
            _ kind: Register.Kind,
            _ name: String,
            _ id: some CustomStringConvertible,
            _ meta: ObjectMeta,
            _ content: RegisterContent
        ) -> (Register, RegisterReading) {
            (
                Register(kind: kind, name: name),
                RegisterReading(id: id.description, version: meta.version, content: content)
            )
        }
        var all: [(Register, RegisterReading)] = store.services.map {
            (Register(kind: .service, name: $0.name), RegisterReading($0))
        }
        all += store.nodes.map { read(.node, $0.id.description, $0.id, $0.meta, .node($0.spec)) }
        all += store.networks.map { read(.network, $0.name, $0.id, $0.meta, .network($0.spec)) }
        all += store.secrets.map { read(.secret, $0.name, $0.id, $0.meta, .secret($0.spec)) }
        all += store.configs.map { read(.config, $0.name, $0.id, $0.meta, .config($0.spec)) }
        let cluster = store.cluster
        return all + [read(.cluster, "", cluster.id, cluster.meta, .cluster(cluster.spec))]
    }
}

/// What a request would do to one object.
struct RegisterWrite {
    enum Kind {
        case create
        /// Compares the version; `nil` = what is written is what was there before.
        case update(from: UInt64)
        case remove
    }

    let register: Register
    let kind: Kind
    /// `nil` = anything that the object ever was, or what the cluster makes of it.
    var content: RegisterContent?
    /// The object's id, where the client knows it.
    var id: String?
    /// The least version that the object had when the request was sent.
    var floor: UInt64 = 0

    /// The version that it compares with; `nil` if it compares none.
    var base: UInt64? {
        if case .update(let base) = kind { base } else { nil }
    }
}

extension RegisterWrite {
    /// What a command would write; `nil` if it writes nothing that is watched.
    ///
    /// - Parameters:
    ///   - command: what is asked.
    ///   - name: finds the register of an object that is known by id.
    init?(_ command: ClusterCommand, name: (String) -> Register?) {
        func known(_ id: String, _ kind: Kind, _ content: RegisterContent? = nil) -> Self? {
            name(id).map { Self(register: $0, kind: kind, content: content, id: id) }
        }
        func new(_ kind: Register.Kind, _ name: String, _ content: RegisterContent) -> Self {
            Self(register: Register(kind: kind, name: name), kind: .create, content: content)
        }
        let write: Self? =
            switch command {
            case .createService(let spec):
                new(.service, spec.name, .service(spec.task, spec.mode))
            case .updateService(let id, let version, let spec):
                known(id.description, .update(from: version), .service(spec.task, spec.mode))
            case .rollbackService(let id, let version):
                known(id.description, .update(from: version))
            case .removeService(let id): known(id.description, .remove)
            case .updateNode(let id, let version, let spec):
                known(id.description, .update(from: version), .node(spec))
            case .removeNode(let id, _): known(id.description, .remove)
            case .createNetwork(let spec): new(.network, spec.name, .network(spec))
            case .removeNetwork(let id): known(id.description, .remove)
            case .createSecret(let spec): new(.secret, spec.name, .secret(spec))
            case .removeSecret(let id): known(id.description, .remove)
            case .createConfig(let spec): new(.config, spec.name, .config(spec))
            case .removeConfig(let id): known(id.description, .remove)
            case .updateCluster(let version, let spec):
                Self(
                    register: Register(kind: .cluster, name: ""),
                    kind: .update(from: version),
                    content: .cluster(spec)
                )
            default: nil
            }
        guard let write else { return nil }
        self = write
    }
}
