import Basics

extension ConfigSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
        case data = "Data"
        case templating = "Templating"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.value(.name, or: "")
        labels = try fields.value(.labels, or: [:])
        data = try fields.bytes(.data)
        templating = try fields.decodeIfPresent(DriverSpec.self, forKey: .templating)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(labels, forKey: .labels)
        try fields.put(Base64.encode(data), .data)
        try fields.encodeIfPresent(templating, forKey: .templating)
    }
}

/// At rest, not on the wire: ``EngineSecret`` and ``EngineSecretRequest`` are for the wire.
///
/// Data that nobody sealed is refused: it must not reach a file.
extension SecretData: Codable {
    private enum CodingKeys: String, CodingKey {
        case sealed = "Sealed"
        case size = "Size"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if let size = try fields.decodeIfPresent(Int.self, forKey: .size) {
            self = .sealed(try fields.bytes(.sealed), size: size)
        } else {
            self = .withheld
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .sealed(let bytes, let size):
            try fields.encode(Base64.encode(bytes), forKey: .sealed)
            try fields.encode(size, forKey: .size)
        case .withheld:
            break
        case .plain:
            throw EncodingError.invalidValue(
                "secret data",
                .init(codingPath: encoder.codingPath, debugDescription: "the data is not sealed")
            )
        }
    }
}

/// Of an endpoint, the Engine API's form has everything.
extension Endpoint: Codable {
    private enum CodingKeys: String, CodingKey {
        case spec = "Spec"
        case ports = "Ports"
        case virtualIPs = "VirtualIPs"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        spec = try fields.value(.spec, or: EndpointSpec())
        ports = try fields.value(.ports, or: [])
        virtualIPs = try fields.value(.virtualIPs, or: [])
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(spec, forKey: .spec)
        try fields.put(ports, .ports)
        try fields.put(virtualIPs, .virtualIPs)
    }
}

extension Endpoint.VirtualIP: Codable {
    private enum CodingKeys: String, CodingKey {
        case network = "NetworkID"
        case address = "Addr"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        network = try fields.decode(NetworkID.self, forKey: .network)
        address = try fields.value(.address, or: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(network, forKey: .network)
        try fields.put(address, .address)
    }
}
