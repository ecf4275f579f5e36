package import Basics

/// A volume as `GET /volumes` has it.
package struct EngineVolume: Encodable, Sendable {
    private let volume: Volume
    private let createdAt: EngineTime

    private enum CodingKeys: String, CodingKey {
        case createdAt = "CreatedAt"
        case driver = "Driver"
        case labels = "Labels"
        case mountpoint = "Mountpoint"
        case name = "Name"
        case options = "Options"
        case scope = "Scope"
    }

    package init(_ volume: Volume, epoch: WallTime) {
        self.volume = volume
        createdAt = EngineTime(volume.createdAt, epoch: epoch)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(createdAt, forKey: .createdAt)
        try fields.encode(volume.driver, forKey: .driver)
        try fields.encode(volume.labels.isEmpty ? nil : volume.labels, forKey: .labels)
        try fields.encode("/var/lib/docker/volumes/\(volume.name)/_data", forKey: .mountpoint)
        try fields.encode(volume.name, forKey: .name)
        try fields.encode(volume.options.isEmpty ? nil : volume.options, forKey: .options)
        try fields.encode("local", forKey: .scope)
    }
}
