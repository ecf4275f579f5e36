import Basics
import HashTreeCollections
import SwarmModel

/// What a ``NamedTable`` can keep.
protocol NamedObject: TableObject, Equatable {
    var name: String { get }
    var meta: ObjectMeta { get set }
}

extension Service: NamedObject {}
extension Network: NamedObject {}
extension Secret: NamedObject {}
extension Config: NamedObject {}

/// When something is written, and in which transaction.
struct Stamp {
    let version: UInt64
    let now: Moment

    /// Marks as written now what was created at a moment, or is now.
    func mark(_ meta: inout ObjectMeta, created: Moment?) {
        meta.version = version
        meta.createdAt = created ?? now
        meta.updatedAt = now
    }
}

/// A table whose objects are found by their names, too.
///
/// - Source: OBJ-6.
struct NamedTable<Object: NamedObject>: Sendable {
    private(set) var table = Table<Object>()
    /// Which object has a name; a tree, since a World is copied for every request.
    private(set) var names: TreeDictionary<String, Object.ID> = [:]

    init() {}

    /// Puts a table that was saved together with its names.
    init(_ table: Table<Object>, names: [String: Object.ID]) {
        self.table = table
        self.names = TreeDictionary(uniqueKeysWithValues: names)
    }

    /// Which object has a name, as it is saved.
    var savedNames: [String: Object.ID] {
        Dictionary(uniqueKeysWithValues: names.map { ($0.key, $0.value) })
    }

    var count: Int { table.count }

    /// All objects, by name, then id; O(n log n).
    var sorted: [Object] { table.all.sorted { ($0.name, $0.id) < ($1.name, $1.id) } }

    subscript(id: Object.ID) -> Object? { table[id] }

    /// The object of that name; names are compared without regard to case.
    subscript(named name: String) -> Object? { names[name.lowercased()].flatMap { table[$0] } }

    /// Adds the object, or replaces the one with its id.
    ///
    /// - Returns: the object as it was, `nil` if it is new, and as it is now.
    mutating func put(_ object: Object, _ stamp: Stamp) -> (before: Object?, after: Object) {
        var stamped = object
        let before = table[object.id]
        stamp.mark(&stamped.meta, created: before?.meta.createdAt)
        write(stamped, over: before)
        return (before, stamped)
    }

    mutating func remove(_ id: Object.ID) -> Object? {
        guard let (object, _) = table.remove(id) else { return nil }
        names.release(object.name, of: id)
        return object
    }

    /// Makes the objects those of a list, with the versions and times that they have there.
    mutating func mirror(_ listed: [Object]) {
        var gone = Set(table.ids)
        for object in listed {
            gone.remove(object.id)
            let before = table[object.id]
            if before != object { write(object, over: before) }
        }
        for id in gone.sorted() { _ = remove(id) }
    }

    private mutating func write(_ object: Object, over before: Object?) {
        guard let before, let position = table.position(of: object.id) else {
            _ = table.insert(object)
            return names.claim(object.name, for: object.id)
        }
        table.replace(object, at: position)
        names.rename(object.id, from: before.name, to: object.name)
    }
}
