package import Basics

/// A network of the swarm.
///
/// - Source: OBJ-40.
package struct Network: Hashable, Codable, Sendable {
    package let id: NetworkID
    package var meta = ObjectMeta()
    package var spec: NetworkSpec
    /// Subnets as allocated; empty until then, and for node-local drivers.
    package var subnets: [Subnet]
    package var vxlanID: UInt32?

    package init(id: NetworkID, spec: NetworkSpec, subnets: [Subnet] = [], vxlanID: UInt32? = nil) {
        self.id = id
        self.spec = spec
        self.subnets = subnets
        self.vxlanID = vxlanID
    }

    package var name: String { spec.name }
    package var stack: String? { spec.labels[StackLabel.namespace] }
}

/// A subnet in CIDR form with its gateway's address.
package struct Subnet: Hashable, Sendable {
    package var subnet: String
    package var range: String
    package var gateway: String
    package init(subnet: String, range: String = "", gateway: String = "") {
        self.subnet = subnet
        self.range = range
        self.gateway = gateway
    }
}

package struct NetworkSpec: Hashable, Sendable {
    package var name: String
    package var labels: [String: String]
    /// Empty name = `overlay`.
    package var driver: DriverSpec
    package var attachable: Bool
    package var ingress: Bool
    package var isInternal: Bool
    package var ipv6: Bool
    /// Subnets the user asked for; empty = from the cluster's pool.
    package var subnets: [Subnet]

    package init(
        name: String,
        labels: [String: String] = [:],
        driver: DriverSpec = DriverSpec(name: "overlay"),
        attachable: Bool = false,
        ingress: Bool = false,
        isInternal: Bool = false,
        ipv6: Bool = false,
        subnets: [Subnet] = []
    ) {
        self.name = name
        self.labels = labels
        self.driver = driver
        self.attachable = attachable
        self.ingress = ingress
        self.isInternal = isInternal
        self.ipv6 = ipv6
        self.subnets = subnets
    }

    /// What carries it out: the ingress network that a swarm begins with names no driver.
    package var driverName: String { driver.name.isEmpty ? "overlay" : driver.name }

    /// Drivers whose networks live on each node alone (ALC-23).
    package var isNodeLocal: Bool {
        ["bridge", "host", "macvlan", "ipvlan", "null", "none"].contains(driver.name)
    }
}

/// A secret.
///
/// Its data is sealed by the host before the core sees it, and never shown.
package struct Secret: Hashable, Codable, Sendable {
    package let id: SecretID
    package var meta = ObjectMeta()
    package var spec: SecretSpec
    /// Made by the swarm itself: lists do not show it (SEC-6).
    package var isInternal: Bool

    package init(id: SecretID, spec: SecretSpec, isInternal: Bool = false) {
        self.id = id
        self.spec = spec
        self.isInternal = isInternal
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(SecretID.self, forKey: .id)
        meta = try fields.decode(ObjectMeta.self, forKey: .meta)
        spec = try fields.decode(SecretSpec.self, forKey: .spec)
        isInternal = try fields.value(.isInternal, or: false)
    }

    package var name: String { spec.name }
    package var stack: String? { spec.labels[StackLabel.namespace] }

    /// The secret as it may leave the managers: without its data (SEC-6).
    package var redacted: Secret {
        var copy = self
        copy.spec.data = .withheld
        return copy
    }
}

package struct SecretSpec: Hashable, Codable, Sendable {
    package var name: String
    package var labels: [String: String]
    package var data: SecretData
    /// Who keeps the data; `nil` = the managers.
    package var driver: DriverSpec?
    /// How the data is expanded for each task; `nil` = as it is (LIF-52).
    package var templating: DriverSpec?

    package init(
        name: String,
        labels: [String: String] = [:],
        data: SecretData,
        driver: DriverSpec? = nil,
        templating: DriverSpec? = nil
    ) {
        self.name = name
        self.labels = labels
        self.data = data
        self.driver = driver
        self.templating = templating
    }
}

/// The data of a secret on its way in, or at rest.
package enum SecretData: Hashable, Sendable {
    /// As a client hands it to a session; the session's host seals it at once.
    case plain([UInt8])
    /// Ciphertext; only the host has the key. `size` counts the bytes of the plain data (SEC-1).
    case sealed([UInt8], size: Int)
    /// Held by an engine that never gives it out.
    case withheld

    /// The number of bytes of the plain data; `nil` when nobody here knows.
    package var size: Int? {
        switch self {
        case .plain(let bytes): bytes.count
        case .sealed(_, let size): size
        case .withheld: nil
        }
    }
}

/// A config: plain data under a name.
package struct Config: Hashable, Codable, Sendable {
    package let id: ConfigID
    package var meta = ObjectMeta()
    package var spec: ConfigSpec
    package init(id: ConfigID, spec: ConfigSpec) {
        self.id = id
        self.spec = spec
    }
    package var name: String { spec.name }
    package var stack: String? { spec.labels[StackLabel.namespace] }
}

package struct ConfigSpec: Hashable, Sendable {
    package var name: String
    package var labels: [String: String]
    package var data: [UInt8]
    /// How the data is expanded for each task; `nil` = as it is (LIF-52).
    package var templating: DriverSpec?

    package init(
        name: String,
        labels: [String: String] = [:],
        data: [UInt8],
        templating: DriverSpec? = nil
    ) {
        self.name = name
        self.labels = labels
        self.data = data
        self.templating = templating
    }
}

/// A named volume on one node.
///
/// It outlives tasks, services and stacks.
package struct Volume: Hashable, Codable, Sendable {
    package let name: String
    package let node: NodeID
    package var driver: String
    package var labels: [String: String]
    /// The driver's options, as they were given.
    package var options: [String: String]
    package var createdAt: Moment

    package init(
        name: String,
        node: NodeID,
        driver: String = "local",
        labels: [String: String] = [:],
        options: [String: String] = [:],
        createdAt: Moment
    ) {
        self.name = name
        self.node = node
        self.driver = driver
        self.labels = labels
        self.options = options
        self.createdAt = createdAt
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        node = try fields.decode(NodeID.self, forKey: .node)
        driver = try fields.decode(String.self, forKey: .driver)
        labels = try fields.decode([String: String].self, forKey: .labels)
        // Clusters that were saved earlier have none.
        options = try fields.decodeIfPresent([String: String].self, forKey: .options) ?? [:]
        createdAt = try fields.decode(Moment.self, forKey: .createdAt)
    }
}

/// A volume that a user asks for, before any container does.
package struct NewVolume: Hashable, Codable, Sendable {
    package var name: String
    package var node: NodeID
    package var labels: [String: String]
    /// The driver's options; `local` is the only driver.
    package var options: [String: String]

    package init(
        name: String,
        node: NodeID,
        labels: [String: String] = [:],
        options: [String: String] = [:]
    ) {
        self.name = name
        self.node = node
        self.labels = labels
        self.options = options
    }
}
