import Basics
package import SwarmModel
import SwarmStore

// Networks: those of the swarm, and those that each engine has by itself.
extension EngineView {
    package func networkList(_ query: QueryItems) throws(EngineError) -> APIReply {
        let filters = try query.filters()
        try filters.check(
            accepted: ["id", "name", "driver", "scope", "type", "label", "dangling"]
        )
        for type in filters["type"] where type != "custom" && type != "builtin" {
            throw EngineError(status: 400, message: "invalid filter: 'type'='\(type)'")
        }
        let swarms = visibleNetworks.filter { keeps($0, filters) }
        let locals = LocalNetwork.all(on: machine).filter { keeps($0, filters) }
        var list: [JSONValue] = []
        for network in swarms { list.append(try wireForm(of: network)) }
        list += locals.map { $0.wireForm(created: engineStart) }
        return try .json(list)
    }

    package func networkReply(
        _ reference: String,
        _ query: QueryItems
    ) throws(EngineError) -> APIReply {
        let scope = query["scope"] ?? ""
        if scope != "swarm", let local = LocalNetwork.find(reference, on: machine) {
            return try .json(local.wireForm(created: engineStart))
        }
        guard scope != "local", node != nil else { throw .notFound("network", reference) }
        if isManager { try requireManager() }
        let network = try network(reference)
        guard isManager || visibleNetworks.contains(network) else {
            throw .notFound("network", reference)
        }
        return try .json(
            try wireForm(of: network, isVerbose: try query.strictFlag("verbose"))
        )
    }

    /// When this engine came up, as far as anybody can tell.
    var engineStart: EngineTime { EngineTime(.zero, epoch: epoch) }

    /// A manager sees all of the swarm's networks, a worker those that its tasks are on.
    private var visibleNetworks: [Network] {
        guard let node else { return [] }
        let all = store.networks.filter { !$0.isPredefined }
        if isManager { return all }
        let here = Set(
            store.tasks(on: node.id).filter(\.isLive).flatMap { $0.networks.map(\.network) }
        )
        return all.filter { here.contains($0.id) || $0.spec.ingress }
    }

    /// Names of the swarm's networks must match whole, as they do in an engine.
    private func keeps(_ network: Network, _ filters: EngineFilters) -> Bool {
        let isUsed = store.services.contains {
            $0.spec.task.networks.contains { $0.target == network.id }
        }
        return matches(filters["name"]) { network.name == $0 }
            && matches(filters["id"]) { network.id.description.hasPrefix($0) }
            && matches(filters["driver"]) { network.spec.driverName == $0 }
            && matches(filters["scope"]) { $0 == "swarm" }
            && matches(filters["type"]) { $0 == "custom" }
            && matches(filters["dangling"]) { ["1", "true"].contains($0) == !isUsed }
            && FilterRules.has(network.spec.labels, all: FilterRules.labels(filters["label"]))
    }

    private func keeps(_ network: LocalNetwork, _ filters: EngineFilters) -> Bool {
        let driver = network.name == "host" ? "host" : network.name == "none" ? "null" : "bridge"
        return matches(filters["name"]) { network.name.contains($0) }
            && matches(filters["id"]) { network.id.hasPrefix($0) }
            && matches(filters["driver"]) { driver == $0 }
            && matches(filters["scope"]) { $0 == "local" }
            && matches(filters["type"]) {
                $0 == (network.name.hasPrefix("docker_") ? "custom" : "builtin")
            }
            && matches(filters["dangling"]) {
                ["1", "true"].contains($0) && network.name.hasPrefix("docker_")
            }
            && filters["label"].isEmpty
    }

    private func matches(_ wishes: [String], _ fits: (String) -> Bool) -> Bool {
        wishes.isEmpty || wishes.contains(where: fits)
    }

    /// A network of the swarm, with the containers of this machine that are on it.
    private func wireForm(
        of network: Network,
        isVerbose: Bool = false
    ) throws(EngineError) -> JSONValue {
        let form = try JSONValue(encoding: EngineNetwork(network, epoch: epoch))
        guard let node else { return form }
        return NetworkDetails(view: self, network: network, node: node).added(
            to: form,
            isVerbose: isVerbose
        )
    }
}

/// The address that an overlay network gives an interface: made of its IP address.
enum MACAddress {
    /// `02:42:0a:00:01:05` for `10.0.1.5/24`; empty for anything else.
    static func text(of address: String) -> String {
        let numbers = address.prefix { $0 != "/" }.split(separator: ".").compactMap { UInt8($0) }
        guard numbers.count == 4 else { return "" }
        return ([0x02, 0x42] + numbers).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined(separator: ":")
    }
}

extension JSONValue {
    /// A value as it would be sent.
    init(encoding value: some Encodable) throws(EngineError) {
        do throws(JSONError) {
            self = try JSONParser.parse(try Self.bytes(of: value))
        } catch {
            throw EngineError(status: 500, message: error.description)
        }
    }

    private static func bytes(of value: some Encodable) throws(JSONError) -> [UInt8] {
        do {
            return Array(try JSONText.compact(value).utf8)
        } catch {
            throw JSONError("\(error)")
        }
    }

    /// The object with one member's value replaced, in its place.
    func replacing(_ key: String, _ value: JSONValue) -> JSONValue {
        changing(key) { _ in value }
    }
}
