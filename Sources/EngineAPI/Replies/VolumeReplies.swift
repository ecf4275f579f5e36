import Basics
package import SwarmModel
import SwarmStore

// Named volumes; each node has its own.
extension EngineView {
    private var volumes: [Volume] {
        guard let node else { return [] }
        return store.volumes.filter { $0.node == node.id }
    }

    /// The volumes that a container of this machine has mounted, running or not.
    private var mountedVolumes: Set<String> {
        guard let node else { return [] }
        return Set(
            store.tasks(on: node.id).flatMap { task in
                task.spec.value.container.mounts.filter { $0.kind == .volume }.map(\.source)
            }
        )
    }

    package func volumeList(_ query: QueryItems) throws(EngineError) -> APIReply {
        let filters = try query.filters()
        try filters.check(accepted: ["name", "driver", "label", "dangling"])
        let mounted = mountedVolumes
        let kept = volumes.filter { volume in
            fits(filters["name"]) { volume.name.contains($0) }
                && fits(filters["driver"]) { volume.driver == $0 }
                && FilterRules.has(volume.labels, all: FilterRules.labels(filters["label"]))
                && fits(filters["dangling"]) {
                    ["1", "true"].contains($0) != mounted.contains(volume.name)
                }
        }
        return try .json(VolumeList(kept.map { EngineVolume($0, epoch: epoch) }))
    }

    private func fits(_ wishes: [String], _ test: (String) -> Bool) -> Bool {
        wishes.isEmpty || wishes.contains(where: test)
    }

    package func volumeReply(_ name: String) throws(EngineError) -> APIReply {
        guard let volume = volumes.first(where: { $0.name == name }) else {
            throw EngineError(status: 404, message: "get \(name): no such volume")
        }
        return try .json(EngineVolume(volume, epoch: epoch))
    }

    package func removeVolume(
        _ name: String,
        _ query: QueryItems
    ) throws(EngineError) -> ClusterCommand? {
        let isForced = query.flag("force")
        guard let volume = volumes.first(where: { $0.name == name }) else {
            if isForced { return nil }
            throw EngineError(status: 404, message: "get \(name): no such volume")
        }
        return .removeVolume(name: name, node: volume.node, force: isForced)
    }

    /// Makes a volume on this machine; `name` is for one that the client gave none.
    ///
    /// - Throws: 400 for names that no folder may have, 404 for drivers that there are not.
    package func createVolume(
        _ request: APIRequest,
        name other: String
    ) throws(EngineError) -> ClusterCommand {
        let body = try request.jsonIfAny()
        var name = body["Name"]?.text ?? ""
        let driver = body["Driver"]?.text ?? ""
        var labels = try Self.strings(body["Labels"])
        if name.isEmpty {
            name = other
            labels[Self.anonymousLabel] = ""
        }
        guard ["", "local"].contains(driver) else {
            throw EngineError(
                status: 404,
                message: "create \(name): error looking up volume plugin \(driver): plugin "
                    + "\"\(driver)\" not found"
            )
        }
        try Self.check(volumeName: name)
        guard let node else {
            throw EngineError(
                status: 501,
                message: "skep keeps volumes for the nodes of its swarm: this machine is in none"
            )
        }
        return .createVolume(
            NewVolume(
                name: name,
                node: node.id,
                labels: labels,
                options: try Self.strings(body["DriverOpts"])
            )
        )
    }

    /// Marks volumes that were given no name; the engine's own word.
    private static let anonymousLabel = "com.docker.volume.anonymous"

    private static func strings(_ value: JSONValue?) throws(EngineError) -> [String: String] {
        guard let value, value != .null else { return [:] }
        return try APIRequest.decode([String: String].self, from: value)
    }

    private static func check(volumeName name: String) throws(EngineError) {
        if name.utf8.count < 2 {
            throw EngineError(
                status: 400,
                message: "create \(name): volume name is too short, names should be at least two "
                    + "alphanumeric characters"
            )
        }
        let isPlain: (UInt8) -> Bool = { byte in
            byte < 0x80 && Character(Unicode.Scalar(byte)).isLetter
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        let bytes = Array(name.utf8)
        let isFine =
            isPlain(bytes[0])
            && bytes.allSatisfy { isPlain($0) || "_.-".utf8.contains($0) }
        if isFine, bytes.count <= 255 { return }
        throw EngineError(
            status: 400,
            message: "create \(name): \"\(name)\" includes invalid characters for a local volume "
                + "name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a "
                + "host directory, use absolute path"
        )
    }

    /// The volumes that a prune takes away.
    ///
    /// Since 1.42 those only that were given no name, unless all are asked for.
    package func unusedVolumes(
        _ query: QueryItems,
        version: APIVersion
    ) throws(EngineError) -> [Volume] {
        let filters = try query.filters()
        try filters.check(accepted: ["label", "label!", "all"])
        let takesAll =
            version < APIVersion(1, 42)
            || filters["all"].contains { ["1", "true"].contains($0) }
        let mounted = mountedVolumes
        return volumes.filter {
            !mounted.contains($0.name)
                && (takesAll || $0.labels[Self.anonymousLabel] != nil)
                && FilterRules.has($0.labels, all: FilterRules.labels(filters["label"]))
        }
    }
}

private struct VolumeList: Encodable {
    let volumes: [EngineVolume]

    private enum CodingKeys: String, CodingKey {
        case volumes = "Volumes"
        case warnings = "Warnings"
    }

    init(_ volumes: [EngineVolume]) { self.volumes = volumes }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(volumes, forKey: .volumes)
        try fields.encodeNil(forKey: .warnings)
    }
}
