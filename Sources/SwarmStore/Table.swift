import Basics
import SwarmModel

/// What a ``Table`` can keep.
protocol TableObject: Sendable {
    associatedtype ID: ObjectIdentity
    var id: ID { get }
    /// How many objects lie in one chunk, a power of two: the heavier one is to copy, the fewer.
    static var chunkLength: Int { get }
    /// Whether a table keeps the identifiers once more beside the objects, so that comparing them
    /// copies no object; not worth it for what is a single pointer.
    static var hasIDsBeside: Bool { get }
}

extension TableObject {
    static var chunkLength: Int { 32 }
    static var hasIDsBeside: Bool { true }
}

extension Node: TableObject {}
extension Service: TableObject {}
extension Network: TableObject {}
extension Secret: TableObject {}
extension Config: TableObject {}
extension SwarmTask: TableObject {
    static var chunkLength: Int { 64 }
    static var hasIDsBeside: Bool { false }
}

/// One kind's objects by id, in chunks that copies of the store share.
///
/// A copy costs as much as a copy of the list of chunks; the first change after it copies one
/// chunk. Positions are stable while an object lives, and are used again afterwards, so walking
/// the table gives the same order for the same history.
struct Table<Object: TableObject>: Sendable {
    typealias ID = Object.ID

    private static var chunkLength: Int { Object.chunkLength }

    private(set) var chunks: [[Object?]] = []
    /// The identifiers at the same places; empty unless they are kept beside the objects.
    private var idChunks: [[ID]] = []
    private var positions = PlaceIndex()
    /// Positions that are used again, the last one first.
    private(set) var free: [Int] = []

    var count: Int { positions.count }

    /// Where the object with that id is kept; `nil` if there is none.
    func position(of id: ID) -> Int? {
        let hint = Int(id.hint)
        if hint >= 0, has(id, at: hint) { return hint }
        return positions.place(of: id.digits) { has(id, at: $0) }
    }

    /// Whether the object at a place, which may be no place at all, has this identifier.
    private func has(_ id: ID, at position: Int) -> Bool {
        let chunk = position / Self.chunkLength
        let offset = position % Self.chunkLength
        if Object.hasIDsBeside { return idChunks[chunk][offset] == id }
        guard chunk < chunks.count, offset < chunks[chunk].count else { return false }
        return chunks[chunk][offset]?.id == id
    }

    subscript(id: ID) -> Object? {
        guard let position = position(of: id) else { return nil }
        return self[position: position]
    }

    /// The object at a position, to be read or changed in its place, but not to be removed.
    subscript(position position: Int) -> Object? {
        _read { yield chunks[position / Self.chunkLength][position % Self.chunkLength] }
        _modify { yield &chunks[position / Self.chunkLength][position % Self.chunkLength] }
    }

    /// The identifiers of all objects, in ascending order; O(n log n).
    var ids: [ID] { chunks.joined().compactMap { $0?.id }.sorted() }

    /// All objects, in order of their positions; O(n).
    var all: [Object] {
        var objects: [Object] = []
        objects.reserveCapacity(count)
        for chunk in chunks {
            for case let object? in chunk { objects.append(object) }
        }
        return objects
    }

    /// All positions that were ever used.
    var positionRange: Range<Int> { 0..<count + free.count }

    /// Where the next object will be kept.
    var nextPosition: Int { free.last ?? positions.count }

    /// Adds an object with an id that the table does not have; returns its position.
    mutating func insert(_ object: Object) -> Int {
        let position = free.popLast() ?? positions.count
        positions.add(object.id.digits, at: position)
        let chunk = position / Self.chunkLength
        let offset = position % Self.chunkLength
        if chunk == chunks.count { openChunk() }
        if offset < chunks[chunk].count {
            chunks[chunk][offset] = object
            if Object.hasIDsBeside { idChunks[chunk][offset] = object.id }
        } else {
            chunks[chunk].append(object)
            if Object.hasIDsBeside { idChunks[chunk].append(object.id) }
        }
        return position
    }

    private mutating func openChunk() {
        chunks.append([])
        chunks[chunks.count - 1].reserveCapacity(Self.chunkLength)
        if Object.hasIDsBeside { idChunks.append([]) }
    }

    mutating func replace(_ object: Object, at position: Int) {
        chunks[position / Self.chunkLength][position % Self.chunkLength] = object
    }

    mutating func remove(_ id: ID) -> (object: Object, position: Int)? {
        guard let position = position(of: id), let object = self[position: position] else {
            return nil
        }
        positions.remove(id.digits, at: position)
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
    init?(objects: [Object?], free: [Int]) {
        self.free = free
        for start in stride(from: 0, to: objects.count, by: Self.chunkLength) {
            let chunk = objects[start..<min(start + Self.chunkLength, objects.count)]
            chunks.append(Array(chunk))
            guard Object.hasIDsBeside else { continue }
            let nobody = ID(digits: .zero)
            idChunks.append(chunk.map { $0?.id ?? nobody })
        }
        for (position, object) in objects.enumerated() {
            guard let object else { continue }
            guard positions.place(of: object.id.digits, isRight: { has(object.id, at: $0) }) == nil
            else { return nil }
            positions.add(object.id.digits, at: position)
        }
        let isFree = Set(free)
        guard isFree.count == free.count, free.count + count == objects.count,
            free.allSatisfy({ objects.indices.contains($0) && objects[$0] == nil })
        else { return nil }
    }
}
