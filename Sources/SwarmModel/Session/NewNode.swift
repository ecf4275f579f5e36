/// A machine that joins the embedded cluster.
package struct NewNode: Hashable, Sendable {
    /// The zone of a machine for which none is named.
    package static let standardZone = "dc1"
    /// The engine label that names the zone.
    package static let zoneLabel = "zone"

    package var hostname: String
    package var role: NodeRole
    package var availability: NodeAvailability
    package var nanoCPUs: Int64
    package var memoryBytes: Int64
    package var labels: [String: String]
    /// The data centre it stands in; constraints know it as `engine.labels.zone`.
    package var zone: String
    /// What its engine was told to offer beyond CPU and memory.
    package var generic: [GenericResource]
    /// What the swarm is to be like that begins with this node; `nil`: as swarms begin.
    package var settings: ClusterSpec?

    package init(
        hostname: String,
        role: NodeRole,
        availability: NodeAvailability = .active,
        nanoCPUs: Int64 = 4_000_000_000,
        memoryBytes: Int64 = 8_589_934_592,
        labels: [String: String] = [:],
        zone: String = standardZone,
        generic: [GenericResource] = [],
        settings: ClusterSpec? = nil
    ) {
        self.hostname = hostname
        self.role = role
        self.availability = availability
        self.nanoCPUs = nanoCPUs
        self.memoryBytes = memoryBytes
        self.labels = labels
        self.zone = zone
        self.generic = generic
        self.settings = settings
    }
}

extension NewNode: Codable {
    private enum CodingKeys: CodingKey {
        case hostname, role, availability, nanoCPUs, memoryBytes, labels, zone, generic, settings
    }

    /// Journals of earlier versions name neither zone, generic resources nor settings.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        hostname = try fields.decode(String.self, forKey: .hostname)
        role = try fields.decode(NodeRole.self, forKey: .role)
        availability = try fields.decode(NodeAvailability.self, forKey: .availability)
        nanoCPUs = try fields.decode(Int64.self, forKey: .nanoCPUs)
        memoryBytes = try fields.decode(Int64.self, forKey: .memoryBytes)
        labels = try fields.decode([String: String].self, forKey: .labels)
        zone = try fields.decodeIfPresent(String.self, forKey: .zone) ?? Self.standardZone
        generic = try fields.decodeIfPresent([GenericResource].self, forKey: .generic) ?? []
        settings = try fields.decodeIfPresent(ClusterSpec.self, forKey: .settings)
    }
}
