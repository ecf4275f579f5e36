package import Basics

/// A time as the Engine API writes it: RFC 3339 with nanoseconds.
package struct EngineTime: Hashable, Codable, Sendable {
    /// `nil` for the zero time, which stands for never.
    package var wallTime: WallTime?

    package init(_ moment: Moment, epoch: WallTime) { wallTime = epoch + (moment - .zero) }

    package func moment(epoch: WallTime) -> Moment? { wallTime.map { .zero + ($0 - epoch) } }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        wallTime = WallTime(rfc3339: text)
        guard wallTime != nil || text.isEmpty || text == WallTime.zeroText else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a time: \(text)")
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wallTime?.rfc3339 ?? WallTime.zeroText)
    }
}

/// `Version`, `CreatedAt` and `UpdatedAt`, which every swarm object has.
struct EngineMeta: Codable, Sendable {
    private struct Version: Codable {
        var index: UInt64?
        enum CodingKeys: String, CodingKey { case index = "Index" }
    }

    private let version: Version?
    private let createdAt: EngineTime?
    private let updatedAt: EngineTime?

    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case createdAt = "CreatedAt"
        case updatedAt = "UpdatedAt"
    }

    init(_ meta: ObjectMeta, epoch: WallTime) {
        version = Version(index: meta.version)
        createdAt = EngineTime(meta.createdAt, epoch: epoch)
        updatedAt = EngineTime(meta.updatedAt, epoch: epoch)
    }

    func meta(epoch: WallTime) -> ObjectMeta {
        ObjectMeta(
            version: version?.index ?? 0,
            createdAt: createdAt?.moment(epoch: epoch) ?? .zero,
            updatedAt: updatedAt?.moment(epoch: epoch) ?? .zero
        )
    }
}
