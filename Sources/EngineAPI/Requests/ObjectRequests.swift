import Basics
package import SwarmModel
import SwarmStore

// What clients ask of nodes, secrets, configs and networks, as commands.
extension EngineView {
    // MARK: - Nodes

    package func updateNode(
        _ reference: String,
        _ request: APIRequest
    ) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        let version = try request.target.query.version(of: "node")
        try requireManager()
        let node = try node(reference)
        try SpecWords.check(node: body)
        return .updateNode(
            node.id,
            version: version,
            spec: try APIRequest.decode(NodeSpec.self, from: body)
        )
    }

    package func removeNode(
        _ reference: String,
        _ query: QueryItems
    ) throws(EngineError) -> ClusterCommand {
        try requireManager()
        return .removeNode(try node(reference).id, force: query.flag("force"))
    }

    // MARK: - Secrets and configs

    package func createSecret(_ request: APIRequest) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        try requireManager()
        if let driver = body["Driver"]?["Name"]?.text, !driver.isEmpty {
            throw EngineError(
                status: 500,
                message: "could not find secret driver \(driver): plugin \"\(driver)\" not found"
            )
        }
        try Self.checkData(body)
        return .createSecret(try APIRequest.decode(EngineSecretRequest.self, from: body).spec)
    }

    /// Changes a secret's labels; its data, where it is not `held`, is compared by its size.
    package func updateSecret(
        _ reference: String,
        _ request: APIRequest,
        held: [UInt8]? = nil
    ) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        let version = try request.target.query.version(of: "secret")
        try requireManager()
        let secret = try secret(reference)
        try Self.checkData(body)
        let wanted = try APIRequest.decode(EngineSecretRequest.self, from: body)
        let isSame =
            held.map { $0 == wanted.data } ?? (secret.spec.data.size == wanted.data.count)
        let refusal = DataValidation.refusal(
            ofUpdating: secret,
            name: wanted.name,
            hasSameData: wanted.data.isEmpty ? nil : isSame
        )
        // A stale version is refused first, where the command is carried out.
        if let refusal, secret.meta.version == version { throw refusal }
        return .updateSecret(secret.id, version: version, labels: wanted.labels)
    }

    package func removeSecret(_ reference: String) throws(EngineError) -> ClusterCommand {
        try requireManager()
        return .removeSecret(try secret(reference).id)
    }

    package func createConfig(_ request: APIRequest) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        try requireManager()
        try Self.checkData(body)
        return .createConfig(try APIRequest.decode(ConfigSpec.self, from: body))
    }

    package func updateConfig(
        _ reference: String,
        _ request: APIRequest
    ) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        let version = try request.target.query.version(of: "config")
        try requireManager()
        let config = try config(reference)
        try Self.checkData(body)
        let wanted = try APIRequest.decode(ConfigSpec.self, from: body)
        let refusal = DataValidation.refusal(ofUpdating: config, to: wanted)
        if let refusal, config.meta.version == version { throw refusal }
        return .updateConfig(config.id, version: version, labels: wanted.labels)
    }

    package func removeConfig(_ reference: String) throws(EngineError) -> ClusterCommand {
        try requireManager()
        return .removeConfig(try config(reference).id)
    }

    private static func checkData(_ body: JSONValue) throws(EngineError) {
        guard let text = body["Data"]?.text, Base64.decode(text) == nil else { return }
        let place = text.utf8.prefix { byte in
            Base64.decode(String(decoding: [byte, 0x41, 0x41, 0x41], as: UTF8.self)) != nil
        }
        throw EngineError(
            status: 400,
            message: "illegal base64 data at input byte \(place.count)"
        )
    }

    // MARK: - Networks

    package func createNetwork(_ request: APIRequest) throws(EngineError) -> ClusterCommand {
        let body = try request.json()
        let name = body["Name"]?.text ?? ""
        if name.isEmpty { throw EngineError(status: 500, message: "invalid name: ") }
        let driver = body["Driver"]?.text ?? ""
        let isSwarms = driver == "overlay" || body["Scope"]?.text == "swarm"
        guard isSwarms else {
            if ["", "bridge", "macvlan", "ipvlan"].contains(driver) {
                throw EngineError(
                    status: 501,
                    message: "skep simulates networks of the swarm only: "
                        + "create the network with --driver overlay"
                )
            }
            throw EngineError(status: 404, message: "plugin \"\(driver)\" not found")
        }
        if node != nil, !isManager, !isLocked {
            throw EngineError(
                status: 403,
                message: "Cannot create a multi-host network from a worker node. Please create "
                    + "the network from a manager node."
            )
        }
        // Here the engine answers 500 outside of a swarm, not 503 (engine-api 8).
        do throws(EngineError) {
            try requireManager()
        } catch {
            throw EngineError(status: 500, message: error.message)
        }
        if LocalNetwork.names.contains(name) {
            throw EngineError(status: 409, message: "network with name \(name) already exists")
        }
        let spec = try APIRequest.decode(NetworkSpec.self, from: body)
        // The engine reads subnets before the managers do, and has words of its own.
        for pool in spec.subnets where !pool.subnet.isEmpty && InternetSubnet(pool.subnet) == nil {
            throw EngineError(
                status: 400,
                message: "Invalid subnet \(pool.subnet) : invalid CIDR address: \(pool.subnet)"
            )
        }
        return .createNetwork(spec)
    }

    package func removeNetwork(_ reference: String) throws(EngineError) -> ClusterCommand {
        if let local = LocalNetwork.find(reference, on: machine) {
            throw EngineError(
                status: 403,
                message: "\(local.name) is a pre-defined network and cannot be removed"
            )
        }
        guard isManager else { throw .notFound("network", reference) }
        try requireManager()
        return .removeNetwork(try network(reference).id)
    }

    /// The networks that a prune takes away: those of the user's own that nobody is on.
    package func unusedNetworks(_ query: QueryItems) throws(EngineError) -> [Network] {
        let filters = try query.filters()
        try filters.check(accepted: ["label", "label!", "until"])
        guard isManager else { return [] }
        try requireManager()
        let used = Set(store.services.flatMap { $0.spec.task.networks.map(\.target) })
            .union(store.allTasks.filter(\.isLive).flatMap { $0.networks.map(\.network) })
        return store.networks.filter { network in
            !network.spec.ingress && !network.isPredefined && !used.contains(network.id)
                && FilterRules.has(
                    network.spec.labels,
                    all: FilterRules.labels(filters["label"])
                )
        }
    }
}

extension Network {
    /// Whether the swarm made it for networks that each node has by itself.
    var isPredefined: Bool { spec.labels["com.docker.swarm.predefined"] == "true" }
}
