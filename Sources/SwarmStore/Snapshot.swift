import Basics
import HashTreeCollections
import SwarmModel

/// The whole store, so that it goes on as if it had never been saved: versions, names, and where
/// in its tables every object lies, which decides the order of walks.
///
/// Equal stores give equal bytes with ``Packed``. Indexes are not saved but made again. Changes
/// that nobody took yet are not saved either: a store is saved when it is at rest.
extension Store: Codable {
    private enum CodingKeys: String, CodingKey {
        case now, version, cluster
        case nodes, services, tasks, networks, secrets, configs, volumes
        case serviceNames, networkNames, secretNames, configNames
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            cluster: try fields.decode(Cluster.self, forKey: .cluster),
            version: try fields.decode(UInt64.self, forKey: .version)
        )
        now = try fields.decode(Moment.self, forKey: .now)
        nodeTable = try fields.table(.nodes)
        serviceTable = try fields.table(.services, named: .serviceNames)
        taskTable = try fields.table(.tasks)
        networkTable = try fields.table(.networks, named: .networkNames)
        secretTable = try fields.table(.secrets, named: .secretNames)
        configTable = try fields.table(.configs, named: .configNames)
        volumeList = try fields.decode([Volume].self, forKey: .volumes)
        for position in taskTable.positionRange {
            taskTable[position: position]?.notePosition(position)
        }
        tasks = try TaskIndexes(of: taskTable)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(now, forKey: .now)
        try fields.encode(version, forKey: .version)
        try fields.encode(cluster, forKey: .cluster)
        try fields.encode(SavedTable(nodeTable), forKey: .nodes)
        try fields.encode(SavedTable(serviceTable.table), forKey: .services)
        try fields.encode(SavedTable(taskTable), forKey: .tasks)
        try fields.encode(SavedTable(networkTable.table), forKey: .networks)
        try fields.encode(SavedTable(secretTable.table), forKey: .secrets)
        try fields.encode(SavedTable(configTable.table), forKey: .configs)
        try fields.encode(volumeList, forKey: .volumes)
        try fields.encode(serviceTable.savedNames, forKey: .serviceNames)
        try fields.encode(networkTable.savedNames, forKey: .networkNames)
        try fields.encode(secretTable.savedNames, forKey: .secretNames)
        try fields.encode(configTable.savedNames, forKey: .configNames)
    }
}

/// A table as it is saved: what is at every position, and the free positions in their order.
private struct SavedTable<Object: Codable & TableObject>: Codable {
    var objects: [Object?] = []
    var free: [Int]

    private enum CodingKeys: String, CodingKey { case objects, free }

    init(_ table: Table<Object>) {
        objects = Array(table.chunks.joined())
        free = table.free
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        free = try fields.decode([Int].self, forKey: .free)
        var elements = try fields.nestedUnkeyedContainer(forKey: .objects)
        while !elements.isAtEnd {
            objects.append(try elements.decodeNil() ? nil : elements.decode(Object.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        var elements = fields.nestedUnkeyedContainer(forKey: .objects)
        for object in objects {
            if let object {
                try elements.encode(object)
            } else {
                try elements.encodeNil()
            }
        }
        try fields.encode(free, forKey: .free)
    }
}

extension KeyedDecodingContainer {
    fileprivate func table<Object: Codable & NamedObject>(
        _ key: Key,
        named names: Key
    ) throws -> NamedTable<Object> where Object.ID: Codable {
        NamedTable(try table(key), names: try decode([String: Object.ID].self, forKey: names))
    }

    fileprivate func table<Object: Codable & TableObject>(_ key: Key) throws -> Table<Object> {
        let saved = try decode(SavedTable<Object>.self, forKey: key)
        let table = Table(objects: saved.objects, free: saved.free)
        if let table { return table }
        throw DecodingError.dataCorruptedError(
            forKey: key,
            in: self,
            debugDescription: "\(key.stringValue) do not fit together"
        )
    }
}

extension TaskIndexes {
    /// The indexes of a table that was read back.
    fileprivate init(of table: Table<SwarmTask>) throws {
        self.init()
        for (position, task) in table.chunks.joined().enumerated() {
            guard let task else { continue }
            guard (0..<Self.slotLimit).contains(task.slot) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: [], debugDescription: "no task has slot \(task.slot)")
                )
            }
            add(task, at: position)
        }
    }

    /// Far above any number of replicas; a damaged snapshot must not make the indexes larger.
    private static var slotLimit: Int { 10_000_000 }
}
