import Basics

/// The form of `POST /networks/create`; what the core does not keep is neither read nor written.
extension NetworkSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case ipv6 = "EnableIPv6"
        case ipam = "IPAM"
        case isInternal = "Internal"
        case attachable = "Attachable"
        case ingress = "Ingress"
        case options = "Options"
        case labels = "Labels"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(name: try fields.value(.name, or: ""))
        labels = try fields.value(.labels, or: [:])
        driver = DriverSpec(
            name: try fields.value(.driver, or: ""),
            options: try fields.value(.options, or: [:])
        )
        attachable = try fields.value(.attachable, or: false)
        ingress = try fields.value(.ingress, or: false)
        isInternal = try fields.value(.isInternal, or: false)
        ipv6 = try fields.value(.ipv6, or: false)
        subnets = try fields.value(.ipam, or: AddressManagement()).subnets
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(driver.name, forKey: .driver)
        try fields.put(ipv6, .ipv6)
        try fields.put(AddressManagement(subnets: subnets), unless: AddressManagement(), .ipam)
        try fields.put(isInternal, .isInternal)
        try fields.put(attachable, .attachable)
        try fields.put(ingress, .ingress)
        try fields.put(driver.options, .options)
        try fields.put(labels, .labels)
    }
}

extension Subnet: Codable {
    private enum CodingKeys: String, CodingKey {
        case subnet = "Subnet"
        case range = "IPRange"
        case gateway = "Gateway"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        subnet = try fields.value(.subnet, or: "")
        range = try fields.value(.range, or: "")
        gateway = try fields.value(.gateway, or: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.put(subnet, .subnet)
        try fields.put(range, .range)
        try fields.put(gateway, .gateway)
    }
}

/// `IPAM` of a network as the network endpoints have it.
struct AddressManagement: Hashable, Codable {
    var subnets: [Subnet] = []
    /// Empty for networks whose addresses each node hands out alone.
    var driver = "default"

    init(subnets: [Subnet] = [], driver: String = "default") {
        self.subnets = subnets
        self.driver = driver
    }

    private enum CodingKeys: String, CodingKey {
        case driver = "Driver"
        case options = "Options"
        case subnets = "Config"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        subnets = try fields.value(.subnets, or: [])
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(driver, forKey: .driver)
        try fields.encodeNil(forKey: .options)
        try fields.encode(subnets, forKey: .subnets)
    }
}
