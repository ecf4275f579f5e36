package import Basics

/// A network as `GET /networks` has it.
package struct EngineNetwork: Codable, Sendable {
    /// 25 characters for a network of the swarm, 64 for one of the engine's own.
    package let id: String
    private let createdAt: EngineTime?
    /// `swarm` or `local`.
    package let scope: String
    package let spec: NetworkSpec
    private let subnets: [Subnet]
    private let options: [String: String]

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case id = "Id"
        case createdAt = "Created"
        case scope = "Scope"
        case driver = "Driver"
        case ipv6 = "EnableIPv6"
        case ipam = "IPAM"
        case isInternal = "Internal"
        case attachable = "Attachable"
        case ingress = "Ingress"
        case configFrom = "ConfigFrom"
        case configOnly = "ConfigOnly"
        case containers = "Containers"
        case options = "Options"
        case labels = "Labels"
    }

    private struct ConfigFrom: Encodable {
        let network = ""
        enum CodingKeys: String, CodingKey { case network = "Network" }
    }

    package init(_ network: Network, epoch: WallTime) {
        id = network.id.description
        createdAt = EngineTime(network.meta.createdAt, epoch: epoch)
        scope = "swarm"
        spec = network.spec
        subnets = network.subnets.isEmpty ? network.spec.subnets : network.subnets
        options = Self.driverState(of: network)
    }

    /// The driver's options as allocated: those of the spec, and the VXLAN identifier.
    static func driverState(of network: Network) -> [String: String] {
        var options = network.spec.driver.options
        if let vxlan = network.vxlanID { options[vxlanOption] = "\(vxlan)" }
        return options
    }

    private static let vxlanOption = "com.docker.network.driver.overlay.vxlanid_list"

    /// The network, its times counted from `epoch`; `nil` for one that is not the swarm's.
    ///
    /// The list does not tell what was asked for from what was allocated: the spec gets all.
    package func network(epoch: WallTime) -> Network? {
        guard let id = NetworkID(id) else { return nil }
        var network = Network(
            id: id,
            spec: spec,
            subnets: subnets,
            vxlanID: options[Self.vxlanOption].flatMap { UInt32($0) }
        )
        let created = createdAt?.moment(epoch: epoch) ?? .zero
        network.meta = ObjectMeta(createdAt: created, updatedAt: created)
        return network
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        spec = try NetworkSpec(from: decoder)
        id = try fields.value(.id, or: "")
        createdAt = try fields.decodeIfPresent(EngineTime.self, forKey: .createdAt)
        scope = try fields.value(.scope, or: "")
        subnets = spec.subnets
        options = spec.driver.options
    }

    private var addressManagement: AddressManagement {
        let isLocal = spec.isNodeLocal && subnets.isEmpty
        return AddressManagement(subnets: subnets, driver: isLocal ? "" : "default")
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(spec.name, forKey: .name)
        try fields.encode(id, forKey: .id)
        try fields.encodeIfPresent(createdAt, forKey: .createdAt)
        try fields.encode(scope, forKey: .scope)
        try fields.encode(spec.driverName, forKey: .driver)
        try fields.encode(spec.ipv6, forKey: .ipv6)
        try fields.encode(addressManagement, forKey: .ipam)
        try fields.encode(spec.isInternal, forKey: .isInternal)
        try fields.encode(spec.attachable, forKey: .attachable)
        try fields.encode(spec.ingress, forKey: .ingress)
        try fields.encode(ConfigFrom(), forKey: .configFrom)
        try fields.encode(false, forKey: .configOnly)
        try fields.encodeNil(forKey: .containers)
        try fields.encode(options, forKey: .options)
        // The engine makes the ingress network with labels, though there are none.
        if spec.labels.isEmpty, !spec.ingress {
            try fields.encodeNil(forKey: .labels)
        } else {
            try fields.encode(spec.labels, forKey: .labels)
        }
    }
}
