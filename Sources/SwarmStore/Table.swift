import Basics
import HashTreeCollections

/// One kind's objects by id, in chunks that copies of the store share.
///
/// A copy costs as much as a copy of the list of chunks; the first change after it copies one
/// chunk. Positions are stable while an object lives, and are used again afterwards, so walking
/// the table gives the same order for the same history.
struct Table<ID: ObjectIdentity, Object: Sendable>: Sendable {
    private static var chunkLength: Int { 64 }

    private(set) var chunks: [[Object?]] = []
    private var positions: TreeDictionary<ID, Int> = [:]
    /// Positions that are used again, the last one first.
    private(set) var free: [Int] = []

    var count: Int { positions.count }

    /// Where the object with that id is kept; `nil` if there is none.
    func position(of id: ID) -> Int? { positions[id] }

    subscript(id: ID) -> Object? {
        guard let position = positions[id] else { return nil }
        return self[position: position]
    }

    /// The object at a position, to be read or changed in its place, but not to be removed.
    subscript(position position: Int) -> Object? {
        get { chunks[position / Self.chunkLength][position % Self.chunkLength] }
        _modify { yield &chunks[position / Self.chunkLength][position % Self.chunkLength] }
    }

    /// The identifiers of all objects, in ascending order; O(n log n).
    var ids: [ID] { positions.keys.sorted() }

    /// All objects, in order of their positions; O(n).
    var all: [Object] {
        var objects: [Object] = []
        objects.reserveCapacity(count)
        for chunk in chunks {
            for case let object? in chunk { objects.append(object) }
        }
        return objects
    }

    /// Adds an object under an id that the table does not have; returns its position.
    mutating func insert(_ object: Object, id: ID) -> Int {
        let position = free.popLast() ?? positions.count
        positions[id] = position
        while chunks.count <= position / Self.chunkLength { chunks.append([]) }
        let chunk = position / Self.chunkLength
        let offset = position % Self.chunkLength
        if offset < chunks[chunk].count {
            chunks[chunk][offset] = object
        } else {
            if chunks[chunk].isEmpty { chunks[chunk].reserveCapacity(Self.chunkLength) }
            chunks[chunk].append(object)
        }
        return position
    }

    mutating func replace(_ object: Object, at position: Int) {
        chunks[position / Self.chunkLength][position % Self.chunkLength] = object
    }

    mutating func remove(_ id: ID) -> (object: Object, position: Int)? {
        guard let position = positions[id], let object = self[position: position] else {
            return nil
        }
        positions[id] = nil
        chunks[position / Self.chunkLength][position % Self.chunkLength] = nil
        free.append(position)
        return (object, position)
    }
}

extension Table {
    /// Puts a table together from what it had at every position; `nil` if that is no table.
    ///
    /// - Parameters:
    ///   - objects: by position; `nil` where a position is free.
    ///   - free: the free positions, in the order in which they became so.
    ///   - identity: an object's identifier.
    init?(objects: [Object?], free: [Int], identity: (Object) -> ID) {
        self.free = free
        for start in stride(from: 0, to: objects.count, by: Self.chunkLength) {
            chunks.append(Array(objects[start..<min(start + Self.chunkLength, objects.count)]))
        }
        for (position, object) in objects.enumerated() {
            guard let object else { continue }
            guard positions.updateValue(position, forKey: identity(object)) == nil
            else { return nil }
        }
        let isFree = Set(free)
        guard isFree.count == free.count, free.count + count == objects.count,
            free.allSatisfy({ objects.indices.contains($0) && objects[$0] == nil })
        else { return nil }
    }
}
