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

    /// The volumes that a prune takes away.
    package func unusedVolumes(_ query: QueryItems) throws(EngineError) -> [Volume] {
        let filters = try query.filters()
        try filters.check(accepted: ["label", "label!", "all"])
        // Since 1.42 only volumes without a name of their own go, unless all are asked for; here
        // every volume was given a name.
        guard filters["all"].contains(where: { ["1", "true"].contains($0) }) else { return [] }
        let mounted = mountedVolumes
        return volumes.filter {
            !mounted.contains($0.name)
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
