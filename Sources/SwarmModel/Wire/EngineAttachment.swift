import Basics

/// A network of a task with the task's addresses there.
///
/// The network is the swarm's own object, which has another form than `GET /networks`.
struct EngineAttachment: Codable, Sendable {
    private let network: AttachedNetwork?
    private let addresses: [String]?

    private enum CodingKeys: String, CodingKey {
        case network = "Network"
        case addresses = "Addresses"
    }

    init(_ network: Network, addresses: [String], epoch: WallTime) {
        self.network = AttachedNetwork(network, epoch: epoch)
        self.addresses = addresses
    }

    /// `nil` for a network without an identifier of the swarm.
    var attachment: NetworkAttachment? {
        network.flatMap { NetworkID($0.id) }
            .map { NetworkAttachment(network: $0, addresses: addresses ?? []) }
    }
}

private struct AttachedNetwork: Codable, Sendable {
    let id: String
    private let meta: EngineMeta
    private let network: Network?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case spec = "Spec"
        case driverState = "DriverState"
        case ipam = "IPAMOptions"
    }

    init(_ network: Network, epoch: WallTime) {
        id = network.id.description
        meta = EngineMeta(network.meta, epoch: epoch)
        self.network = network
    }

    /// Only the identifier is read: the network itself is known from elsewhere.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.value(.id, or: "")
        meta = try EngineMeta(from: decoder)
        network = nil
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try meta.encode(to: encoder)
        guard let network else { return }
        try fields.encode(AttachedSpec(spec: network.spec), forKey: .spec)
        let driver = DriverSpec(
            name: network.spec.driverName,
            options: EngineNetwork.driverState(of: network)
        )
        try fields.encode(driver, forKey: .driverState)
        let addresses = AttachedAddresses(driver: "default", subnets: network.subnets)
        try fields.encode(addresses, forKey: .ipam)
    }
}

private struct AttachedSpec: Encodable {
    let spec: NetworkSpec

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
        case driver = "DriverConfiguration"
        case ipv6 = "IPv6Enabled"
        case isInternal = "Internal"
        case attachable = "Attachable"
        case ingress = "Ingress"
        case ipam = "IPAMOptions"
        case scope = "Scope"
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(spec.name, forKey: .name)
        try fields.encode(spec.labels, forKey: .labels)
        try fields.encode(spec.driver, forKey: .driver)
        try fields.put(spec.ipv6, .ipv6)
        try fields.put(spec.isInternal, .isInternal)
        try fields.put(spec.attachable, .attachable)
        try fields.put(spec.ingress, .ingress)
        let addresses = AttachedAddresses(
            driver: spec.driver.name.isEmpty ? "" : "default",
            subnets: spec.subnets
        )
        try fields.encode(addresses, forKey: .ipam)
        try fields.encode("swarm", forKey: .scope)
    }
}

private struct AttachedAddresses: Encodable {
    let driver: String
    let subnets: [Subnet]

    private enum CodingKeys: String, CodingKey {
        case driver = "Driver"
        case subnets = "Configs"
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(DriverSpec(name: driver), forKey: .driver)
        try fields.put(subnets, .subnets)
    }
}
