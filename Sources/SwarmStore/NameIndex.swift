import Basics
import HashTreeCollections

/// Which object has a name; names are compared without regard to case (OBJ-6).
extension TreeDictionary where Key == String, Value: ObjectIdentity {
    mutating func claim(_ name: String, for id: Value) { self[name.lowercased()] = id }

    /// Frees the name, unless another object has it by now.
    mutating func release(_ name: String, of id: Value) {
        let key = name.lowercased()
        if self[key] == id { self[key] = nil }
    }

    mutating func rename(_ id: Value, from old: String, to new: String) {
        if old == new { return }
        release(old, of: id)
        claim(new, for: id)
    }
}
